package prices

import (
	"cmp"
	"context"
	"slices"

	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/interrupt"
)

// finish computes the totals, and orders what was found.
func (p *pricing) finish(ctx context.Context) error {
	out := p.out
	for _, a := range out.Accounts {
		a.total()
	}
	out.Accounts = slices.DeleteFunc(out.Accounts, (*Account).empty)
	for _, u := range p.open {
		out.Unpriced = append(out.Unpriced, *u)
	}
	sortUnpriced(out.Unpriced)
	err := interrupt.SortFunc(ctx, out.Accounts, func(a, b *Account) int {
		return cmp.Or(cmp.Compare(tenants.Fold(a.Contact), tenants.Fold(b.Contact)), cmp.Compare(a.Currency, b.Currency), cmp.Compare(a.Tenants[0], b.Tenants[0]))
	})
	if err != nil {
		return err
	}
	out.Complete = !slices.ContainsFunc(out.Accounts, func(a *Account) bool { return !a.Complete() })
	if !p.month.World.readable() {
		out.Warnings = append(out.Warnings, Warning{Kind: TenantsUnreadable})
		out.Complete = false
	}
	p.unknownNames()
	slices.SortStableFunc(out.Warnings, func(a, b Warning) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Row, b.Row)) })
	return nil
}

// total adds up an account.
func (a *Account) total() {
	for _, c := range a.Charges {
		a.Usage = a.Usage.Add(c.Amount())
	}
	for _, d := range a.Discounts {
		a.Discount = a.Discount.Add(d.Amount)
	}
	net := a.Usage.Sub(a.Discount)
	if a.Minimum != nil && a.Complete() {
		if missing := RoundMoney(a.Minimum.Price.Rat(), a.Currency).Sub(net); missing.Sign() > 0 {
			a.TopUp = missing
		}
	}
	a.Total = net.Add(a.TopUp).Add(a.Fees)
}

// empty reports whether nothing at all belongs to an account.
func (a *Account) empty() bool {
	return len(a.Charges) == 0 && len(a.Fee) == 0 && a.Minimum == nil && a.Unpriced == 0
}

// unknownNames warns of names in the list that exist nowhere.
func (p *pricing) unknownNames() {
	for _, r := range slices.Concat(p.rows, p.later) {
		if r.Tenant != "" && r.tenant != "" && !r.known && p.month.World.readable() {
			p.unknown(r, "tenant", r.Tenant)
		}
		if r.Item != "" && !p.itemExists(r.Item) {
			p.unknown(r, "item", r.Item)
		}
		for _, term := range r.Included {
			if term.Item != "" && !p.itemExists(term.Item) {
				p.unknown(r, "included", term.Item)
			}
		}
		if r.appliesIn(p.month.Month) {
			p.unknownPlace(r)
		}
	}
}

func (p *pricing) unknown(r *boundRow, column, text string) {
	p.out.Warnings = append(p.out.Warnings, Warning{NameUnknown, r.Line, column, text, nil})
}

// itemExists reports whether an item is known or has lines.
func (p *pricing) itemExists(cell string) bool {
	exists, asked := p.itemNames[cell]
	if asked {
		return exists
	}
	w := p.items.newWord(cell)
	exists = w.known || slices.ContainsFunc(p.items.all, func(i *item) bool {
		_, fits := w.fits(i)
		return fits
	})
	if p.itemNames == nil {
		p.itemNames = map[string]bool{}
	}
	p.itemNames[cell] = exists
	return exists
}

// unknownPlace warns of a SKU, storage or owner that no line has.
func (p *pricing) unknownPlace(r *boundRow) {
	fits := func(column int) bool {
		alone := Row{SKU: r.SKU, Infra: r.Infra, Owner: r.Owner}
		for i, cell := range []*string{&alone.SKU, &alone.Infra, &alone.Owner} {
			if i != column {
				*cell = ""
			}
		}
		c := newCandidate(&boundRow{Row: &alone}, anyItem)
		return slices.ContainsFunc(p.kinds, func(l *lineKind) bool { return l.used && c.fits(l) })
	}
	for i, column := range []string{"sku", "infra", "owner"} {
		cell := []string{r.SKU, r.Infra, r.Owner}[i]
		if cell != "" && !isStar(cell) && !fits(i) {
			p.unknown(r, column, cell)
		}
	}
}
