package usage

import (
	"cmp"
	"context"
	"iter"
	"math/big"
	"math/bits"

	"acronis-reports-mcp/interrupt"
)

// Changes are changes of groups. There may be millions, so a change is made when it is asked for. The zero value has
// none.
type Changes struct {
	of   *sides
	list []changed
}

// changed is a group that changed.
type changed struct {
	before, after int32 // indexes of the group, or -1
	rank          uint32
	sign          int8 // of by
	exact         bool // the sizes below are those of the change; else it has one that isn't an int64

	by, trialBy, base uint64 // without their signs; base is what there was before
}

// Len returns the number of changes.
func (c Changes) Len() int { return len(c.list) }

// At returns a change.
func (c Changes) At(i int) Change { return c.change(c.list[i]) }

func (c Changes) change(of changed) Change { return c.of.change(of.before, of.after) }

// All yields the changes.
func (c Changes) All() iter.Seq[Change] {
	return func(yield func(Change) bool) {
		for i := range c.list {
			if !yield(c.At(i)) {
				return
			}
		}
	}
}

func (c *Changes) add(change Change, before, after int32) {
	one := changed{before: before, after: after}
	if by, trialBy := change.By(), change.TrialBy(); by.r == nil && trialBy.r == nil && change.Before.r == nil {
		one.by, one.trialBy, one.base, one.exact = size(by.n), size(trialBy.n), size(change.Before.n), true
		one.sign = int8(by.Sign())
	}
	c.list = append(c.list, one)
}

// SortByTenant orders changes by the rank of their tenant, given its id, and those of one tenant by their keys. The
// only error is that of the context.
func (c Changes) SortByTenant(ctx context.Context, rank func(id string) uint32) error {
	check := interrupt.New(ctx)
	for i := range c.list {
		if err := check.Err(); err != nil {
			return err
		}
		c.list[i].rank = rank(c.At(i).Tenant)
	}
	return interrupt.SortFunc(ctx, c.list, func(a, b changed) int {
		if order := cmp.Compare(a.rank, b.rank); order != 0 {
			return order
		}
		return byKey(c.change(a).Group, c.change(b).Group)
	})
}

// sort orders changes; without one, larger changes of what is on trial come first.
func (c Changes) sort(ctx context.Context, o ChangeOrder) error {
	return interrupt.SortStableFunc(ctx, c.list, func(a, b changed) int {
		if !a.exact || !b.exact {
			return compareSizes(c.change(b), c.change(a), o)
		}
		switch {
		case o == GrowthFirst && a.sign != b.sign:
			return cmp.Compare(b.sign, a.sign)
		case o == GrowthFirst && a.sign < 0:
			return cmp.Or(cmp.Compare(a.by, b.by), cmp.Compare(b.trialBy, a.trialBy))
		case o == PercentFirst: // a.by / a.base and b.by / b.base
			high, low := bits.Mul64(a.by, b.base)
			high2, low2 := bits.Mul64(b.by, a.base)
			if order := cmp.Or(cmp.Compare(high2, high), cmp.Compare(low2, low)); order != 0 {
				return order
			}
		}
		return cmp.Or(cmp.Compare(b.by, a.by), cmp.Compare(b.trialBy, a.trialBy))
	})
}

// compareSizes compares the sizes of changes, for numbers of any size.
func compareSizes(a, b Change, o ChangeOrder) int {
	absolute := func(d Decimal) *big.Rat {
		r := d.Rat()
		return r.Abs(r)
	}
	x, y := absolute(a.By()), absolute(b.By())
	if order := a.By().Cmp(b.By()); o == GrowthFirst && order != 0 {
		return order
	}
	if o == PercentFirst {
		percent, other := new(big.Rat).Quo(x, absolute(a.Before)), new(big.Rat).Quo(y, absolute(b.Before))
		if order := percent.Cmp(other); order != 0 {
			return order
		}
	}
	return cmp.Or(x.Cmp(y), absolute(a.TrialBy()).Cmp(absolute(b.TrialBy())))
}
