package tools

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"acronis-reports-mcp/prices"
)

// A costChange is how what a group costs, or its margin, differs between two months.
type costChange struct {
	prices.Key
	of            *prices.Account
	before, after prices.Money
	causes        prices.Causes
	charge        prices.Money // of the second month
	unpriced      int          // lines without a cost in either month
}

// costChanges returns how costs or margins changed between two months, and their
// totals. A margin is the charge without the cost, and so is each of its causes.
func (v *priceView) costChanges(ctx context.Context, in priceUsageIn, by prices.By) (rows []priceRow, totals []priceSum, err error) {
	all, err := v.compareCosts(ctx, in, by)
	if err != nil {
		return nil, nil, err
	}
	sum := func(c *costChange) priceSum {
		if in.Show == "margin" && v.withoutMargin(c.Currency) {
			return priceSum{Currency: c.Currency, Charge: c.charge.String(), NoCost: c.unpriced}
		}
		sum := changed(c.before, c.after, c.causes)
		sum.NoCost = c.unpriced
		return sum
	}
	sums := map[string]*costChange{}
	for _, c := range all {
		if sums[c.Currency] == nil {
			sums[c.Currency] = &costChange{Key: prices.Key{Currency: c.Currency}}
		}
		sums[c.Currency].add(c)
	}
	for _, currency := range slices.Sorted(maps.Keys(sums)) {
		totals = append(totals, sum(sums[currency]))
	}
	n := len(all)
	all = slices.DeleteFunc(all, func(c *costChange) bool { return c.causes.None() && c.unpriced == 0 })
	v.unchanged = n - len(all)
	size := func(c *costChange) prices.Money { return sizeOfChange(c.causes) }
	after := v.months[1]
	all, err = order(ctx, all, func(c *costChange) *prices.Key { return &c.Key }, size, after, in.Order)
	if err != nil {
		return nil, nil, err
	}
	of := &priceRows{key: func(at int32) *prices.Key { return &all[at].Key }}
	of.build = func(at int32) priceItem {
		item := v.item(after, all[at].Key, all[at].of, by)
		item.priceSum = sum(all[at])
		return item
	}
	return of.all(len(all)), totals, nil
}

// compareCosts returns how what each group costs, or its margin, differs.
func (v *priceView) compareCosts(ctx context.Context, in priceUsageIn, by prices.By) ([]*costChange, error) {
	before, after := v.months[0], v.months[1]
	then := after.usage
	then.Month = before.usage.Month
	between, err := costBy(ctx, v.costList, then)
	if err != nil {
		return nil, err
	}
	costs, err := prices.CompareCosts(ctx, prices.ChargedCosts{Costs: before.costs, Charged: before.Result},
		prices.ChargedCosts{Costs: between, Charged: after.Result}, prices.ChargedCosts{Costs: after.costs, Charged: after.Result}, by, after.choice())
	if err != nil {
		return nil, err
	}
	var charges []*prices.Change
	if in.Show == "margin" {
		if charges, err = v.compareCharges(ctx, by); err != nil {
			return nil, err
		}
	}
	return joinChanges(charges, costs, in.Show == "margin", before.accounts(), after.accounts()), nil
}

// joinChanges joins how charges and costs of the same groups changed.
func joinChanges(charges []*prices.Change, costs map[prices.Key]prices.CostChange, margin bool, before, after map[string]*prices.Account) []*costChange {
	byKey := map[prices.Key]*costChange{}
	var all []*costChange
	of := func(k prices.Key) *costChange {
		if byKey[k] == nil {
			zero := prices.Money{Currency: k.Currency}
			byKey[k] = &costChange{Key: k, of: cmp.Or(after[k.Account], before[k.Account]), before: zero, after: zero, charge: zero}
			all = append(all, byKey[k])
		}
		return byKey[k]
	}
	for _, c := range charges {
		to := of(c.Key)
		for _, month := range []struct {
			group *prices.Group
			sum   *prices.Money
		}{{c.Before, &to.before}, {c.After, &to.after}} {
			if month.group != nil {
				*month.sum = month.group.Total()
				to.of = cmp.Or(month.group.Of, to.of)
			}
		}
		to.charge, to.causes = to.after, c.DueTo
	}
	for _, k := range slices.SortedFunc(maps.Keys(costs), compareKeys) {
		c := costs[k]
		if k.Currency == "" {
			continue // no line has a cost
		}
		to := of(k)
		to.unpriced = c.Unpriced
		if margin {
			to.before, to.after, to.causes = to.before.Sub(c.Before), to.after.Sub(c.After), to.causes.Sub(c.DueTo)
		} else {
			to.before, to.after, to.causes = c.Before, c.After, c.DueTo
		}
	}
	return all
}

func (c *costChange) add(x *costChange) {
	c.before, c.after, c.charge = c.before.Add(x.before), c.after.Add(x.after), c.charge.Add(x.charge)
	c.causes, c.unpriced = c.causes.Add(x.causes), c.unpriced+x.unpriced
}

// withoutMargin reports whether a month has no costs in a currency, which are never
// subtracted from charges in another one.
func (v *priceView) withoutMargin(currency string) bool {
	return slices.ContainsFunc(v.months, func(m *pricedMonth) bool { return m.costs.Currency != currency })
}
