package usage

// A tenant is a tenant that has rows in the file.
type tenant struct {
	id           string
	kind         string
	index        uint32
	role         Role
	infraByUsage []byte           // withInfra and withoutInfra, by index of usage
	infraOfMany  map[uint32]*byte // the same for indexes from manyUsages
}

const (
	manyUsages    = 512
	mapEntryBytes = 64 // memory of an entry of infraOfMany
)

const (
	withInfra = 1 << iota
	withoutInfra
)

// tenantOf returns the tenant of the row.
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
		t.texts += len(tn.id)
		if name := s.field(t.cols.tenantName); len(name) > 0 && tn.role.Counted {
			if t.out.Names == nil {
				t.out.Names = map[string]string{}
			}
			name = name[:min(len(name), maxWord)]
			t.out.Names[tn.id] = string(name)
			t.texts += len(name)
		}
	}
	t.last = tn
	return tn
}

// interned returns a kind as a string, which neighbours of the same kind share.
func (t *table) interned(kind []byte) string {
	if t.last != nil && t.last.kind == string(kind) {
		return t.last.kind
	}
	return string(kind)
}

// noteInfra records that a tenant has a row with or without infra.* of a usage.
func (t *table) noteInfra(tn *tenant, sh *shape) {
	seen := t.infraSeen(tn, sh.usage)
	if *seen|sh.infra != *seen {
		*seen |= sh.infra
		if *seen == withInfra|withoutInfra {
			sh.usage.mixed++
		}
	}
}

// infraSeen returns what noteInfra has recorded for a usage. Most files have few usages, and a slice of bytes takes
// the least memory.
func (t *table) infraSeen(tn *tenant, u *usage) *byte {
	if u.index >= manyUsages {
		if tn.infraOfMany == nil {
			tn.infraOfMany = map[uint32]*byte{}
		}
		if tn.infraOfMany[u.index] == nil {
			tn.infraOfMany[u.index] = new(byte)
			t.texts += mapEntryBytes
		}
		return tn.infraOfMany[u.index]
	}
	if n := int(u.index) + 1 - len(tn.infraByUsage); n > 0 {
		before := cap(tn.infraByUsage)
		tn.infraByUsage = append(tn.infraByUsage, make([]byte, n)...)
		t.texts += cap(tn.infraByUsage) - before
	}
	return &tn.infraByUsage[u.index]
}
