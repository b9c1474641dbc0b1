package usage

import (
	"cmp"
	"maps"
	"math/big"
	"slices"
)

// reduceDays makes one total of those of all days, and likewise of groups where days aren't kept apart.
func (t *table) reduceDays() {
	days := slices.Sorted(maps.Keys(t.days))
	if len(days) > 0 {
		t.out.FirstDay, t.out.LastDay = days[0], days[len(days)-1]
	}
	t.out.Totals = t.mergeDays(t.out.Totals, cmp.Or(t.q.OverDays, "last"), days)
	if !t.byDay {
		t.out.Groups = t.mergeDays(t.out.Groups, t.q.OverDays, days)
	}
}

// mergeDays makes one group of those that differ by their days alone, which are neighbours. Deltas are added,
// absolute values never. A day on which a group has no rows counts as 0.
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

// mergeDaysOfGroup makes one group of those of several days.
func (t *table) mergeDaysOfGroup(groups []Group, how string, days []string) Group {
	g := groups[0]
	g.Day, g.Absolute, g.Delta = "", Amounts{}, Amounts{}
	absolute := make([]Amounts, len(days))
	for _, day := range groups {
		i, _ := slices.BinarySearch(days, day.Day)
		absolute[i] = day.Absolute
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

// reduce is the last, the greatest or the average of values; the average to the nearest whole, halves up.
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
