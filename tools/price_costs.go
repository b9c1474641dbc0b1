package tools

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/prices"
)

// commitment is what the user pays the vendor in a month at least. It is in no cost
// and in no margin.
type commitment struct {
	Month    string `json:"month"`
	Currency string `json:"currency"`
	Amount   string `json:"amount"`
	Cost     string `json:"cost"`
	ShortBy  string `json:"short_by"`
}

// inferredUnits is the warning about the vendor's prices, which have no unit.
const inferredUnits = "The vendor's price lists don't say what their prices are for. That they are per GiB, item or compute point is inferred: " +
	"the user should compare one month with the vendor's invoice."

// costs returns the list of costs for months.
func (s *service) costs(ctx context.Context, months []string) (*prices.List, error) {
	switch {
	case s.CostsAPI:
		own, err := s.tenants.Resolve(ctx, "")
		if err != nil {
			return nil, err
		}
		lists, err := s.Client.GetPriceLists(ctx, own, months)
		if err != nil {
			return nil, err
		}
		return usable(prices.VendorCosts(lists), nil)
	case s.CostList != nil:
		return usable(s.CostList())
	}
	return nil, refused("No costs are configured. The user can start this server with --costs api, for the vendor's price lists, or --costs FILE.")
}

// priceCosts computes what the months cost.
func (v *priceView) priceCosts(ctx context.Context) error {
	var names []string
	for _, m := range v.months {
		names = append(names, m.usage.Month)
	}
	list, err := v.s.costs(ctx, names)
	if err != nil {
		return err
	}
	v.costList = list
	for _, m := range v.months {
		if m.costs, err = costBy(ctx, list, m.usage); err != nil {
			return err
		}
	}
	return nil
}

// commitments returns the commitments of all months.
func (v *priceView) commitments() []commitment {
	var all []commitment
	for _, m := range v.months {
		if m.costs == nil || m.costs.Commitment == nil {
			continue
		}
		c := m.costs.Commitment
		shown := commitment{m.usage.Month, c.Amount.Currency, c.Amount.String(), c.Cost.String(), c.ShortBy.String()}
		if c.AtMost {
			shown.ShortBy = "at most " + shown.ShortBy
		}
		all = append(all, shown)
	}
	return all
}

// noCosts returns the lines without a cost, as far as they have room, or nil.
func (v *priceView) noCosts(room int) *unpricedLines {
	return v.open(room, (*pricedMonth).withoutCost)
}

// withCosts returns the groups of all months with what they cost, and their totals.
func (v *priceView) withCosts(ctx context.Context, in priceUsageIn, by prices.By) (rows []priceRow, totals []priceSum, err error) {
	for i, m := range v.months {
		var groups []*prices.Group
		if m.Result != nil && in.Show == "margin" {
			if groups, err = m.Groups(ctx, by, m.choice()); err != nil {
				return nil, nil, err
			}
		}
		costs, err := m.costs.By(ctx, by, m.Result, m.choice())
		if err != nil {
			return nil, nil, err
		}
		all := joinCosts(groups, costs, m.accounts())
		sums := map[string]*costed{}
		for _, c := range all {
			if sums[c.Currency] == nil {
				sums[c.Currency] = &costed{Key: prices.Key{Currency: c.Currency}}
			}
			sums[c.Currency].add(c)
		}
		for _, currency := range slices.Sorted(maps.Keys(sums)) {
			total := sums[currency].sum(in.Show, m.costs.Currency)
			total.Of = v.m.month(i)
			totals = append(totals, total)
		}
		all, err = order(ctx, all, func(c *costed) *prices.Key { return &c.Key }, func(c *costed) prices.Money { return c.ranked(in.Show) }, m, in.Order)
		if err != nil {
			return nil, nil, err
		}
		of := &priceRows{month: v.m.month(i), key: func(at int32) *prices.Key { return &all[at].Key }}
		of.build = func(at int32) priceItem {
			item := v.item(m, all[at].Key, all[at].of, by)
			item.priceSum = all[at].sum(in.Show, m.costs.Currency)
			return item
		}
		rows = append(rows, of.all(len(all))...)
	}
	return rows, totals, nil
}

// costed is a group with what it is charged and what it costs.
type costed struct {
	prices.Key
	of       *prices.Account
	charge   prices.Money
	cost     prices.Money
	charged  bool
	unpriced int // lines without a cost
}

// joinCosts joins charges and costs of the same groups.
func joinCosts(groups []*prices.Group, costs map[prices.Key]prices.CostSum, accounts map[string]*prices.Account) []*costed {
	byKey := map[prices.Key]*costed{}
	var all []*costed
	of := func(k prices.Key) *costed {
		if byKey[k] == nil {
			byKey[k] = &costed{Key: k, of: accounts[k.Account], charge: prices.Money{Currency: k.Currency}, cost: prices.Money{Currency: k.Currency}}
			all = append(all, byKey[k])
		}
		return byKey[k]
	}
	for _, g := range groups {
		c := of(g.Key)
		c.charge, c.charged, c.of = g.Total(), true, cmp.Or(g.Of, c.of)
	}
	for k, sum := range costs {
		if k.Currency == "" {
			continue // no line has a cost
		}
		c := of(k)
		c.cost, c.unpriced = sum.Amount, sum.Unpriced
	}
	slices.SortFunc(all, func(a, b *costed) int { return compareKeys(a.Key, b.Key) })
	return all
}

// compareKeys orders groups.
func compareKeys(a, b prices.Key) int {
	return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Tenant, b.Tenant), cmp.Compare(a.Usage, b.Usage), cmp.Compare(a.SKU, b.SKU),
		cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Currency, b.Currency))
}

func (c *costed) add(x *costed) {
	c.charge, c.cost = c.charge.Add(x.charge), c.cost.Add(x.cost)
	c.charged, c.unpriced = c.charged || x.charged, c.unpriced+x.unpriced
}

// margin returns what is left of the charge. While lines have no cost it is too
// large.
func (c *costed) margin() prices.Money { return c.charge.Sub(c.cost) }

// ranked returns what groups are sorted by: the largest cost or the smallest margin
// first.
func (c *costed) ranked(show priceShow) prices.Money {
	if show == "margin" {
		return c.margin().Neg()
	}
	return c.cost
}

func (c *costed) sum(show priceShow, costCurrency string) priceSum {
	sum := priceSum{Currency: c.Currency, NoCost: c.unpriced}
	if show == "margin" {
		sum.Charge = c.charge.String()
	}
	if c.Currency != costCurrency { // costs in another currency are never subtracted
		return sum
	}
	sum.Cost = c.cost.String()
	if show == "margin" {
		sum.Margin = c.margin().String()
		if c.charge.Sign() > 0 {
			sum.Percent = c.margin().Minor.Percent(c.charge.Minor)
		}
	}
	return sum
}

// accounts returns the accounts of a month by their ids.
func (m *pricedMonth) accounts() map[string]*prices.Account {
	all := map[string]*prices.Account{}
	if m.Result != nil {
		for _, a := range m.Accounts {
			all[a.ID()] = a
		}
	}
	return all
}

// costProof says where costs come from.
func (v *priceView) costProof(p *priceProof) {
	if v.costList == nil {
		return
	}
	p.CostList, p.CostHash = escape.Text(v.costList.Name), v.costList.SHA256
	if !v.full {
		p.CostHash = p.CostHash[:min(shortHash, len(p.CostHash))]
	}
}
