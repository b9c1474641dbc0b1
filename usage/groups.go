package usage

import (
	"cmp"
	"maps"
	"math/big"
	"slices"
)

// summary finishes the adding up.
func (t *table) summary() *Summary {
	out := &t.out
	out.Columns = t.cols.names
	out.HasSKU, out.HasDay = t.cols.sku >= 0, t.cols.day >= 0
	out.Control = t.compared()
	t.mixed()
	t.merged()
	days := slices.Sorted(maps.Keys(t.days))
	if len(days) > 0 {
		out.FirstDay, out.LastDay = days[0], days[len(days)-1]
	}
	out.Groups = t.groups()
	out.Totals = totals(out.Groups)
	if t.daily && !t.byDay {
		out.Groups = overDays(out.Groups, t.q.OverDays, days)
	}
	if t.daily {
		out.Totals = overDays(out.Totals, cmp.Or(t.q.OverDays, "last"), days)
	}
	return out
}

// mixed keeps rows without infra.* apart only in usages where a tenant has both kinds.
func (t *table) mixed() {
	t.out.MixedInfra = map[string]int{}
	for name, u := range t.usages {
		if u.mixed > 0 {
			t.out.MixedInfra[name] = u.mixed
		}
	}
	for i := range t.keys {
		if t.out.MixedInfra[t.keys[i].Usage] == 0 {
			t.keys[i].NoInfra = false
		}
	}
}

// merged counts the different values that were added together.
func (t *table) merged() {
	t.out.Merged = map[Key]int{}
	for _, u := range t.usages {
		for key, values := range u.values {
			if len(values) > max(1, t.out.Merged[key]) {
				t.out.Merged[key] = len(values)
			}
		}
	}
}

// groups is all sums in the order of their keys.
func (t *table) groups() []Group {
	all := make([]Group, len(t.order))
	for i, sm := range t.order {
		all[i] = t.keys[sm.base]
		if t.byTenant {
			all[i].Tenant = sm.tenant.id
		}
		n := &sm.total
		all[i].Absolute, all[i].Delta = Amounts{n[0], n[1], n[2]}, Amounts{n[3], n[4], n[5]}
	}
	return tidy(all)
}

// totals adds up groups by usage, NoInfra and day.
func totals(groups []Group) []Group {
	sums := map[Group]*Group{}
	for _, g := range groups {
		key := Group{Usage: g.Usage, NoInfra: g.NoInfra, Day: g.Day}
		if sums[key] == nil {
			sums[key] = &Group{Usage: g.Usage, NoInfra: g.NoInfra, Day: g.Day}
		}
		sums[key].add(g)
	}
	all := make([]Group, 0, len(sums))
	for _, g := range sums {
		all = append(all, *g)
	}
	return tidy(all)
}

// tidy sorts groups by their keys and adds up those of one key.
func tidy(groups []Group) []Group {
	slices.SortFunc(groups, byKey)
	n := 0
	for _, g := range groups {
		if n > 0 && byKey(groups[n-1], g) == 0 {
			groups[n-1].add(g)
		} else {
			groups[n] = g
			n++
		}
	}
	return groups[:n]
}

func byKey(a, b Group) int {
	return cmp.Or(
		cmp.Compare(a.Usage, b.Usage), cmp.Compare(a.Tenant, b.Tenant), cmp.Compare(a.Application, b.Application),
		cmp.Compare(a.Edition, b.Edition), cmp.Compare(a.Backend, b.Backend), cmp.Compare(a.Owner, b.Owner),
		cmp.Compare(a.SKU, b.SKU), compareBool(a.NoInfra, b.NoInfra), cmp.Compare(a.Day, b.Day),
	)
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

func (g *Group) add(x Group) {
	g.Absolute.add(x.Absolute)
	g.Delta.add(x.Delta)
}

func (a *Amounts) add(x Amounts) {
	a.Production.add(x.Production)
	a.Trial.add(x.Trial)
	a.Total.add(x.Total)
}

// overDays makes one group of those that differ by their days alone: deltas are added, absolute values
// never. A day on which a group has no rows counts as 0.
func overDays(groups []Group, how string, days []string) []Group {
	var all []Group
	for len(groups) > 0 {
		g := groups[0]
		g.Day, g.Delta = "", Amounts{}
		absolute := map[string]Amounts{}
		for len(groups) > 0 && sameButDay(groups[0], g) {
			absolute[groups[0].Day] = groups[0].Absolute
			g.Delta.add(groups[0].Delta)
			groups = groups[1:]
		}
		g.Absolute = Amounts{}
		each := func(scope func(*Amounts) *Decimal) {
			values := make([]Decimal, len(days))
			for i, day := range days {
				a := absolute[day]
				values[i] = *scope(&a)
			}
			*scope(&g.Absolute) = over(values, how)
		}
		each(func(a *Amounts) *Decimal { return &a.Production })
		each(func(a *Amounts) *Decimal { return &a.Trial })
		each(func(a *Amounts) *Decimal { return &a.Total })
		all = append(all, g)
	}
	return all
}

func sameButDay(a, b Group) bool {
	a.Day = b.Day
	return byKey(a, b) == 0
}

// over is the last, the greatest or the average of the values of all days; the average to the nearest whole.
func over(values []Decimal, how string) Decimal {
	switch how {
	case "max":
		return slices.MaxFunc(values, Decimal.Cmp)
	case "average":
		var total Decimal
		for _, v := range values {
			total.add(v)
		}
		r := total.Rat()
		return fromRat(halfUp(r.Quo(r, big.NewRat(int64(len(values)), 1)), 0))
	}
	return values[len(values)-1]
}
