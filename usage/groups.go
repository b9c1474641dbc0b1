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
	out.Tenants = FileTenants{t.tenants}
	out.Infras = slices.SortedFunc(maps.Keys(t.infras), func(a, b Infra) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Backend, b.Backend), cmp.Compare(a.Owner, b.Owner))
	})
	t.findMixedInfra()
	out.Totals, out.Groups, out.Beside = t.usageTotals(), t.groups(), t.groupsOfParts()
	if t.daily {
		t.reduceDays()
	}
	t.tenants.at, t.tenants.shared = nil, nil
	for _, part := range append(t.parts, t) {
		part.sums.slots = nil
	}
	result := *out // so that the table isn't kept
	return &result
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
	for i := range uint32(t.sums.n) {
		sm := t.sums.at(i)
		if of[sm.groupKey] == nil {
			key := t.groupKeys.all[sm.groupKey]
			key = Group{Usage: key.Usage, NoInfra: key.NoInfra, Day: key.Day}
			if totals[key] == nil {
				totals[key] = &Group{Usage: key.Usage, NoInfra: key.NoInfra, Day: key.Day}
			}
			of[sm.groupKey] = totals[key]
		}
		numbers := t.sums.numbers(sm)
		of[sm.groupKey].add(&numbers)
	}
	all := make([]Group, 0, len(totals))
	for _, g := range totals {
		all = append(all, *g)
	}
	slices.SortFunc(all, byKey)
	return all
}

// groups returns all groups in the order of their keys. Sums of equal keys become one group, and so do those of several
// days unless the query is by day.
func (t *table) groups() Groups {
	order, keys := t.sorted()
	all := Groups{sums: t.sums, tenants: t.tenants, byKey: !t.byTenant}
	t.out.Merged = map[Key]int{}
	days := t.sortedDays()
	groups := order[:0]
	for len(order) > 0 {
		first := t.sums.at(order[0])
		n := 1
		for n < len(order) && t.sums.at(order[n]).tenant == first.tenant && keys[t.sums.at(order[n]).groupKey] == keys[first.groupKey] {
			n++
		}
		t.countMerged(t.mergedKeys(order[:n]))
		if t.daily && !t.byDay {
			t.mergeDaysOfSums(order[:n], days)
		} else {
			for _, i := range order[1:n] {
				numbers := t.sums.numbers(t.sums.at(i))
				t.sums.addTo(first, &numbers)
			}
		}
		groups = append(groups, order[0])
		order = order[n:]
	}
	all.order, all.keys = slices.Clip(groups), t.groupKeys.all
	return all
}

// sorted returns the indexes of all sums in the order of their groups, and the ranks of groupKeys in that order. Sums of
// the same group have the same tenant and rank. There may be millions, so it sorts those of each tenant by numbers.
func (t *table) sorted() (order []uint32, keys []uint32) {
	keys = t.keyRanks()
	ranks := t.tenantRanks()
	begins := make([]uint32, len(ranks)+1) // of the sums of each tenant, by rank
	for i := range uint32(t.sums.n) {
		begins[ranks[t.sums.at(i).tenant]+1]++
	}
	for i := range ranks {
		begins[i+1] += begins[i]
	}
	order = make([]uint32, t.sums.n)
	next := slices.Clone(begins)
	for i := range uint32(t.sums.n) {
		rank := ranks[t.sums.at(i).tenant]
		order[next[rank]] = i
		next[rank]++
	}
	for i := range ranks {
		slices.SortFunc(order[begins[i]:begins[i+1]], func(a, b uint32) int {
			return cmp.Or(cmp.Compare(keys[t.sums.at(a).groupKey], keys[t.sums.at(b).groupKey]), cmp.Compare(a, b))
		})
	}
	return order, keys
}

// mergedKeys returns the keys of which different values were added together in some sums.
func (t *table) mergedKeys(of []uint32) (in keySet) {
	var first *sum // that is used
	for _, i := range of {
		if sm := t.sums.at(i); sm.used {
			first = cmp.Or(first, sm)
			in |= sm.keys | t.differingKeys(sm.index, first.index)
		}
	}
	return in
}

// countMerged counts a group in which different values of these keys were added together.
func (t *table) countMerged(in keySet) {
	for i, key := range mergeableKeys {
		if in&(1<<i) != 0 {
			t.out.Merged[key]++
		}
	}
}

// keyRanks returns the rank of each of groupKeys in their order. Keys of the same group have the same rank.
func (t *table) keyRanks() []uint32 {
	order := make([]int, len(t.groupKeys.all))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return byKey(t.groupKeys.all[a], t.groupKeys.all[b]) })
	ranks := make([]uint32, len(t.groupKeys.all))
	for i, key := range order {
		ranks[key] = uint32(i)
		if i > 0 && t.sameGroup(t.groupKeys.all[key], t.groupKeys.all[order[i-1]]) {
			ranks[key] = ranks[order[i-1]]
		}
	}
	return ranks
}

// sameGroup reports whether two keys are of the same group.
func (t *table) sameGroup(a, b Group) bool {
	if t.daily && !t.byDay {
		return sameExceptDay(a, b)
	}
	return a == b
}

// tenantRanks returns the rank of each tenant in the order of their ids. If the query isn't by tenant, the first has the
// sums of all.
func (t *table) tenantRanks() []uint32 {
	ranks := make([]uint32, max(t.tenants.n, 1))
	if t.byTenant {
		for rank, i := range t.tenants.sorted() {
			ranks[i] = uint32(rank)
		}
	}
	return ranks
}

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
