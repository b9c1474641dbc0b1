package usage

import (
	"cmp"
	"maps"
	"slices"
)

// summary returns the result when all rows have been read.
func (t *table) summary() *Summary {
	out := &t.out
	out.Control = t.controlTotals()
	out.Moves = t.moves()
	t.comparePartners()
	t.addNotBelow()
	out.Tenants = make([]Tenant, len(t.tenants))
	for _, tn := range t.tenants {
		out.Tenants[tn.index] = Tenant{tn.id, tn.kind, tn.role}
	}
	out.Infras = slices.SortedFunc(maps.Keys(t.infras), func(a, b Infra) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Backend, b.Backend), cmp.Compare(a.Owner, b.Owner))
	})
	t.findMixedInfra()
	out.Totals, out.Groups = t.usageTotals(), t.groups()
	if t.daily {
		t.reduceDays()
	}
	return out
}

// findMixedInfra finds the usages of which a tenant has rows with infra.* and rows without. Only there, rows without
// it remain groups of their own.
func (t *table) findMixedInfra() {
	t.out.MixedInfra = map[string]int{}
	for name, u := range t.usages {
		if u.mixed > 0 {
			t.out.MixedInfra[name] = u.mixed
		}
	}
	for i := range t.groupKeys.all {
		if key := &t.groupKeys.all[i]; t.out.MixedInfra[key.Usage] == 0 {
			key.NoInfra = false
		}
	}
}

// usageTotals returns the sums by usage, NoInfra and day.
func (t *table) usageTotals() []Group {
	totals := map[Group]*Group{}
	of := make([]*Group, len(t.groupKeys.all))
	for _, sm := range t.order {
		if of[sm.groupKey] == nil {
			key := t.groupKeys.all[sm.groupKey]
			key = Group{Usage: key.Usage, NoInfra: key.NoInfra, Day: key.Day}
			if totals[key] == nil {
				totals[key] = &Group{Usage: key.Usage, NoInfra: key.NoInfra, Day: key.Day}
			}
			of[sm.groupKey] = totals[key]
		}
		of[sm.groupKey].add(&sm.numbers)
	}
	all := make([]Group, 0, len(totals))
	for _, g := range totals {
		all = append(all, *g)
	}
	slices.SortFunc(all, byKey)
	return all
}

// groups returns all groups in the order of their keys. There may be millions, so it sorts numbers instead of keys.
func (t *table) groups() []Group {
	type ranked struct {
		at  uint64 // the ranks of tenant and key
		sum *sum
	}
	tenants, keys := t.tenantRanks(), t.keyRanks()
	order := make([]ranked, len(t.order))
	for i, sm := range t.order {
		order[i] = ranked{uint64(tenants[sm.tenant.index])<<32 | uint64(keys[sm.groupKey]), sm}
	}
	slices.SortFunc(order, func(a, b ranked) int { return cmp.Compare(a.at, b.at) })
	all, found := make([]Group, 0, len(order)), keySet(0)
	var first *sum // the first used sum of the group; a group may have several days
	t.out.Merged = map[Key]int{}
	for i, p := range order {
		if i == 0 || p.at != order[i-1].at {
			g := t.groupKeys.all[p.sum.groupKey]
			if t.byTenant {
				g.Tenant = p.sum.tenant.id
			}
			if i > 0 && (!t.daily || t.byDay || !sameExceptDay(all[len(all)-1], g)) {
				t.countMerged(found)
				first, found = nil, 0
			}
			all = append(all, g)
		}
		all[len(all)-1].add(&p.sum.numbers)
		if p.sum.used {
			first = cmp.Or(first, p.sum)
			found |= p.sum.merged | t.differingKeys(p.sum.mergedIndex, first.mergedIndex)
		}
	}
	t.countMerged(found)
	return all
}

// countMerged counts a group in which different values of these keys were added together.
func (t *table) countMerged(in keySet) {
	for i, key := range mergeableKeys {
		if in&(1<<i) != 0 {
			t.out.Merged[key]++
		}
	}
}

// keyRanks returns the rank of each of groupKeys in their order. Equal keys have the same rank.
func (t *table) keyRanks() []uint32 {
	order := make([]int, len(t.groupKeys.all))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return byKey(t.groupKeys.all[a], t.groupKeys.all[b]) })
	ranks := make([]uint32, len(t.groupKeys.all))
	for i, key := range order {
		ranks[key] = uint32(i)
		if i > 0 && t.groupKeys.all[key] == t.groupKeys.all[order[i-1]] {
			ranks[key] = ranks[order[i-1]]
		}
	}
	return ranks
}

// tenantRanks returns the rank of each tenant in the order of their ids, or zeros if the query isn't by tenant.
func (t *table) tenantRanks() []uint32 {
	ranks := make([]uint32, len(t.tenants))
	if t.byTenant {
		for i, id := range slices.Sorted(maps.Keys(t.tenants)) {
			ranks[t.tenants[id].index] = uint32(i)
		}
	}
	return ranks
}

// CompareKeys compares groups by the order of their keys, which is that of [Summary].
func CompareKeys(a, b Group) int { return byKey(a, b) }

// byKey orders groups by tenant, then by usage, then by the other keys.
func byKey(a, b Group) int {
	for _, pair := range [...][2]string{
		{a.Tenant, b.Tenant}, {a.Usage, b.Usage}, {a.OfferingItem, b.OfferingItem}, {a.Application, b.Application},
		{a.Edition, b.Edition}, {a.Infra, b.Infra}, {a.Backend, b.Backend}, {a.Owner, b.Owner}, {a.SKU, b.SKU},
	} {
		if order := cmp.Compare(pair[0], pair[1]); order != 0 {
			return order
		}
	}
	return cmp.Or(compareBool(a.NoInfra, b.NoInfra), compareBool(a.NotBelow, b.NotBelow), cmp.Compare(a.Day, b.Day))
}

// compareBool orders false before true.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

func (g *Group) add(n *[6]Decimal) {
	g.Absolute.add(Amounts{n[0], n[1], n[2]})
	g.Delta.add(Amounts{n[3], n[4], n[5]})
}

func (a *Amounts) add(x Amounts) {
	a.Production.add(x.Production)
	a.Trial.add(x.Trial)
	a.Total.add(x.Total)
}
