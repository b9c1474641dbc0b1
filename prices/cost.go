package prices

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"acronis-reports-mcp/interrupt"
)

// Costs are what a month costs us. Margin is what is charged without them, if both are in one currency.
type Costs struct {
	Month string
	List  *List

	// Currency is "" if no row fits any line, or if rows in several currencies do; then no line has a cost.
	Currency string

	// Complete is false while lines lack a cost or are in doubt.
	Complete bool

	Items      []CostItem // by customer and SKU
	Total      Money
	Commitment *Commitment // nil if the list has none
	Unpriced   []Unpriced  // lines without a cost
	Warnings   []Warning

	result *Result
}

// A CostItem is what a customer's usage of a SKU costs, rounded once.
type CostItem struct {
	Tenant  string // id; "" if the list pools all customers
	SKU     string // "" if the report has none
	Amount  Money
	Charges []*Charge // with amounts that are rounded each by itself
}

// A Commitment is what we pay in a month at least. It isn't part of any cost.
type Commitment struct {
	Amount, Cost Money
	ShortBy      Money // what the costs lack to the amount, or 0
	AtMost       bool  // lines lack a cost, so that it may be short by less
}

// Cost applies a list of costs to the usage of a month. Errors are those of [Price]. A list of costs has prices and
// one commitment, which is a minimum without a tenant.
func Cost(ctx context.Context, list *List, m Month) (*Costs, error) {
	if len(list.Faults) > 0 {
		return nil, &FaultError{list.Name, list.Faults}
	}
	p := newPricing(ctx, list, m)
	p.costs = true
	if err := p.run(ctx, p.bind, p.readLines, p.chooseRows, p.currenciesOfNamed, p.charge, p.chargeWithoutUsage, func() error { return p.finish(ctx) }); err != nil {
		return nil, err
	}
	c := &Costs{Month: m.Month, List: list, Complete: p.out.Complete, Unpriced: p.out.Unpriced, Warnings: p.out.Warnings, result: p.out}
	for _, a := range p.out.Accounts {
		c.Currency, c.Total = a.Currency, Money{Currency: a.Currency}
		var err error
		if c.Items, err = p.costItems(a); err != nil {
			return nil, err
		}
	}
	for _, item := range c.Items {
		c.Total = c.Total.Add(item.Amount)
	}
	c.commit(p.rows)
	return c, nil
}

// bindCosts makes all tenants one account, and refuses rows that costs don't have.
func (p *pricing) bindCosts() {
	p.seats.only = p.seats.get(p.seats.own, nil)
	var minimum *boundRow
	for _, r := range p.rows {
		switch {
		case r.Kind == MinimumRow && r.tenant != "":
			p.fault(r.Row, "tenant", "must be empty: in a list of costs, a minimum is the commitment of all tenants together")
		case r.Kind == MinimumRow && minimum != nil:
			p.fault(r.Row, "kind", fmt.Sprintf("line %d is a commitment for the same months", minimum.Line))
		case r.Kind == MinimumRow:
			minimum = r
		case r.Kind != PriceRow:
			p.fault(r.Row, "kind", "a list of costs has rows of the kinds price and minimum alone")
		}
	}
}

// costItems adds up the charges of each customer and SKU, and rounds each sum once.
func (p *pricing) costItems(a *Account) ([]CostItem, error) {
	type key struct{ tenant, sku string }
	at := map[key]int{}
	var items []CostItem
	for _, c := range a.Charges {
		if err := p.check.Err(); err != nil {
			return nil, err
		}
		k := key{c.Tenant(), c.bound.SKU}
		if c.first >= 0 {
			k.sku = p.decisionOf(c.first).sku
		}
		i, known := at[k]
		if !known {
			i = len(items)
			at[k] = i
			items = append(items, CostItem{Tenant: k.tenant, SKU: k.sku, Amount: c.Amount()})
		}
		items[i].Charges = append(items[i].Charges, c)
	}
	for i := range items {
		if err := p.check.Err(); err != nil {
			return nil, err
		}
		if item := &items[i]; len(item.Charges) > 1 {
			sum := new(big.Rat)
			for _, c := range item.Charges {
				included := c.Included()
				sum.Add(sum, c.bound.calculationOf(c.Measure(), c.Base, included).exact(&p.scratch, c.Base, included))
			}
			item.Amount = Money{a.Currency, wholeOf(p.scratch.round(sum.Num(), sum.Denom()))}
		}
	}
	return items, nil
}

