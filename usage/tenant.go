package usage

// tenantOf returns the tenant of the row.
func (t *table) tenantOf(s *scanner) *tenant {
	id := s.field(t.cols.tenant)
	if t.last != nil && t.last.ID == string(id) {
		return t.last
	}
	tn := t.tenants.find(string(id))
	if tn == nil {
		tn = t.newTenant(id, s.field(t.cols.kind), s.field(t.cols.tenantName))
	}
	t.last = tn
	return tn
}

// newTenant adds a tenant.
func (t *table) newTenant(id, kind, name []byte) *tenant {
	tn := t.tenants.add(id, t.interned(kind), t.q.RoleOf)
	if len(name) > 0 && (tn.Role.Counted || t.q.EachRow != nil) {
		t.tenants.setName(tn, name)
	}
	return tn
}

// interned returns a kind as a string, which neighbours of the same kind share.
func (t *table) interned(kind []byte) string {
	if t.last != nil && t.last.Kind == string(kind) {
		return t.last.Kind
	}
	return string(kind)
}

const (
	withInfra = 1 << iota
	withoutInfra
)

// manyUsages is the number of usages for which a tenant itself records whether it has rows with and without infra.*.
const manyUsages = 32

// An infraKey is a tenant and the index of one of the other usages.
type infraKey struct{ tenant, usage uint32 }

// noteInfra records that a tenant has a row with or without infra.* of a usage.
func (t *table) noteInfra(tn *tenant, sh *shape) {
	if sh.usage.index >= manyUsages {
		key := infraKey{tn.index, sh.usage.index}
		before := t.infraOfMany[key]
		t.infraOfMany[key] = before | sh.infra
		sh.usage.note(before, before|sh.infra)
		return
	}
	shift := 2 * sh.usage.index
	before := byte(tn.infra>>shift) & (withInfra | withoutInfra)
	tn.infra |= uint64(sh.infra) << shift
	sh.usage.note(before, before|sh.infra)
}

// note counts a tenant when it is seen both with and without infra.*.
func (u *usage) note(before, after byte) {
	if before != after && after == withInfra|withoutInfra {
		u.mixed++
	}
}
