package figures

import (
	"iter"
	"slices"

	"acronis-reports-mcp/usage"
)

// Totals returns the totals of the usages that have a value, and the names of
// the other usages.
func (a *Answer) Totals() (used []Total, idle []string) {
	var none []usage.Group
	for _, t := range a.Summary.Totals {
		if a.Unused(t) {
			none = append(none, t)
		} else {
			used = append(used, a.totalOf(t, t.Of(a.Measure)))
		}
	}
	return used, usagesOf(none)
}

// AddsUp reports whether the absolute values of groups add up to the totals.
// They don't if they are values of several days, the greatest values over days,
// or rounded averages.
func (a *Answer) AddsUp() bool {
	switch {
	case a.Summary.LastDay == "":
		return true
	case slices.Contains(a.By, usage.ByDay) || a.Measure == Peak:
		return false
	}
	return a.Measure != Average || !a.Summary.Rounded
}

// Remainder returns the totals without the groups shown, for values that add
// up. Changes always do.
func (a *Answer) Remainder(shown iter.Seq[usage.Group]) []Total {
	type key struct {
		usage   string
		noInfra bool
	}
	known := map[key]usage.Amounts{}
	for g := range shown {
		k := key{g.Usage, g.NoInfra}
		known[k] = plus(known[k], g.Of(a.Measure))
	}
	sums := []Total{}
	for _, t := range a.Summary.Totals {
		amounts := minus(t.Of(a.Measure), known[key{t.Usage, t.NoInfra}])
		if !a.nothing(amounts) && (a.AddsUp() || a.isChange(t.Usage)) {
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

// Unused reports whether all values of a group are 0, of those that the scope of
// the question shows: production shows trial too.
func (a *Answer) Unused(g usage.Group) bool {
	return a.nothing(g.Absolute) && a.nothing(g.Delta)
}

// nothing reports whether all amounts are 0 that the scope of the question shows.
func (a *Answer) nothing(of usage.Amounts) bool {
	if a.Scope == "production" {
		return zero(of)
	}
	return of.In(a.Scope).IsZero()
}

// Unused reports whether all values of a group are 0.
func Unused(g usage.Group) bool { return zero(g.Absolute) && zero(g.Delta) }

func zero(a usage.Amounts) bool {
	return a.Production.IsZero() && a.Trial.IsZero() && a.Total.IsZero()
}
