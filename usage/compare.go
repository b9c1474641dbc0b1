package usage

import (
	"context"
	"iter"

	"acronis-reports-mcp/interrupt"
)

// CompareOptions say what to compare.
type CompareOptions struct {
	Measure string // see Group.Of
	Scope   string // production, trial or total

	Order ChangeOrder

	// BeforeHidZeros and AfterHidZeros say which of the reports omit rows of zeros. What is missing there may
	// be 0, so it is neither new nor gone.
	BeforeHidZeros, AfterHidZeros bool
}

// A ChangeOrder says which changes come first.
type ChangeOrder int

// The orders of changes.
const (
	LargestFirst ChangeOrder = iota // by amount, up or down
	PercentFirst                    // by percentage, up or down
	GrowthFirst                     // what grew most first, what fell most last, groups that had nothing before among them
)

// A Change is the difference of a group between two files, for one measure and scope.
type Change struct {
	Group                 // the keys; Absolute and Delta are 0
	Before, After Decimal // in base units
	New, Gone     bool
	TrialBefore   Decimal // of the scope trial, if that of the change is production
	TrialAfter    Decimal
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
	Changes   Changes // of groups that had something before; the largest first, up or down
	FromZero  Changes // of groups that had nothing, so that there is no percentage; the largest first
	Unchanged int     // groups, those with nothing included
}

// Count returns the number of groups that changed.
func (u UsageChanges) Count() int { return u.Changes.Len() + u.FromZero.Len() }

// Compare returns the changes of all usages, in the order of their names; of rows that name no infrastructure
// apart, as in [Summary]. The only error is that of the context.
func Compare(ctx context.Context, before, after *Summary, o CompareOptions) ([]UsageChanges, error) {
	type key struct {
		usage   string
		noInfra bool
	}
	var all []UsageChanges
	at := map[key]int{}
	totals, groups := &sides{listOf(before.Totals), listOf(after.Totals), o}, &sides{before.Groups, after.Groups, o}
	for i, j := range totals.matches() {
		c := totals.change(i, j)
		c.New, c.Gone = false, false
		at[key{c.Usage, c.NoInfra}] = len(all)
		all = append(all, UsageChanges{Total: c, Changes: Changes{of: groups}, FromZero: Changes{of: groups}})
	}
	check := interrupt.New(ctx)
	for i, j := range groups.matches() {
		if err := check.Err(); err != nil {
			return nil, err
		}
		c := groups.change(i, j)
		u := &all[at[key{c.Usage, c.NoInfra}]]
		switch {
		case c.By().IsZero() && c.TrialBy().IsZero():
			u.Unchanged++
		case c.Before.IsZero() && o.Order != GrowthFirst:
			u.FromZero.add(c, i, j)
		default:
			u.Changes.add(c, i, j)
		}
	}
	for _, u := range all {
		_ = u.Changes.sort(ctx, o.Order)
		_ = u.FromZero.sort(ctx, LargestFirst)
	}
	return all, ctx.Err()
}

// A groupList has groups sorted by key.
type groupList interface {
	Len() int
	At(i int) Group
}

type listOf []Group

func (l listOf) Len() int       { return len(l) }
func (l listOf) At(i int) Group { return l[i] }

// sides are the groups that are compared.
type sides struct {
	before, after groupList
	CompareOptions
}

// matches yields the indexes of the groups of both sides that have the same key, or -1 for none.
func (s *sides) matches() iter.Seq2[int32, int32] {
	return func(yield func(i, j int32) bool) {
		n, m := int32(s.before.Len()), int32(s.after.Len())
		for i, j := int32(0), int32(0); i < n || j < m; {
			order := -1
			switch {
			case i == n:
				order = 1
			case j < m:
				order = byKey(s.before.At(int(i)), s.after.At(int(j)))
			}
			at, with := i, j
			switch {
			case order < 0:
				with = -1
				i++
			case order > 0:
				at = -1
				j++
			default:
				i++
				j++
			}
			if !yield(at, with) {
				return
			}
		}
	}
}

// change returns the change from one group to another; -1 means none.
func (s *sides) change(i, j int32) (c Change) {
	if i >= 0 {
		c.Group = s.before.At(int(i))
		c.Before, c.TrialBefore = s.amounts(c.Group)
	}
	if j >= 0 {
		c.Group = s.after.At(int(j))
		c.After, c.TrialAfter = s.amounts(c.Group)
	}
	c.Absolute, c.Delta = Amounts{}, Amounts{}
	c.New, c.Gone = i < 0 && !s.BeforeHidZeros, j < 0 && !s.AfterHidZeros
	return c
}

// amounts returns what is compared of a group, and what is on trial beside it.
func (o CompareOptions) amounts(g Group) (value, trial Decimal) {
	amounts := g.Of(o.Measure)
	if o.Scope == "production" {
		trial = amounts.Trial
	}
	return amounts.In(o.Scope), trial
}
