package usage

import "slices"

// A table is what has been added up so far.
type table struct {
	q                      Query
	cols                   *columns
	daily, byTenant, byDay bool // daily: sums are kept apart by days, for the time being at least
	out                    Summary

	numbers   [6]Decimal // of the row
	mergeable keySet     // what can be
	shapeKey  []byte     // of its shape

	usages          map[string]*usage
	tenants         map[string]*tenant
	last            *tenant // of the row before
	shapes          map[string]*shape
	groupKeys       indexed[Group] // the groups there are, without tenants and sums; NoInfra is set in all without infra
	mergedValueSets indexed[mergedValues]
	sums            map[uint64]*sum // by tenant and key
	order           []*sum
	controls        map[controlKey]*control
	days            map[string]bool
	infras          map[Infra]bool
	oneDay          []byte // of a file that should have no more
	err             error  // that ends the reading
}

func newTable(q Query) *table {
	if q.UsageOf == nil {
		q.UsageOf = func(item, edition string) string { return NameOf(item, edition).Usage }
	}
	t := &table{
		q: q, byTenant: slices.Contains(q.By, ByTenant), byDay: slices.Contains(q.By, ByDay),
		usages: map[string]*usage{}, tenants: map[string]*tenant{}, shapes: map[string]*shape{},
		sums: map[uint64]*sum{}, controls: map[controlKey]*control{}, days: map[string]bool{}, infras: map[Infra]bool{},
	}
	for i, key := range mergeableKeys {
		if !slices.Contains(q.By, key) {
			t.mergeable |= 1 << i
		}
	}
	t.daily = t.byDay || q.Kind == "usage_daily" || q.Kind == "usage_breakdown"
	return t
}

// A sum is the numbers of a group.
type sum struct {
	tenant      *tenant
	groupKey    uint32 // index in groupKeys
	mergedIndex uint32 // of its first row
	numbers     [6]Decimal
	merged      keySet
}

// keySet has a bit for each of mergeableKeys of which different values were added together.
type keySet uint8

// indexed is values by index.
type indexed[T comparable] struct {
	all []T
	at  map[T]uint32
}

// index returns the index of a value.
func (x *indexed[T]) index(value T) uint32 {
	i, ok := x.at[value]
	if !ok {
		if x.at == nil {
			x.at = map[T]uint32{}
		}
		i = uint32(len(x.all))
		x.at[value] = i
		x.all = append(x.all, value)
	}
	return i
}

// count adds the numbers of a row to its group.
func (t *table) count(tn *tenant, sh *shape) {
	t.noteInfra(tn, sh)
	if !sh.counted && sh.infra == withInfra {
		sh.counted = true
		t.infras[Infra{sh.controlKey.infraID, sh.controlKey.backend, sh.controlKey.owner}] = true
	}
	sm := t.sumOf(tn, sh)
	for i := range sm.numbers {
		sm.numbers[i].add(t.numbers[i])
	}
	if sm.mergedIndex != sh.mergedIndex && sm.merged != t.mergeable {
		sm.merged |= t.differingKeys(sm.mergedIndex, sh.mergedIndex)
	}
}

// differingKeys are the keys in which two of mergedValueSets differ.
func (t *table) differingKeys(a, b uint32) (in keySet) {
	for i := range mergeableKeys {
		if t.mergedValueSets.all[a][i] != t.mergedValueSets.all[b][i] {
			in |= 1 << i
		}
	}
	return in
}

// sumOf returns the one of a tenant, or of all, and a shape.
func (t *table) sumOf(tn *tenant, sh *shape) *sum {
	id := uint64(sh.groupKey)
	if t.byTenant {
		id |= uint64(tn.index) << 32
	}
	sm := t.sums[id]
	if sm == nil {
		sm = &sum{tenant: tn, groupKey: sh.groupKey, mergedIndex: sh.mergedIndex}
		t.sums[id] = sm
		t.order = append(t.order, sm)
	}
	return sm
}
