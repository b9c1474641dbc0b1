package figures

import (
	"cmp"
	"maps"
	"slices"

	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/usage"
)

// Order returns the indexes of the groups of a minimum value at least, nil for
// all, in the order of tenants' names or, by default, of values, largest first.
// There may be a million, so it is little that is sorted.
func (a *Answer) Order(minimum *usage.Decimal, byName bool) []int {
	type entry struct {
		value       usage.Decimal
		rank, index int
	}
	ranks := a.tenantRanks()
	var entries []entry
	for i, g := range a.Summary.Groups {
		value := g.Of(a.Measure).In(a.Scope)
		if minimum == nil || value.Cmp(*minimum) >= 0 {
			entries = append(entries, entry{value, ranks[g.Tenant], i})
		}
	}
	slices.SortFunc(entries, func(x, y entry) int {
		byValue := 0
		if !byName {
			byValue = y.value.Cmp(x.value)
		}
		return cmp.Or(byValue, cmp.Compare(x.rank, y.rank), cmp.Compare(x.index, y.index))
	})
	indexes := make([]int, len(entries))
	for i, e := range entries {
		indexes[i] = e.index
	}
	return indexes
}

// Groups are the groups with some indexes.
func (a *Answer) Groups(indexes []int) []usage.Group {
	groups := make([]usage.Group, len(indexes))
	for i, at := range indexes {
		groups[i] = a.Summary.Groups[at]
	}
	return groups
}

// tenantRanks are the positions of tenants in the order of their names.
func (a *Answer) tenantRanks() map[string]int {
	names := map[string]string{}
	for _, g := range a.Summary.Groups {
		if _, ok := names[g.Tenant]; !ok {
			names[g.Tenant] = tenants.Fold(a.Name(g.Tenant))
		}
	}
	ids := slices.Collect(maps.Keys(names))
	slices.SortFunc(ids, func(x, y string) int { return cmp.Or(cmp.Compare(names[x], names[y]), cmp.Compare(x, y)) })
	ranks := make(map[string]int, len(ids))
	for i, id := range ids {
		ranks[id] = i
	}
	return ranks
}

// Totals are the totals of usages of which there is something, and the names of
// the others.
func (a *Answer) Totals() (used []Sum, idle []string) {
	var some, none []usage.Group
	for _, t := range a.Summary.Totals {
		if unused(t) {
			none = append(none, t)
		} else {
			some = append(some, t)
		}
	}
	return a.Sums(some, false), usagesOf(none)
}

// AddsUp reports whether absolute values of groups add up to those of totals:
// those of several days don't, nor the greatest over days, and averages only
// where none was rounded.
func (a *Answer) AddsUp() bool {
	switch {
	case a.Summary.LastDay == "":
		return true
	case slices.Contains(a.By, usage.ByDay) || a.OverDays == "max":
		return false
	}
	return a.OverDays == "last" || !a.Summary.Rounded
}

// Remainder is what the totals hold beside some groups, where they add up, as
// deltas always do.
func (a *Answer) Remainder(shown []usage.Group) []Sum {
	if !a.AddsUp() && a.Measure != "delta" {
		return nil
	}
	type key struct {
		usage   string
		noInfra bool
	}
	left := slices.Clone(a.Summary.Totals)
	index := map[key]*usage.Group{}
	for i := range left {
		index[key{left[i].Usage, left[i].NoInfra}] = &left[i]
	}
	for _, g := range shown {
		t := index[key{g.Usage, g.NoInfra}]
		t.Absolute, t.Delta = minus(t.Absolute, g.Absolute), minus(t.Delta, g.Delta)
	}
	if !a.AddsUp() {
		for i := range left {
			left[i].Absolute = usage.Amounts{}
		}
	}
	sums := a.Sums(slices.DeleteFunc(left, unused), false)
	if !a.AddsUp() {
		for i := range sums {
			sums[i].Points = nil
		}
	}
	return sums
}

func minus(a, b usage.Amounts) usage.Amounts {
	return usage.Amounts{Production: a.Production.Sub(b.Production), Trial: a.Trial.Sub(b.Trial), Total: a.Total.Sub(b.Total)}
}

// unused reports whether there is nothing in a group.
func unused(g usage.Group) bool { return zero(g.Absolute) && zero(g.Delta) }

func zero(a usage.Amounts) bool {
	return a.Production.IsZero() && a.Trial.IsZero() && a.Total.IsZero()
}
