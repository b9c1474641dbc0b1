package usage

import (
	"cmp"
	"iter"
	"slices"
	"sync"
)

// A tenant is a tenant that has rows in the file.
type tenant struct {
	ID string
	*attributes
	index uint32
	infra uint64 // withInfra and withoutInfra, by index of usage; see manyUsages
}

// attributes are what many tenants have in common.
type attributes struct {
	Kind string
	Role Role
}

// tenantList has the tenants of a file, in the order of their first rows. There may be hundreds of thousands.
type tenantList struct {
	blocks [][]tenant // all but the last have tenantsInBlock
	n      int
	at     map[string]uint32 // nil when all rows have been read
	shared map[attributes]*attributes
	names  []string // by index; shorter than the list if the last ones have none
	texts  *Texts

	byID     []uint32 // in the order of their ids; nil until it is used
	sortOnce sync.Once
}

const tenantsInBlock = 1 << 10

func newTenantList(t *Texts) *tenantList {
	if t == nil {
		t = &Texts{}
	}
	return &tenantList{at: map[string]uint32{}, shared: map[attributes]*attributes{}, texts: t}
}

// find returns the tenant with an id, or nil.
func (l *tenantList) find(id string) *tenant {
	i, ok := l.at[id]
	if !ok {
		return nil
	}
	return l.get(i)
}

func (l *tenantList) get(i uint32) *tenant { return &l.blocks[i/tenantsInBlock][i%tenantsInBlock] }

// add adds a tenant.
func (l *tenantList) add(id []byte, kind string, role func(id, kind string) Role) *tenant {
	i := uint32(l.n)
	if l.n++; i%tenantsInBlock == 0 {
		l.blocks = append(l.blocks, make([]tenant, 0, tenantsInBlock))
	}
	kept := l.texts.keep(id)
	a := attributes{kind, role(kept, kind)}
	if l.shared[a] == nil {
		l.shared[a] = &a
	}
	last := &l.blocks[i/tenantsInBlock]
	*last = append(*last, tenant{ID: kept, attributes: l.shared[a], index: i})
	l.at[kept] = i
	return l.get(i)
}

// setName keeps the name of a tenant.
func (l *tenantList) setName(tn *tenant, name []byte) {
	for len(l.names) <= int(tn.index) {
		l.names = append(l.names, "")
	}
	l.names[tn.index] = l.texts.keep(name[:min(len(name), maxWord)])
}

// sorted returns the indexes of the tenants in the order of their ids.
func (l *tenantList) sorted() []uint32 {
	l.sortOnce.Do(func() {
		l.byID = make([]uint32, l.n)
		for i := range l.byID {
			l.byID[i] = uint32(i)
		}
		slices.SortFunc(l.byID, func(a, b uint32) int { return cmp.Compare(l.get(a).ID, l.get(b).ID) })
	})
	return l.byID
}

// FileTenants are the tenants that have rows in a file, in the order of their first rows. There may be hundreds of
// thousands, so one is made when it is asked for. The zero value has none.
type FileTenants struct{ list *tenantList }

// Len returns the number of tenants.
func (f FileTenants) Len() int {
	if f.list == nil {
		return 0
	}
	return f.list.n
}

// At returns a tenant.
func (f FileTenants) At(i int) Tenant {
	tn := f.list.get(uint32(i))
	return Tenant{tn.ID, tn.Kind, tn.Role}
}

// All yields the tenants.
func (f FileTenants) All() iter.Seq[Tenant] {
	return func(yield func(Tenant) bool) {
		for i := range f.Len() {
			if !yield(f.At(i)) {
				return
			}
		}
	}
}

// Named reports whether any tenant has a name in the file.
func (f FileTenants) Named() bool { return f.list != nil && f.list.names != nil }

// NameAt returns the name that a tenant has in the file, or "". Only counted tenants have one.
func (f FileTenants) NameAt(i int) string {
	if i >= len(f.list.names) {
		return ""
	}
	return f.list.names[i]
}

// Name is NameAt for the tenant with an id. It takes longer.
func (f FileTenants) Name(id string) string {
	if !f.Named() {
		return ""
	}
	order := f.list.sorted()
	at, ok := slices.BinarySearchFunc(order, id, func(i uint32, id string) int { return cmp.Compare(f.list.get(i).ID, id) })
	if !ok || int(order[at]) >= len(f.list.names) {
		return ""
	}
	return f.list.names[order[at]]
}
