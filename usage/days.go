package usage

import (
	"cmp"
	"maps"
	"math/big"
	"slices"
)

// reduceDays makes one total of the totals of all days.
func (t *table) reduceDays() {
	days := t.sortedDays()
	if len(days) > 0 {
		t.out.FirstDay, t.out.LastDay = days[0], days[len(days)-1]
	}
	t.out.Totals = t.mergeDays(t.out.Totals, cmp.Or(t.q.OverDays, "last"), days)
}

func (t *table) sortedDays() []string { return slices.Sorted(maps.Keys(t.days)) }

// mergeDays makes one group of those that differ only by day. They are next to each other. Deltas are added,
// absolute values are not. On a day without rows a group is 0.
func (t *table) mergeDays(groups []Group, how string, days []string) []Group {
	all := []Group{}
	for len(groups) > 0 {
		n := 1
		for n < len(groups) && sameExceptDay(groups[0], groups[n]) {
			n++
		}
		all = append(all, t.mergeDaysOfGroup(groups[:n], how, days))
		groups = groups[n:]
	}
	return all
}

func sameExceptDay(a, b Group) bool {
	a.Day = b.Day
	return byKey(a, b) == 0
}

// mergeDaysOfGroup makes one group of the same group on several days.
func (t *table) mergeDaysOfGroup(groups []Group, how string, days []string) Group {
	g := groups[0]
	g.Day, g.Absolute, g.Delta = "", Amounts{}, Amounts{}
	absolute := make([]Amounts, len(days))
	for _, day := range groups {
		i, _ := slices.BinarySearch(days, day.Day)
		absolute[i].add(day.Absolute)
		g.Delta.add(day.Delta)
	}
	for _, scope := range []func(*Amounts) *Decimal{
		func(a *Amounts) *Decimal { return &a.Production },
		func(a *Amounts) *Decimal { return &a.Trial },
		func(a *Amounts) *Decimal { return &a.Total },
	} {
		values := make([]Decimal, len(days))
		for i := range absolute {
			values[i] = *scope(&absolute[i])
		}
		value, rounded := reduce(values, how)
		*scope(&g.Absolute) = value
		t.out.Rounded = t.out.Rounded || rounded
	}
	return g
}

// mergeDaysOfSums makes the first of the sums of one group, which may have several days, the sum of that group.
func (t *table) mergeDaysOfSums(of []uint32, days []string) {
	groups := make([]Group, len(of))
	for i, at := range of {
		sm := t.sums.at(at)
		numbers := t.sums.numbers(sm)
		groups[i] = t.groupKeys.all[sm.groupKey]
		groups[i].add(&numbers)
	}
	merged := t.mergeDaysOfGroup(groups, t.q.OverDays, days)
	absolute, delta := merged.Absolute, merged.Delta
	merged.Absolute, merged.Delta = Amounts{}, Amounts{}
	first := t.sums.at(of[0])
	first.groupKey, first.kind, first.absolute, first.delta = t.groupKeys.index(merged), inProduction, 0, 0
	t.sums.addTo(first, &[6]Decimal{absolute.Production, absolute.Trial, absolute.Total, delta.Production, delta.Trial, delta.Total})
}

// reduce returns the last, the greatest or the average of values. The average is rounded to a whole number, halves
// up.
func reduce(values []Decimal, how string) (value Decimal, rounded bool) {
	switch how {
	case "max":
		return slices.MaxFunc(values, Decimal.Cmp), false
	case "average":
		var total Decimal
		for _, v := range values {
			total.add(v)
		}
		r := total.Rat()
		r.Quo(r, big.NewRat(int64(len(values)), 1))
		return fromRat(halfUp(r, 0)), !r.IsInt()
	}
	return values[len(values)-1], false
}
