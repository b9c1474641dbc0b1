package prices

import "context"

// A CostChange is how the costs of a group differ between two months. Discounts, fees and minimums are no causes.
type CostChange struct {
	Before, After Money
	DueTo         Causes
	Unpriced      int // lines without a cost in either month
}

// ChargedCosts are the costs of a month, with what the price list charges for the same usage; nil if there is no list.
type ChargedCosts struct {
	*Costs
	Charged *Result
}

// CompareCosts returns how costs differ between two months, by the keys of [Costs.By]. between is the usage of the
// second month at the costs of the first: [Cost] with the Month of the first. The error is that of the context.
func CompareCosts(ctx context.Context, before, between, after ChargedCosts, by By, chosen Choice) (map[Key]CostChange, error) {
	changes := map[Key]CostChange{}
	var months [3]monthOfCosts
	for i, c := range []ChargedCosts{before, between, after} {
		months[i] = monthOfCosts{}
		err := c.each(ctx, by, c.Charged, chosen, func(k Key, item *CostItem) {
			change := changes[k]
			if item != nil {
				months[i].add(k, item)
			} else if i != 1 {
				change.Unpriced++
			}
			changes[k] = change
		})
		if err != nil {
			return nil, err
		}
	}
	for k, change := range changes {
		change.explain(k.Currency, months[0][k], months[1][k], months[2][k])
		changes[k] = change
	}
	return changes, nil
}

// costsOfGroup are costs by customer and SKU.
type costsOfGroup map[[2]string]Money

// monthOfCosts are the costs of a month by group.
type monthOfCosts map[Key]costsOfGroup

func (g costsOfGroup) sum(currency string) Money {
	sum := Money{Currency: currency}
	for _, amount := range g {
		sum = sum.Add(amount)
	}
	return sum
}

// add adds a cost to a group.
func (m monthOfCosts) add(k Key, item *CostItem) {
	if m[k] == nil {
		m[k] = costsOfGroup{}
	}
	of := [2]string{item.Tenant, item.SKU}
	m[k][of] = m[k][of].Add(item.Amount)
}

// explain finds the causes of a change.
func (c *CostChange) explain(currency string, before, between, after costsOfGroup) {
	zero := Money{Currency: currency}
	c.DueTo = Causes{zero, zero, zero, zero, zero, zero, zero}
	c.Before, c.After = before.sum(currency), after.sum(currency)
	switch {
	case len(before) == 0:
		c.DueTo.New = c.After
		return
	case len(after) == 0:
		c.DueTo.Gone = c.Before.Neg()
		return
	}
	c.DueTo.Price = c.After.Sub(between.sum(currency))
	for of, amount := range between {
		if old, known := before[of]; known {
			c.DueTo.Quantity = c.DueTo.Quantity.Add(amount.Sub(old))
		} else {
			c.DueTo.New = c.DueTo.New.Add(amount)
		}
	}
	for of, amount := range before {
		if _, remains := between[of]; !remains {
			c.DueTo.Gone = c.DueTo.Gone.Sub(amount)
		}
	}
}
