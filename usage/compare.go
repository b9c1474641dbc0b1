package usage

import (
	"iter"
	"math/big"
	"slices"
)

// CompareOptions says what to compare.
type CompareOptions struct {
	Measure string // absolute or delta
	Scope   string // production, trial or total

	// BeforeHidZeros and AfterHidZeros say which of the reports left rows of zeros out: what is missing
	// there may have been 0, and is neither new nor gone.
	BeforeHidZeros, AfterHidZeros bool

	// MinChangePercent leaves out what changed by less. What was 0 changed by more than any percentage.
	MinChangePercent Decimal
}

// A Change is how a group differs between two files. Its sums are those of one measure and scope.
type Change struct {
	Group         // the keys; Absolute and Delta are 0
	Before, After Decimal
	New, Gone     bool
}

// By is the change.
func (c Change) By() Decimal { return c.After.Sub(c.Before) }

// Percent is the change in percent of the size of Before, with one decimal; "" where that is 0.
func (c Change) Percent() string { return c.By().Percent(c.Before) }

// Compare returns the groups that changed, the largest changes first, and how many did not change, by less
// than asked included. Large is a change in relation to the greater of the two totals of its usage, since
// usages have several units.
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

// CompareTotals returns how the totals of each usage differ, in the order of their names, changed or not.
func CompareTotals(before, after *Summary, o CompareOptions) (changes []Change) {
	for c := range matchGroups(before.Totals, after.Totals, o) {
		c.New, c.Gone = false, false
		changes = append(changes, c)
	}
	return changes
}

// matchGroups puts groups of one key together; both sides are in the order of their keys.
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

// totalSizes is the greater total of each usage, without its sign.
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

// belowThreshold reports whether a change is none, be the group new or gone, or less than asked.
func (c Change) belowThreshold(percent Decimal) bool {
	by := c.By()
	if by.IsZero() || c.Before.IsZero() {
		return by.IsZero()
	}
	share := by.percent(c.Before)
	return share.Abs(share).Cmp(percent.rat()) < 0
}

// relativeSize is how large a change is beside the total of its usage.
func (c Change) relativeSize(total *big.Rat) *big.Rat {
	r := c.By().Rat()
	r.Abs(r)
	if total.Sign() != 0 {
		r.Quo(r, total)
	}
	return r
}
