package usage

import (
	"iter"
	"math/big"
	"slices"
)

// CompareOptions say what to compare.
type CompareOptions struct {
	Measure string // see Group.Of
	Scope   string // production, trial or total

	// ByPercent orders changes by their percentages instead of their amounts.
	ByPercent bool

	// BeforeHidZeros and AfterHidZeros say which of the reports omit rows of zeros. What is missing there may
	// be 0, so it is neither new nor gone.
	BeforeHidZeros, AfterHidZeros bool
}

// A Change is the difference of a group between two files, for one measure and scope.
type Change struct {
	Group                   // the keys; Absolute and Delta are 0
	Before, After   Decimal // in base units
	New, Gone       bool
	TrialBefore     Decimal // of the scope trial, if that of the change is production
	TrialAfter      Decimal
	percent, amount *big.Rat
}

// By returns the change in base units.
func (c Change) By() Decimal { return c.After.Sub(c.Before) }

// TrialBy returns the change of what is on trial in base units.
func (c Change) TrialBy() Decimal { return c.TrialAfter.Sub(c.TrialBefore) }

// Percent returns the change in percent of the absolute value of Before, with one decimal, or "" if Before is 0.
func (c Change) Percent() string { return c.By().Percent(c.Before) }

// Nothing reports whether there was and is nothing in a group, on trial either.
func (c Change) Nothing() bool {
	return c.Before.IsZero() && c.After.IsZero() && c.TrialBefore.IsZero() && c.TrialAfter.IsZero()
}

// UsageChanges are the changes of the groups of one usage, all in one unit.
type UsageChanges struct {
	Total     Change
	Changes   []Change // of groups that had something before; the largest first, up or down
	FromZero  []Change // of groups that had nothing, so that there is no percentage; the largest first
	Unchanged int      // groups, those with nothing included
}

// Count returns the number of groups that changed.
func (u UsageChanges) Count() int { return len(u.Changes) + len(u.FromZero) }

// Compare returns the changes of all usages, in the order of their names; of rows that name no infrastructure
// apart, as in [Summary].
func Compare(before, after *Summary, o CompareOptions) []UsageChanges {
	type key struct {
		usage   string
		noInfra bool
	}
	var all []UsageChanges
	at := map[key]int{}
	for c := range matchGroups(listOf(before.Totals), listOf(after.Totals), o) {
		c.New, c.Gone = false, false
		at[key{c.Usage, c.NoInfra}] = len(all)
		all = append(all, UsageChanges{Total: c})
	}
	for c := range matchGroups(before.Groups, after.Groups, o) {
		u := &all[at[key{c.Usage, c.NoInfra}]]
		switch {
		case c.By().IsZero() && c.TrialBy().IsZero():
			u.Unchanged++
		case c.Before.IsZero():
			u.FromZero = append(u.FromZero, c.sized())
		default:
			u.Changes = append(u.Changes, c.sized())
		}
	}
	for _, u := range all {
		slices.SortStableFunc(u.Changes, func(a, b Change) int { return compareSizes(a, b, o.ByPercent) })
		slices.SortStableFunc(u.FromZero, func(a, b Change) int { return compareSizes(a, b, false) })
	}
	return all
}

// A groupList has groups sorted by key.
type groupList interface {
	Len() int
	At(i int) Group
}

type listOf []Group

func (l listOf) Len() int       { return len(l) }
func (l listOf) At(i int) Group { return l[i] }

// matchGroups pairs the groups of both sides that have the same key.
func matchGroups(before, after groupList, o CompareOptions) iter.Seq[Change] {
	return func(yield func(Change) bool) {
		for i, j := 0, 0; i < before.Len() || j < after.Len(); {
			c, order := Change{}, -1
			switch {
			case i == before.Len():
				order = 1
			case j < after.Len():
				order = byKey(before.At(i), after.At(j))
			}
			if order <= 0 {
				c.Group = before.At(i)
				c.Before, c.TrialBefore = o.amounts(c.Group)
				i++
			}
			if order >= 0 {
				c.Group = after.At(j)
				c.After, c.TrialAfter = o.amounts(c.Group)
				j++
			}
			c.Absolute, c.Delta = Amounts{}, Amounts{}
			c.New, c.Gone = order > 0 && !o.BeforeHidZeros, order < 0 && !o.AfterHidZeros
			if !yield(c) {
				return
			}
		}
	}
}

// amounts returns what is compared of a group, and what is on trial beside it.
func (o CompareOptions) amounts(g Group) (value, trial Decimal) {
	amounts := g.Of(o.Measure)
	if o.Scope == "production" {
		trial = amounts.Trial
	}
	return amounts.In(o.Scope), trial
}

// sized returns the change with its sizes, by which changes are ordered.
func (c Change) sized() Change {
	c.amount = c.By().Rat()
	c.amount.Abs(c.amount)
	if !c.Before.IsZero() {
		base := c.Before.Rat()
		c.percent = new(big.Rat).Quo(c.amount, base.Abs(base))
	}
	return c
}

// compareSizes orders larger changes first, up or down; without one, larger changes of what is on trial.
func compareSizes(a, b Change, byPercent bool) int {
	if byPercent {
		if order := b.percent.Cmp(a.percent); order != 0 {
			return order
		}
	}
	if order := b.amount.Cmp(a.amount); order != 0 {
		return order
	}
	x, y := a.TrialBy().Rat(), b.TrialBy().Rat()
	return y.Abs(y).Cmp(x.Abs(x))
}