// commit compares the costs with the commitment.
func (c *Costs) commit(rows []*boundRow) {
	i := slices.IndexFunc(rows, func(r *boundRow) bool { return r.Kind == MinimumRow })
	if i < 0 || c.Currency != "" && c.Currency != rows[i].Currency {
		return
	}
	amount := RoundMoney(rows[i].Price.Rat(), rows[i].Currency)
	zero := Money{Currency: amount.Currency}
	c.Commitment = &Commitment{Amount: amount, Cost: zero.Add(c.Total), ShortBy: zero, AtMost: !c.Complete}
	if short := amount.Sub(c.Commitment.Cost); short.Sign() > 0 {
		c.Commitment.ShortBy = short
	} else {
		c.Commitment.AtMost = false
	}
}

// Open returns what is chosen of Unpriced.
func (c *Costs) Open(chosen Choice) []Unpriced { return chosen.Unpriced(c.result) }

// A CostSum is what a group costs.
type CostSum struct {
	Amount   Money
	Unpriced int // lines without a cost
}

// By returns the costs by the keys of the groups of what is charged, which charged has; nil if nothing is charged.
// A cost of several usages isn't divided among them. The error is that of the context.
func (c *Costs) By(ctx context.Context, by By, charged *Result, chosen Choice) (map[Key]CostSum, error) {
	sums := map[Key]CostSum{}
	err := c.each(ctx, by, charged, chosen, func(k Key, item *CostItem) {
		sum := sums[k]
		if item == nil {
			sum.Unpriced++
			sum.Amount = sum.Amount.Add(Money{Currency: c.Currency})
		} else {
			sum.Amount = sum.Amount.Add(item.Amount)
		}
		sums[k] = sum
	})
	return sums, err
}

// each calls f for each cost and each line without a cost that is chosen, for which the item is nil.
func (c *Costs) each(ctx context.Context, by By, charged *Result, chosen Choice, f func(Key, *CostItem)) error {
	check := interrupt.New(ctx)
	for i := range c.Items {
		if err := check.Err(); err != nil {
			return err
		}
		item := &c.Items[i]
		if !slices.ContainsFunc(item.Charges, chosen.Has) {
			continue
		}
		k := c.keyOf(by, item.Tenant, charged)
		switch by {
		case ByUsage:
			k.Usage = item.usages()
		case BySKU:
			k.SKU = item.SKU
		}
		f(k, item)
	}
	for _, open := range c.result.open {
		if err := check.Err(); err != nil {
			return err
		}
		line := c.result.work.line(open.line)
		if !chosen.hasLine(line) {
			continue
		}
		k := c.keyOf(by, line.Tenant, charged)
		switch by {
		case ByUsage:
			k.Usage = line.Usage
		case BySKU:
			k.SKU = line.SKU
		}
		f(k, nil)
	}
	return ctx.Err()
}

// keyOf returns the key of the customer of a cost, as far as it is one of accounts and customers.
func (c *Costs) keyOf(by By, tenant string, charged *Result) Key {
	k := Key{Currency: c.Currency}
	if by != ByAccount && by != ByCustomer {
		return k
	}
	if charged != nil {
		if a := charged.AccountOf(tenant, c.Currency); a != nil {
			k.Account = a.ID()
		}
	}
	if by == ByCustomer {
		k.Tenant = tenant
	}
	return k
}

// usages returns the usages of a cost, as [Key.Usage] has them.
func (c *CostItem) usages() string {
	var names []string
	for _, charge := range c.Charges {
		for name := range strings.SplitSeq(charge.Common().Usage, " + ") {
			names = addName(names, name)
		}
	}
	return strings.Join(names, " + ")
}
