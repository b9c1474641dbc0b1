package dataset

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/usage"
)

// A rowWriter writes rows with what the data centre knows about their tenants and
// keys. Most rows have a tenant and keys that other rows had before, so their cells
// are made once.
type rowWriter struct {
	texts
	answer *figures.Answer

	report      []byte // the cells that all rows have
	tenant      string // id of the tenant of the row before
	tenantCells []byte
	parent      string // of the tenant of the row before
	path        string
	keyCells    map[*usage.Group][]byte
}

// maxKeyCells limits how many cells of keys are kept.
const maxKeyCells = 1 << 15

func newRowWriter(d *Dataset, a *figures.Answer) *rowWriter {
	w := &rowWriter{texts: texts{d.NoNames, d.Redact}, answer: a, keyCells: map[*usage.Group][]byte{}}
	p := a.Report.Params()
	w.report = w.cells(p.Period.Start, p.Period.End, a.Report.ID, a.Stored.ID, a.SHA256, a.Stored.CreatedAt)
	return w
}

// write writes a row to good, or to bad if it has a problem.
func (w *rowWriter) write(r *usage.Row, good, bad *table) error {
	if r.Problem != "" {
		bad.rows = append(bad.rows, w.cells(w.answer.Report.ID, w.answer.Stored.ID)...)
		bad.rows = strconv.AppendInt(append(bad.rows, ','), r.Line, 10)
		bad.rows = append(append(bad.rows, ','), w.cells(w.reason(r.Problem))...)
		return bad.endRow()
	}
	if about := w.answer.About; about != "" && !r.Role.Counted && !w.answer.Selection.Tree.Within(r.TenantID, about) {
		return nil // a report from above has rows of tenants that nobody asked about
	}
	row := append(good.rows, w.report...)
	row = strconv.AppendInt(append(row, ','), r.Line, 10)
	row = append(append(row, ','), w.ofTenant(r)...)
	row = append(append(row, ','), w.ofKeys(r.Keys)...)
	billed := r.Absolute.Production
	if usage.IsChange(figures.Billed, r.Keys.Usage) {
		billed = r.Delta.Production
	}
	for _, amount := range [...]usage.Decimal{
		r.Absolute.Production, r.Absolute.Trial, r.Absolute.Total, r.Delta.Production, r.Delta.Trial, r.Delta.Total, billed,
	} {
		row = amount.Append(append(row, ','))
	}
	good.rows = strconv.AppendBool(append(row, ','), r.Role.Counted)
	return good.endRow()
}

// ofTenant returns the cells of a row's tenant.
func (w *rowWriter) ofTenant(r *usage.Row) []byte {
	if w.tenantCells != nil && w.tenant == r.TenantID {
		return w.tenantCells
	}
	t, _ := w.answer.Selection.Tree.Find(r.TenantID)
	w.tenant = r.TenantID
	w.tenantCells = w.appendCells(w.tenantCells[:0], r.TenantID, w.personal(cmp.Or(t.Name, r.TenantName)), r.TenantKind, t.ParentID,
		w.personal(w.pathTo(r.TenantID, t.ParentID)), w.personal(t.InternalTag), t.PricingMode)
	return w.tenantCells
}

// pathTo returns the names of the tenants above a tenant.
func (w *rowWriter) pathTo(tenant, parent string) string {
	if parent == "" || parent != w.parent {
		var above []string
		for t := range w.answer.Selection.Tree.Above(tenant) {
			above = append(above, t.Name)
		}
		slices.Reverse(above)
		w.parent, w.path = parent, strings.Join(above, " / ")
	}
	return w.path
}

// ofKeys returns the cells of a row's keys.
func (w *rowWriter) ofKeys(g *usage.Group) []byte {
	if cells, ok := w.keyCells[g]; ok {
		return cells
	}
	if len(w.keyCells) == maxKeyCells {
		clear(w.keyCells)
	}
	a, name := w.answer, figures.NameOf(*g)
	storage, _ := a.Storage(g.Infra)
	owner := a.OwnerOf(g.Owner)
	w.keyCells[g] = w.cells(g.Usage, g.OfferingItem, name.Label, string(name.Class), g.Edition, g.Application,
		g.Infra, w.personal(storage.Name), g.Backend, g.Owner, w.personal(owner.Name), string(owner.Kind),
		g.SKU, string(a.Catalogue.Unit(g.Usage)))
	return w.keyCells[g]
}
