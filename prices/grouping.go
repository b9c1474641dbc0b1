package prices

import "acronis-reports-mcp/interrupt"

// grouping is the work of Groups. There may be a million charges.
type grouping struct {
	check     *interrupt.Check
	by        By
	chosen    Choice
	groups    map[groupID]*Group
	customers map[int32]*Group // by the number of the customer, if the grouping is by customer
	order     []*Group
	slab      []Group // groups that are made in one allocation

	last *Group  // of the charge before
	of   *Charge // the charge before
}

// forget makes the grouping begin new groups.
func (g *grouping) forget() {
	if g.last, g.of = nil, nil; len(g.groups)+len(g.customers) > 0 || g.groups == nil {
		g.groups, g.customers = map[groupID]*Group{}, map[int32]*Group{}
	}
}

// add adds what is chosen of an account. The error is that of the context.
func (g *grouping) add(a *Account) error {
	whole := g.chosen.Whole(a)
	for i, c := range a.Charges {
		if err := g.check.Err(); err != nil {
			return err
		}
		if whole || g.chosen.Has(c) {
			group := g.groupOf(a, c)
			group.addCharge(a, i)
			g.last, g.of = group, c
		}
	}
	if !whole {
		return g.check.Err()
	}
	if !a.TopUp.IsZero() {
		group := g.ofPart(a, MinimumRow, a.Minimum.Line)
		group.TopUp = group.TopUp.Add(a.TopUp)
	}
	for i := range a.Fee {
		group := g.ofPart(a, FeeRow, a.Fee[i].Row.Line)
		group.Fee, group.Fees = &a.Fee[i], group.Fees.Add(a.Fee[i].Amount)
	}
	return g.check.Err()
}

// addCharge adds a charge of an account. Charges that are next to each other there share its memory.
func (g *Group) addCharge(a *Account, i int) {
	c := a.Charges[i]
	g.Usage, g.Discount = g.Usage.Add(c.Amount()), g.Discount.Add(c.Discount())
	n := len(g.Charges)
	if n == 0 {
		g.from = i
	}
	if from := g.from; from+n == i && (n == 0 || a.Charges[from] == g.Charges[0]) {
		g.Charges = a.Charges[from : i+1 : i+1]
		return
	}
	g.Charges = append(g.Charges, c)
}

// groupOf returns the group of a charge, and makes it if it is new.
func (g *grouping) groupOf(a *Account, c *Charge) *Group {
	ofCustomer := g.by == ByCustomer && c.customer >= 0
	switch {
	case g.last != nil && (g.by == ByAccount || ofCustomer && g.of.customer == c.customer): // as most charges
		return g.last
	case !ofCustomer:
		key := g.keyOf(a, c)
		return g.byID(a, key, g.by.idOf(key, c))
	}
	group := g.customers[c.customer]
	if group == nil {
		group = g.make(a, g.keyOf(a, c))
		g.customers[c.customer] = group
	}
	return group
}

// ofPart returns the group of a fee or of the top-up to a minimum.
func (g *grouping) ofPart(a *Account, kind Kind, row int) *Group {
	key := g.partKey(a, kind, row)
	return g.byID(a, key, groupID{Key: key})
}

// byID returns the group with an id, and makes it if it is new.
func (g *grouping) byID(a *Account, key Key, id groupID) *Group {
	found := g.groups[id]
	if found == nil {
		found = g.make(a, key)
		g.groups[id] = found
	}
	return found
}

// make returns a new group.
func (g *grouping) make(a *Account, key Key) *Group {
	const atOnce = 100
	if len(g.slab) == 0 {
		g.slab = make([]Group, atOnce)
	}
	made := &g.slab[0]
	g.slab = g.slab[1:]
	zero := Money{Currency: a.Currency}
	*made = Group{Key: key, Usage: zero, Discount: zero, TopUp: zero, Fees: zero}
	if key.Account != "" {
		made.Of = a
	}
	g.order = append(g.order, made)
	return made
}

// keyOf returns the key of a charge.
func (g *grouping) keyOf(a *Account, c *Charge) Key {
	k := Key{Currency: a.Currency}
	switch g.by {
	case ByAccount:
		k.Account = a.ID()
	case ByCustomer:
		k.Account, k.Tenant = a.ID(), c.Tenant()
	case ByUsage:
		k.Usage = c.Common().Usage
	case BySKU:
		k.SKU = c.Common().SKU
	case ByLine:
		k = c.Common()
		k.Account, k.Tenant, k.Currency = a.ID(), c.Tenant(), a.Currency
	}
	return k
}

// partKey returns the key of a fee or of the top-up to a minimum.
func (g *grouping) partKey(a *Account, kind Kind, row int) Key {
	k := Key{Currency: a.Currency}
	switch g.by {
	case ByAccount, ByCustomer:
		k.Account = a.ID()
	case ByLine:
		k.Account, k.Kind, k.Row = a.ID(), kind, row
	default:
		k.Kind = kind
	}
	return k
}
