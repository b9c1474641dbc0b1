package figures

import (
	"slices"

	"acronis-reports-mcp/usage"
)

// Totals are the totals of usages of which there is something, and the names of
// the others.
func (a *Answer) Totals() (used []Total, idle []string) {
	var none []usage.Group
	for _, t := range a.Summary.Totals {
		if Unused(t) {
			none = append(none, t)
		} else {
			used = append(used, a.totalOf(t, t.Of(a.Measure)))
		}
	}
	return used, usagesOf(none)
}

// AddsUp reports whether absolute values of groups add up to those of totals:
// those of several days don't, nor the greatest over days, and averages only
// where none was rounded.
func (a *Answer) AddsUp() bool {
	switch {
	case a.Summary.LastDay == "":
		return true
	case slices.Contains(a.By, usage.ByDay) || a.Measure == Peak:
		return false
	}
	return a.Measure != Average || !a.Summary.Rounded
}

// Remainder is what the totals hold beside some groups, where they add up, as
// changes always do.
func (a *Answer) Remainder(shown []usage.Group) []Total {
	type key struct {
		usage   string
		noInfra bool
	}
	known := map[key]usage.Amounts{}
	for _, g := range shown {
		k := key{g.Usage, g.NoInfra}
		known[k] = plus(known[k], g.Of(a.Measure))
	}
	sums := []Total{}
	for _, t := range a.Summary.Totals {
		amounts := minus(t.Of(a.Measure), known[key{t.Usage, t.NoInfra}])
		if !zero(amounts) && (a.AddsUp() || a.isChange(t.Usage)) {
			sums = append(sums, a.totalOf(t, amounts))
		}
	}
	return sums
}

func plus(a, b usage.Amounts) usage.Amounts {
	return usage.Amounts{Production: a.Production.Add(b.Production), Trial: a.Trial.Add(b.Trial), Total: a.Total.Add(b.Total)}
}

func minus(a, b usage.Amounts) usage.Amounts {
	return usage.Amounts{Production: a.Production.Sub(b.Production), Trial: a.Trial.Sub(b.Trial), Total: a.Total.Sub(b.Total)}
}

// Unused reports whether there is nothing in a group.
func Unused(g usage.Group) bool { return zero(g.Absolute) && zero(g.Delta) }

func zero(a usage.Amounts) bool {
	return a.Production.IsZero() && a.Trial.IsZero() && a.Total.IsZero()
}

// SpanTotals are the totals of answers to one question added up, of usages of
// which there is something.
func SpanTotals(answers []*Answer) []Total {
	type key struct {
		usage   string
		noInfra bool
	}
	added := map[key]usage.Amounts{}
	var order []usage.Group
	for _, a := range answers {
		for _, t := range a.Summary.Totals {
			k := key{t.Usage, t.NoInfra}
			if _, known := added[k]; !known {
				order = append(order, usage.Group{Usage: t.Usage, NoInfra: t.NoInfra})
			}
			added[k] = plus(added[k], t.Of(a.Measure))
		}
	}
	var sums []Total
	last := answers[len(answers)-1]
	for _, g := range order {
		if amounts := added[key{g.Usage, g.NoInfra}]; !zero(amounts) {
			sums = append(sums, last.totalOf(g, amounts))
		}
	}
	return sums
}
