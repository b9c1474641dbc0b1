package usage

// A tenant is one that rows belong to.
type tenant struct {
	id           string
	kind         string
	index        uint32
	role         Role
	infraByUsage []byte           // by index of usage: withInfra | withoutInfra
	infraOfMany  map[uint32]*byte // the same, from manyUsages on
}

const manyUsages = 512

const (
	withInfra = 1 << iota
	withoutInfra
)

// tenantOf returns the one of the row.
func (t *table) tenantOf(s *scanner) *tenant {
	id := s.field(t.cols.tenant)
	if t.last != nil && t.last.id == string(id) {
		return t.last
	}
	tn := t.tenants[string(id)]
	if tn == nil {
		tn = &tenant{id: string(id), kind: t.interned(s.field(t.cols.kind)), index: uint32(len(t.tenants))}
		tn.role = t.q.RoleOf(tn.id, tn.kind)
		t.tenants[tn.id] = tn
		if name := s.field(t.cols.tenantName); len(name) > 0 && tn.role.Counted {
			if t.out.Names == nil {
				t.out.Names = map[string]string{}
			}
			t.out.Names[tn.id] = string(name[:min(len(name), maxWord)])
		}
	}
	t.last = tn
	return tn
}

// interned is a kind as a string; there are few, and many tenants of each.
func (t *table) interned(kind []byte) string {
	if t.last != nil && t.last.kind == string(kind) {
		return t.last.kind
	}
	return string(kind)
}

// noteInfra remembers that a tenant has a row with or without infra.* of a usage.
func (t *table) noteInfra(tn *tenant, sh *shape) {
	seen := tn.infraSeen(sh.usage)
	if *seen|sh.infra != *seen {
		*seen |= sh.infra
		if *seen == withInfra|withoutInfra {
			sh.usage.mixed++
		}
	}
}

// infraSeen is what was seen infraSeen a usage. Most files have few usages, and a slice infraSeen bytes is the smallest home.
func (tn *tenant) infraSeen(u *usage) *byte {
	if u.index >= manyUsages {
		if tn.infraOfMany == nil {
			tn.infraOfMany = map[uint32]*byte{}
		}
		if tn.infraOfMany[u.index] == nil {
			tn.infraOfMany[u.index] = new(byte)
		}
		return tn.infraOfMany[u.index]
	}
	if n := int(u.index) + 1 - len(tn.infraByUsage); n > 0 {
		tn.infraByUsage = append(tn.infraByUsage, make([]byte, n)...)
	}
	return &tn.infraByUsage[u.index]
}
