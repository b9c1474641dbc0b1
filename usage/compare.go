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

	// BeforeHidZeros and AfterHidZeros say which of the reports omit rows of zeros. What is missing there may
	// be 0, so it is neither new nor gone.
	BeforeHidZeros, AfterHidZeros bool

	// MinChangePercent omits smaller changes. A change from 0 is larger than any percentage.
	MinChangePercent Decimal
}

// A Change is the difference of a group between two files, for one measure and scope.
type Change struct {
	Group         // the keys; Absolute and Delta are 0
	Before, After Decimal
	New, Gone     bool
}

// By returns the change in base units.
func (c Change) By() Decimal { return c.After.Sub(c.Before) }

// Percent returns the change in percent of the absolute value of Before, with one decimal, or "" if Before is 0.
func (c Change) Percent() string { return c.By().Percent(c.Before) }

// Compare returns the groups that changed, the largest changes first, and the number of other groups, including
// those that changed by less than MinChangePercent. Usages have different units, so the size of a change is its
// ratio to the greater of the two totals of its usage.
func Compare(before, after *Summary, o CompareOptions) (changes []Change, unchanged int) {
	type sized struct {
		Change
		size *big.Rat
	}
	var all []sized
	totals := totalSizes(o, before, after)
	for c := range matchGroups(before.Groups, after.Groups, o) {
		if c.belowThreshold(o.MinChangePercent) {
			unchanged++
			continue
		}
		all = append(all, sized{c, c.relativeSize(totals[c.Usage])})
	}
	slices.SortStableFunc(all, func(a, b sized) int { return b.size.Cmp(a.size) })
	for _, c := range all {
		changes = append(changes, c.Change)
	}
	return changes, unchanged
}

// CompareTotals returns the differences of the totals of all usages, changed or not, in the order of their names.
func CompareTotals(before, after *Summary, o CompareOptions) (changes []Change) {
	for c := range matchGroups(before.Totals, after.Totals, o) {
		c.New, c.Gone = false, false
		changes = append(changes, c)
	}
	return changes
}

// matchGroups pairs the groups of both sides that have the same key. Both sides must be sorted by key.
func matchGroups(before, after []Group, o CompareOptions) iter.Seq[Change] {
	return func(yield func(Change) bool) {
		for len(before) > 0 || len(after) > 0 {
			c, order := Change{}, -1
			if len(before) == 0 {
				order = 1
			} else if len(after) > 0 {
				order = byKey(before[0], after[0])
			}
			if order <= 0 {
				c.Group, c.Before = before[0], before[0].Of(o.Measure).In(o.Scope)
				before = before[1:]
			}
			if order >= 0 {
				c.Group, c.After = after[0], after[0].Of(o.Measure).In(o.Scope)
				after = after[1:]
			}
			c.Absolute, c.Delta = Amounts{}, Amounts{}
			c.New, c.Gone = order > 0 && !o.BeforeHidZeros, order < 0 && !o.AfterHidZeros
			if !yield(c) {
				return
			}
		}
	}
}

// totalSizes returns the greater total of each usage, as an absolute value.
func totalSizes(o CompareOptions, files ...*Summary) map[string]*big.Rat {
	weights := map[string]*big.Rat{}
	for _, f := range files {
		for _, g := range f.Totals {
			n := g.Of(o.Measure).In(o.Scope).Rat()
			if n.Abs(n); weights[g.Usage] == nil || n.Cmp(weights[g.Usage]) > 0 {
				weights[g.Usage] = n
			}
		}
	}
	return weights
}

// belowThreshold reports whether a change is 0, even if the group is new or gone, or less than percent.
func (c Change) belowThreshold(percent Decimal) bool {
	by := c.By()
	if by.IsZero() || c.Before.IsZero() {
		return by.IsZero()
	}
	share := by.percent(c.Before)
	return share.Abs(share).Cmp(percent.rat()) < 0
}

// relativeSize returns the ratio of a change to the total of its usage, as an absolute value.
func (c Change) relativeSize(total *big.Rat) *big.Rat {
	r := c.By().Rat()
	r.Abs(r)
	if total.Sign() != 0 {
		r.Quo(r, total)
	}
	return r
}
