package usage

import "slices"

// A table is what has been added up so far.
type table struct {
	q                      Query
	cols                   *columns
	daily, byTenant, byDay bool // daily: sums are kept apart by days, for the time being at least
	out                    Summary

	numbers [6]Decimal // of the row
	key     []byte     // of its shape

	usages   map[string]*usage
	tenants  map[string]*tenant
	last     *tenant // of the row before
	shapes   map[string]*shape
	keys     []Group // the groups there are, without tenants and sums; NoInfra is set in all without infra
	keyOf    map[Group]uint32
	sums     map[uint64]*sum // by tenant and key
	order    []*sum
	controls map[controlKey]*control
	days     map[string]bool
	oneDay   []byte // of a file that should have no more
	err      error  // that ends the reading
}

func newTable(q Query) *table {
	t := &table{
		q: q, byTenant: slices.Contains(q.By, ByTenant), byDay: slices.Contains(q.By, ByDay),
		usages: map[string]*usage{}, tenants: map[string]*tenant{}, shapes: map[string]*shape{}, keyOf: map[Group]uint32{},
		sums: map[uint64]*sum{}, controls: map[controlKey]*control{}, days: map[string]bool{},
	}
	t.daily = t.byDay || q.Kind == "usage_daily" || q.Kind == "usage_breakdown"
	return t
}

// A sum is the numbers of a group.
type sum struct {
	tenant  *tenant
	key     uint32 // index in keys
	numbers [6]Decimal
}

// indexOf returns the index of g in keys.
func (t *table) indexOf(g Group) uint32 {
	i, ok := t.keyOf[g]
	if !ok {
		i = uint32(len(t.keys))
		t.keyOf[g] = i
		t.keys = append(t.keys, g)
	}
	return i
}

// count adds the numbers of a row to its group.
func (t *table) count(tn *tenant, sh *shape) {
	if sh.values != nil {
		sh.usage.note(sh.values)
		sh.values = nil
	}
	t.note(tn, sh)
	sm := t.sum(tn, sh)
	for i := range sm.numbers {
		sm.numbers[i].add(t.numbers[i])
	}
}

// sum returns the one of a tenant, or of all, and a shape.
func (t *table) sum(tn *tenant, sh *shape) *sum {
	id := uint64(sh.key)
	if t.byTenant {
		id |= uint64(tn.index) << 32
	}
	sm := t.sums[id]
	if sm == nil {
		sm = &sum{tenant: tn, key: sh.key}
		t.sums[id] = sm
		t.order = append(t.order, sm)
	}
	return sm
}
