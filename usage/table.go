package usage

import "slices"

// A table has what has been added up so far.
type table struct {
	q                      Query
	cols                   *columns
	daily, byTenant, byDay bool // daily: sums are kept for each day, even if reduceDays combines them later
	out                    Summary

	numbers   [6]Decimal // of the current row
	mergeable keySet     // the keys that the query isn't by
	shapeKey  []byte     // of the current row

	usages          map[string]*usage
	tenants         *tenantList
	last            *tenant // of the previous row
	shapes          map[string]*shape
	groupKeys       indexed[Group] // groups without tenants and sums; NoInfra is set in all without infra.*
	mergedValueSets indexed[mergedValues]
	sums            *sums
	controls        map[controlKey]*control
	partners        map[controlKey]*control // of partners, see Role.Partner
	days            map[string]bool
	infraOfMany     map[infraKey]byte // as tenant.infra
	infras          map[Infra]bool
	items           map[Item]bool // those in out.Items
	wholes          map[wholeKey]*wholeSum
	ownUsages       map[ownUsage]bool
	traces          map[*tenant]numbersByKey // of tenants that may have moved
	traced          int                      // length of all traces
	texts           int                      // bytes of the texts of shapes
	textsBefore     int                      // size of tenants.texts before
	itemsReserved   int                      // see keptItems
	reserved        int64                    // bytes of memory
	recorder        *recorder                // nil if nothing is recorded
	parts           []*table                 // of Query.Beside
	row             Row                      // for Query.EachRow
	oneDay          []byte                   // the first day of a file that should have only one
	err             error                    // an error that isn't about a single row
}

func newTable(q Query) *table {
	if q.UsageOf == nil {
		q.UsageOf = func(item, edition string) string { return NameOf(item, edition).Usage }
	}
	t := &table{
		q: q, byTenant: slices.Contains(q.By, ByTenant), byDay: slices.Contains(q.By, ByDay),
		usages: map[string]*usage{}, shapes: map[string]*shape{},
		tenants: newTenantList(q.Texts), sums: &sums{}, controls: map[controlKey]*control{}, partners: map[controlKey]*control{}, days: map[string]bool{}, infraOfMany: map[infraKey]byte{}, infras: map[Infra]bool{}, items: map[Item]bool{},
		wholes: map[wholeKey]*wholeSum{}, ownUsages: map[ownUsage]bool{}, traces: map[*tenant]numbersByKey{},
	}
	t.textsBefore = t.tenants.texts.size()
	for i, key := range mergeableKeys {
		if !slices.Contains(q.By, key) {
			t.mergeable |= 1 << i
		}
	}
	t.daily = t.byDay || q.Kind == "usage_daily" || q.Kind == "usage_breakdown"
	return t
}

// keySet has a bit for each of mergeableKeys.
type keySet uint8

// indexed numbers different values from 0.
type indexed[T comparable] struct {
	all []T
	at  map[T]uint32
}

// index returns the number of a value.
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

// listInfra adds the infrastructure of a shape to Infras, once.
func (t *table) listInfra(sh *shape) {
	if !sh.counted && sh.infra == withInfra {
		sh.counted = true
		t.infras[Infra{sh.controlKey.infraID, sh.controlKey.backend, sh.controlKey.owner}] = true
	}
}

// count adds the numbers of a row to its group.
func (t *table) count(tn *tenant, sh *shape) {
	t.noteInfra(tn, sh)
	t.listInfra(sh)
	sm := t.sums.of(t.indexOf(tn), sh.groupKey)
	t.sums.addTo(sm, &t.numbers)
	t.noteMerged(&sm.merged, sh)
}

// indexOf returns the index of a tenant, or 0 if the query isn't by tenant.
func (t *table) indexOf(tn *tenant) uint32 {
	if t.byTenant {
		return tn.index
	}
	return 0
}

// noteMerged records in which keys the row differs from the rows that were added to a sum before. Adding zeros merges
// nothing.
func (t *table) noteMerged(m *merged, sh *shape) {
	switch {
	case m.used && (m.index == sh.mergedIndex || m.keys == t.mergeable) || !sh.measures(&t.numbers):
	case !m.used:
		m.used, m.index = true, sh.mergedIndex
	default:
		m.keys |= t.differingKeys(m.index, sh.mergedIndex)
	}
}

// differingKeys returns the keys in which two of mergedValueSets differ.
func (t *table) differingKeys(a, b uint32) (in keySet) {
	for i := range mergeableKeys {
		if t.mergedValueSets.all[a][i] != t.mergedValueSets.all[b][i] {
			in |= 1 << i
		}
	}
	return in
}
