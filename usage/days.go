package usage

import (
	"cmp"
	"maps"
	"math/big"
	"slices"
)

// reduceDays makes one total of the totals of all days, and the same with groups unless the query is by day.
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
