package prices

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"acronis-reports-mcp/interrupt"
	"acronis-reports-mcp/usage"
)

// A By says what amounts are grouped by.
type By string

// The groupings.
const (
	ByAccount  By = "account"
	ByCustomer By = "customer"
	ByLine     By = "line"
	ByUsage    By = "usage"
	BySKU      By = "sku"
)

// A Key says what a group of amounts is about. Fields that don't belong to the grouping are empty, and so are those
// in which the lines of a group differ.
type Key struct {
	Account  string // id of the first tenant of the account, or its contact
	Currency string
	Tenant   string // id of the customer; "" for what belongs to an account as a whole
	Kind     Kind   // of groups that are fees or minimums alone, else ""
	Row      int    // of lines of that kind: the line of the price list

	// Usage and SKU are several names joined by + if a row prices several together.
	Usage, SKU                          string
	OfferingItem, Edition, Infra, Owner string
}

// A Group is what a key adds up to.
type Group struct {
	Key
	Of      *Account // nil if the grouping leaves accounts out
	Charges []*Charge
	Fee     *Fee // of a line that is a fee

	Usage    Money
	Discount Money // what is subtracted from Usage
	TopUp    Money
	Fees     Money

	from int // index of the first charge in those of the account
}

// A groupID identifies a group in all months. A line is what a row of the list charges for a pool, whichever of its
// items, storages and SKUs a month has: its row says what it is for, or the row that has the price in another month.
type groupID struct {
	Key
	tenant, item, sku, infra, owner string
	measure                         Measure
}

// id returns what identifies the group.
func (g *Group) id(by By) groupID {
	if len(g.Charges) == 0 {
		return groupID{Key: g.Key}
	}
	return by.idOf(g.Key, g.Charges[0])
}

// idOf returns what identifies a group that has a charge.
func (by By) idOf(k Key, c *Charge) groupID {
	if by != ByLine {
		return groupID{Key: k}
	}
	r := c.bound
	return groupID{Key{Account: k.Account, Tenant: k.Tenant, Currency: k.Currency}, r.Tenant, r.Item, r.SKU, r.Infra, r.Owner, c.Measure()}
}

// Total returns what a group is charged.
func (g *Group) Total() Money { return g.Usage.Sub(g.Discount).Add(g.TopUp).Add(g.Fees) }

// Groups returns the amounts by a key, for what is chosen. Fees, minimums and what is charged for an account as a
// whole are shown only if the whole account is. The error is that of the context.
func (r *Result) Groups(ctx context.Context, by By, chosen Choice) ([]*Group, error) {
	g := &grouping{check: interrupt.New(ctx), by: by, chosen: chosen}
	g.forget()
	for _, a := range r.Accounts {
		if a.Currency == "" {
			continue
		}
		if by == ByAccount || by == ByCustomer || by == ByLine {
			g.forget() // no other account has the same groups
		}
		if err := g.add(a); err != nil {
			return nil, err
		}
	}
	return g.order, ctx.Err()
}

// ID returns what identifies an account in all months.
func (a *Account) ID() string {
	if len(a.Tenants) > 0 {
		return a.Tenants[0]
	}
	return a.Contact
}

// Common returns what the lines of a charge have in common. A charge without lines has what its row says.
func (c *Charge) Common() Key {
	var k Key
	var usages, skus []string
	n := 0
	for line := range c.Lines() {
		usages, skus = addName(usages, line.Usage), addName(skus, line.SKU)
		if n++; n == 1 {
			k.OfferingItem, k.Edition, k.Infra, k.Owner = line.OfferingItem, line.Edition, line.Infra, line.Owner
			continue
		}
		k.OfferingItem, k.Edition = same(k.OfferingItem, line.OfferingItem), same(k.Edition, line.Edition)
		k.Infra, k.Owner = same(k.Infra, line.Infra), same(k.Owner, line.Owner)
	}
	if n == 0 {
		usages, skus = []string{cmp.Or(usage.NameOf(c.bound.Item, "").Usage, c.bound.Item)}, []string{c.bound.SKU}
	}
	k.Usage, k.SKU = strings.Join(usages, " + "), strings.Join(skus, " + ")
	return k
}

// addName adds a name to a sorted list that doesn't have it.
func addName(names []string, name string) []string {
	i, found := slices.BinarySearch(names, name)
	if found || name == "" {
		return names
	}
	return slices.Insert(names, i, name)
}

func same(a, b string) string {
	if a == b {
		return a
	}
	return ""
}

// Totals returns the sums of groups by currency, in the order of the currencies.
func Totals(groups []*Group) []*Group {
	sums := map[string]*Group{}
	var all []*Group
	for _, g := range groups {
		sum := sums[g.Currency]
		if sum == nil {
			sum = &Group{Key: Key{Currency: g.Currency}}
			sums[g.Currency] = sum
			all = append(all, sum)
		}
		sum.Usage, sum.Discount = sum.Usage.Add(g.Usage), sum.Discount.Add(g.Discount)
		sum.TopUp, sum.Fees = sum.TopUp.Add(g.TopUp), sum.Fees.Add(g.Fees)
	}
	slices.SortFunc(all, func(a, b *Group) int { return cmp.Compare(a.Currency, b.Currency) })
	return all
}
