package prices

import (
	"context"
	"maps"
	"slices"

	"acronis-reports-mcp/interrupt"
)

// A Change is how the amounts of a group differ between two months.
type Change struct {
	Key
	Before, After *Group // nil if the month doesn't have the group
	DueTo         Causes
}

// Causes say why an amount changed. They add up to the change.
type Causes struct {
	Quantity Money // the new quantities at the prices of the first month, without the old ones at these
	Price    Money // the new quantities at the prices of the second month, without those at the prices of the first
	New      Money // what wasn't charged in the first month
	Gone     Money // what is charged in the first month only
	Discount Money
	Fees     Money
	Minimum  Money
}

// None reports whether nothing changed.
func (c Causes) None() bool {
	for _, part := range []Money{c.Quantity, c.Price, c.New, c.Gone, c.Discount, c.Fees, c.Minimum} {
		if !part.IsZero() {
			return false
		}
	}
	return true
}

// Sum returns the whole change.
func (c Causes) Sum() Money {
	sum := Money{}
	for _, part := range []Money{c.Quantity, c.Price, c.New, c.Gone, c.Discount, c.Fees, c.Minimum} {
		sum = sum.Add(part)
	}
	return sum
}

// Sub returns c without x, such as what changed a margin: the causes of a charge without those of its cost.
func (c Causes) Sub(x Causes) Causes {
	return Causes{
		c.Quantity.Sub(x.Quantity), c.Price.Sub(x.Price), c.New.Sub(x.New), c.Gone.Sub(x.Gone),
		c.Discount.Sub(x.Discount), c.Fees.Sub(x.Fees), c.Minimum.Sub(x.Minimum),
	}
}

// Add returns the sum of causes.
func (c Causes) Add(x Causes) Causes {
	return Causes{
		c.Quantity.Add(x.Quantity), c.Price.Add(x.Price), c.New.Add(x.New), c.Gone.Add(x.Gone),
		c.Discount.Add(x.Discount), c.Fees.Add(x.Fees), c.Minimum.Add(x.Minimum),
	}
}

// Compare returns how the amounts of groups differ between two months. between is the usage of the second month at
// the prices of the first: [Price] with the Month of the first. The error is that of the context.
func Compare(ctx context.Context, before, between, after *Result, by By, chosen Choice) ([]*Change, error) {
	changes := map[groupID]*Change{}
	var order []*Change
	of := func(g *Group) *Change {
		id := g.id(by)
		if changes[id] == nil {
			changes[id] = &Change{Key: g.Key}
			order = append(order, changes[id])
		}
		return changes[id]
	}
	var groups [3][]*Group
	for i, of := range []*Result{after, before, between} {
		var err error
		if groups[i], err = of.Groups(ctx, by, chosen); err != nil {
			return nil, err
		}
	}
	for _, g := range groups[0] {
		of(g).After = g
	}
	for _, g := range groups[1] {
		of(g).Before = g
	}
	middle := map[groupID]*Group{}
	for _, g := range groups[2] {
		middle[g.id(by)] = g
	}
	check := interrupt.New(ctx)
	for id, c := range changes {
		if err := check.Err(); err != nil {
			return nil, err
		}
		c.explain(middle[id])
	}
	return order, nil
}

// chargeKey identifies a charge in two results that apply the same rows.
type chargeKey struct {
	account, currency, tenant string
	row                       int
	measure                   Measure
}

func (c *Charge) key() chargeKey {
	return chargeKey{c.Account.ID(), c.Account.Currency, c.Tenant(), c.bound.Line, c.Measure()}
}

// explain finds the causes of a change, given the group between the months.
func (c *Change) explain(between *Group) {
	zero := Money{Currency: c.Currency}
	nothing := &Group{Key: c.Key, Usage: zero, Discount: zero, TopUp: zero, Fees: zero}
	before, after := orNothing(c.Before, nothing), orNothing(c.After, nothing)
	between = orNothing(between, nothing)
	d := &c.DueTo
	*d = Causes{zero, zero, zero, zero, zero, zero, zero}
	d.Discount = before.Discount.Sub(after.Discount)
	d.Fees, d.Minimum = after.Fees.Sub(before.Fees), after.TopUp.Sub(before.TopUp)
	switch {
	case len(before.Charges) == 0:
		d.New = after.Usage
		return
	case len(after.Charges) == 0:
		d.Gone = before.Usage.Neg()
		return
	}
	d.Price = after.Usage.Sub(between.Usage)
	old := map[chargeKey]Money{}
	for _, charge := range before.Charges {
		old[charge.key()] = charge.Amount()
	}
	for _, charge := range between.Charges {
		if amount, known := old[charge.key()]; known {
			d.Quantity = d.Quantity.Add(charge.Amount().Sub(amount))
			delete(old, charge.key())
			continue
		}
		d.New = d.New.Add(charge.Amount())
	}
	for _, amount := range old {
		d.Gone = d.Gone.Sub(amount)
	}
}

// TotalChanges returns the sums of changes by currency, in the order of the currencies.
func TotalChanges(changes []*Change) []*Change {
	var before, after []*Group
	causes := map[string]Causes{}
	for _, c := range changes {
		if c.Before != nil {
			before = append(before, c.Before)
		}
		if c.After != nil {
			after = append(after, c.After)
		}
		causes[c.Currency] = causes[c.Currency].Add(c.DueTo)
	}
	var all []*Change
	for _, currency := range slices.Sorted(maps.Keys(causes)) {
		total := &Change{Key: Key{Currency: currency}, DueTo: causes[currency]}
		total.Before, total.After = in(currency, Totals(before)), in(currency, Totals(after))
		all = append(all, total)
	}
	return all
}

// in returns the group in a currency, or nil.
func in(currency string, groups []*Group) *Group {
	for _, g := range groups {
		if g.Currency == currency {
			return g
		}
	}
	return nil
}

func orNothing(g, nothing *Group) *Group {
	if g == nil {
		return nothing
	}
	return g
}
