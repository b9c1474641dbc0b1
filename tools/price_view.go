package tools

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/interrupt"
	"acronis-reports-mcp/prices"
	"acronis-reports-mcp/usage"
)

// A priceView shows priced months.
type priceView struct {
	s      *service
	m      *months
	months []*pricedMonth
	full   bool

	costList *prices.List    // nil if costs aren't shown
	shared   map[string]bool // see sharedContacts

	unchanged int // rows that are left out, because both months are equal
}

func newPriceView(s *service, found []monthSource, priced []*pricedMonth, full bool) *priceView {
	v := &priceView{s: s, months: priced, full: full}
	var answers []*figures.Answer
	for _, m := range priced {
		answers = append(answers, m.answer)
	}
	v.m = newMonths(s, found, answers, full)
	v.m.without = []figures.WarningKind{figures.PartnersAsWhole, figures.MovedAway} // see doubts and prices.CustomersMoved
	return v
}

// complete reports whether all amounts are final.
func (v *priceView) complete() bool {
	return !slices.ContainsFunc(v.months, func(m *pricedMonth) bool { return !m.complete() })
}

// A priceRow is an item that hasn't been built yet. There may be a million, of which
// a page shows few.
type priceRow struct {
	of *priceRows
	at int32
}

// priceRows are the groups of a month, or what became of those of two.
type priceRows struct {
	month string // if there are several
	key   func(at int32) *prices.Key
	build func(at int32) priceItem
}

// all returns all rows.
func (of *priceRows) all(n int) []priceRow {
	rows := make([]priceRow, n)
	for i := range rows {
		rows[i] = priceRow{of, int32(i)}
	}
	return rows
}

// id returns what distinguishes a row from all others.
func (r priceRow) id() string { return fmt.Sprint(r.of.month, *r.of.key(r.at)) }

// item builds the item.
func (r priceRow) item() priceItem {
	item := r.of.build(r.at)
	item.Month = r.of.month
	return item
}

// rows returns the groups of all months, or how they changed between two, and their
// totals.
func (v *priceView) rows(ctx context.Context, in priceUsageIn) (rows []priceRow, totals []priceSum, err error) {
	by := prices.By(cmp.Or(in.By, "customer"))
	switch {
	case v.costList != nil && len(v.months) == 2:
		return v.costChanges(ctx, in, by)
	case v.costList != nil:
		return v.withCosts(ctx, in, by)
	case len(v.months) == 2:
		return v.changes(ctx, by, in.Order)
	}
	for i, m := range v.months {
		groups, err := m.Groups(ctx, by, m.choice())
		if err != nil {
			return nil, nil, err
		}
		for _, sum := range prices.Totals(groups) {
			total := sumOf(sum)
			total.Of = v.m.month(i)
			totals = append(totals, total)
		}
		groups, err = order(ctx, groups, func(g *prices.Group) *prices.Key { return &g.Key }, (*prices.Group).Total, m, in.Order)
		if err != nil {
			return nil, nil, err
		}
		of := &priceRows{month: v.m.month(i), key: func(at int32) *prices.Key { return &groups[at].Key }}
		of.build = func(at int32) priceItem {
			g := groups[at]
			item := v.item(m, g.Key, g.Of, by)
			item.priceSum = sumOf(g)
			if by == prices.ByLine {
				item.priceLine = lineOf(m, g)
			}
			return item
		}
		rows = append(rows, of.all(len(groups))...)
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
func (v *priceView) changes(ctx context.Context, by prices.By, inOrder priceOrder) (rows []priceRow, totals []priceSum, err error) {
	before, after := v.months[0], v.months[1]
	changes, err := v.compareCharges(ctx, by)
	if err != nil {
		return nil, nil, err
	}
	size := func(c *prices.Change) prices.Money { return sizeOfChange(c.DueTo) }
	changes, err = order(ctx, changes, func(c *prices.Change) *prices.Key { return &c.Key }, size, after, inOrder)
	if err != nil {
		return nil, nil, err
	}
	for _, total := range prices.TotalChanges(changes) {
		totals = append(totals, changeOf(total))
	}
	all := len(changes)
	changes = slices.DeleteFunc(changes, func(c *prices.Change) bool { return c.DueTo.None() })
	v.unchanged = all - len(changes)
	of := &priceRows{key: func(at int32) *prices.Key { return &changes[at].Key }}
	of.build = func(at int32) priceItem {
		c := changes[at]
		m, g := after, c.After
		if g == nil {
			m, g = before, c.Before
		}
		item := v.item(m, c.Key, g.Of, by)
		item.priceSum = changeOf(c)
		return item
	}
	return of.all(len(changes)), totals, nil
}

// compareCharges returns how charges differ between two months.
func (v *priceView) compareCharges(ctx context.Context, by prices.By) ([]*prices.Change, error) {
	before, after := v.months[0], v.months[1]
	between, err := after.at(ctx, before.Month)
	if err != nil {
		return nil, err
	}
	return prices.Compare(ctx, before.Result, between, after.Result, by, after.choice())
}

// sizeOfChange returns by how much causes changed an amount, up or down.
func sizeOfChange(causes prices.Causes) prices.Money {
	change := causes.Sum()
	if change.Sign() < 0 {
		return change.Neg()
	}
	return change
}

// order returns groups by currency, then by amount, the largest first, or by name. The
// error is that of the context.
func order[T any](ctx context.Context, all []T, key func(T) *prices.Key, amount func(T) prices.Money, m *pricedMonth, by priceOrder) ([]T, error) {
	check := interrupt.New(ctx)
	type place struct {
		currency, name string
		amount         usage.Decimal
		at             int
	}
	places := make([]place, len(all))
	for i, one := range all {
		if err := check.Err(); err != nil {
			return nil, err
		}
		k := key(one)
		places[i] = place{currency: k.Currency, at: i}
		if by == "name" {
			places[i].name = strings.ToLower(m.answer.Name(k.Tenant)) + "|" + k.Account + "|" + k.Usage
		} else {
			places[i].amount = amount(one).Minor
		}
	}
	err := interrupt.SortFunc(ctx, places, func(a, b place) int {
		if a.currency == b.currency && by != "name" {
			return cmp.Or(b.amount.Cmp(a.amount), cmp.Compare(a.at, b.at))
		}
		return cmp.Or(cmp.Compare(a.currency, b.currency), cmp.Compare(a.name, b.name), cmp.Compare(a.at, b.at))
	})
	ordered := make([]T, len(all))
	for i, p := range places {
		ordered[i] = all[p.at]
	}
	return ordered, err
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
