package usage

// A Row is a row of a file. It is valid until the function that it was given to returns.
type Row struct {
	Line    int64  // of the file, from 1
	Problem string // why the row was skipped, or ""; then only Line is set

	TenantID, TenantKind string // as in the file
	TenantName           string // as in the first row of the tenant, up to 1 KiB
	Role                 Role

	// Keys has all keys of the row but Tenant. Rows with the same keys usually share it.
	Keys *Group

	Absolute, Delta Amounts
}

// visit calls EachRow for a row without a problem.
func (t *table) visit(line int64, tn *tenant, sh *shape) {
	r := &t.row
	r.Line, r.TenantID, r.TenantKind, r.Role, r.Keys = line, tn.ID, tn.Kind, tn.Role, sh.keys
	r.TenantName = FileTenants{t.tenants}.NameAt(int(tn.index))
	r.Absolute = Amounts{t.numbers[0], t.numbers[1], t.numbers[2]}
	r.Delta = Amounts{t.numbers[3], t.numbers[4], t.numbers[5]}
	t.err = t.q.EachRow(r)
}
