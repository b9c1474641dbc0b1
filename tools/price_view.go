package tools

import (
	"cmp"
	"slices"
	"strings"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/prices"
)

// A priceView shows priced months.
type priceView struct {
	s      *service
	m      *months
	months []*pricedMonth
	full   bool

	costList *prices.List    // nil if costs aren't shown
	shared   map[string]bool // see sharedContacts
}

func newPriceView(s *service, found []monthSource, priced []*pricedMonth, full bool) *priceView {
	v := &priceView{s: s, months: priced, full: full}
	var answers []*figures.Answer
	for _, m := range priced {
		answers = append(answers, m.answer)
	}
	v.m = newMonths(s, found, answers, full)
	return v
}

// complete reports whether all amounts are final.
func (v *priceView) complete() bool {
	return !slices.ContainsFunc(v.months, func(m *pricedMonth) bool { return !m.complete() })
}

// A priceRow is an item that hasn't been built yet. There may be a million, of which
// a page shows few.
type priceRow struct {
	month string
	key   prices.Key
	same  bool // a change that is none
	build func() priceItem
}

// rows returns the groups of all months, or how they changed between two, and their
// totals.
func (v *priceView) rows(in priceUsageIn) (rows []priceRow, totals []priceSum, err error) {
	by := prices.By(cmp.Or(in.By, "customer"))
	switch {
	case v.costList != nil:
		rows, totals = v.withCosts(in, by)
		return rows, totals, nil
	case len(v.months) == 2:
		return v.changes(by, in.Order)
	}
	for i, m := range v.months {
		groups := m.Groups(by, m.choice())
		for _, sum := range prices.Totals(groups) {
			total := sumOf(sum)
			total.Of = v.m.month(i)
			totals = append(totals, total)
		}
		order(groups, func(g *prices.Group) prices.Key { return g.Key }, func(g *prices.Group) prices.Money { return g.Total() }, m, in.Order)
		for _, g := range groups {
			rows = append(rows, priceRow{month: v.m.month(i), key: g.Key, build: func() priceItem {
				item := v.item(m, g.Key, g.Of, by)
				item.priceSum = sumOf(g)
				if by == prices.ByLine {
					item.priceLine = lineOf(m, g)
				}
				return item
			}})
		}
	}
	return rows, totals, nil
}

// nameAccount adds what distinguishes accounts whose contacts have the same name, or
// all accounts in full form.
func (v *priceView) nameAccount(item *priceItem, m *pricedMonth, of *prices.Account) {
	if item.Tenant != "" || !v.full && !v.sharedContacts()[of.Contact] {
		return
	}
	t, _ := m.answer.Selection.Tree.Find(of.ID())
	item.TenantID, item.InternalTag, item.Parent = escape.Text(of.ID()), escape.Text(t.InternalTag), escape.Text(m.answer.Selection.Tree.ParentName(t))
}

// sharedContacts returns the contacts that several accounts of a month have.
func (v *priceView) sharedContacts() map[string]bool {
	if v.shared != nil {
		return v.shared
	}
	v.shared = map[string]bool{}
	for _, m := range v.months {
		if m.Result == nil {
			continue
		}
		ids := map[string]string{}
		for _, a := range m.Accounts {
			if id, known := ids[a.Contact]; known && id != a.ID() {
				v.shared[a.Contact] = true
			}
			ids[a.Contact] = a.ID()
		}
	}
	return v.shared
}

// changes returns how groups changed between two months.
func (v *priceView) changes(by prices.By, inOrder priceOrder) (rows []priceRow, totals []priceSum, err error) {
	before, after := v.months[0], v.months[1]
	between, err := after.at(before.Month)
	if err != nil {
		return nil, nil, err
	}
	changes := prices.Compare(before.Result, between, after.Result, by, after.choice())
	size := func(c *prices.Change) prices.Money {
		change := c.DueTo.Sum()
		if change.Sign() < 0 {
			return change.Neg()
		}
		return change
	}
	order(changes, func(c *prices.Change) prices.Key { return c.Key }, size, after, inOrder)
	for _, total := range prices.TotalChanges(changes) {
		totals = append(totals, changeOf(total))
	}
	for _, c := range changes {
		m, g := after, c.After
		if g == nil {
			m, g = before, c.Before
		}
		rows = append(rows, priceRow{key: c.Key, same: c.DueTo.None(), build: func() priceItem {
			item := v.item(m, c.Key, g.Of, by)
			item.priceSum = changeOf(c)
			return item
		}})
	}
	return rows, totals, nil
}

// order sorts groups by currency, then by amount, the largest first, or by name.
func order[T any](all []T, key func(T) prices.Key, amount func(T) prices.Money, m *pricedMonth, by priceOrder) {
	name := func(k prices.Key) string {
		return strings.ToLower(m.answer.Name(k.Tenant)) + "|" + k.Account + "|" + k.Usage
	}
	slices.SortStableFunc(all, func(x, y T) int {
		a, b := key(x), key(y)
		if c := cmp.Compare(a.Currency, b.Currency); c != 0 {
			return c
		}
		if by == "name" {
			return cmp.Compare(name(a), name(b))
		}
		return amount(y).Minor.Cmp(amount(x).Minor)
	})
}

// item returns the names in a key.
func (v *priceView) item(m *pricedMonth, k prices.Key, of *prices.Account, by prices.By) priceItem {
	item := priceItem{Kind: string(k.Kind)}
	item.Keys = m.keys(k, v.full)
	if of != nil {
		item.Account = escape.ShortenTo(escape.Text(of.Contact), figures.MaxName)
		v.nameAccount(&item, m, of)
	}
	if by == prices.ByCustomer && k.Tenant == "" || by == prices.ByLine && k.Tenant == "" && k.Kind == "" {
		item.Kind = "account"
	}
	return item
}
