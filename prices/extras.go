package prices

import (
	"fmt"
	"math/big"
	"slices"

	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/usage"
)

// chargeWithoutUsage charges rows with a quantity that is charged at least, if they name a tenant that has no lines
// for them.
func (p *pricing) chargeWithoutUsage() error {
	for _, r := range p.rows {
		if r.Kind != PriceRow || r.AtLeast == nil || r.tenant == "" || !r.hasPrice() || r.Pool == CustomerPool && p.isGroup(r.tenant) {
			continue
		}
		a := p.accountOfRow(r)
		if a == nil {
			continue // a row only fits accounts of its currency
		}
		if p.isCharged(a, r) {
			continue
		}
		tenant := r.tenant
		if r.Pool == AccountPool {
			tenant = ""
		}
		p.compute(p.newCharge(a, r, r.Per.Measure, tenant))
		p.aboutTenant(r)
	}
	return nil
}

// isCharged reports whether there are lines for a row that names a customer or account.
func (p *pricing) isCharged(a *Account, r *boundRow) bool {
	if r.Pool == AccountPool {
		return a.pools[pooled{r.Line, r.Per.Measure, ""}] != nil
	}
	n, has := p.byID[r.tenant]
	if !has {
		return false
	}
	for c := p.customers[n].first; c != nil; c = c.nextOf {
		if c.bound == r {
			return true
		}
	}
	return false
}

// currenciesOfNamed gives the accounts without a currency that of the rows that charge them without usage.
func (p *pricing) currenciesOfNamed() error {
	for _, r := range p.rows {
		charges := r.Kind == FeeRow || r.Kind == MinimumRow || r.Kind == PriceRow && r.AtLeast != nil && r.hasPrice()
		if !charges || r.tenant == "" {
			continue
		}
		if s := p.seatOf(r); !s.explicit && len(s.fitting) == 0 {
			s.fitting[r.Currency] = r
		}
	}
	return nil
}

// isGroup reports whether a tenant is a partner or folder, whose customers have pools of their own.
func (p *pricing) isGroup(id string) bool {
	t, known := p.month.World.tenant(id)
	return known && t.Kind != "customer" && t.Kind != "unit"
}

// seatOf returns the seat of the tenant that a row names.
func (p *pricing) seatOf(r *boundRow) *seat {
	s, _ := p.seats.of(p.month.World.chain(r.tenant))
	if !r.known && s.name == r.tenant {
		s.name = r.Tenant
	}
	return s
}

// accountOfRow returns the account that a row which names a tenant charges, or nil if the account is in another
// currency.
func (p *pricing) accountOfRow(r *boundRow) *Account {
	s := p.seatOf(r)
	p.settle(s)
	return s.account(r.Currency)
}

// aboutTenant warns if a row charges a tenant that is deleted or unknown.
func (p *pricing) aboutTenant(r *boundRow) {
	if t, known := p.month.World.tenant(r.tenant); known && t.DeletedAt != "" {
		p.out.Warnings = append(p.out.Warnings, Warning{TenantDeleted, r.Line, "tenant", r.Tenant, []string{t.ID}})
	} else if !known {
		p.out.Warnings = append(p.out.Warnings, Warning{TenantNotFound, r.Line, "tenant", r.Tenant, nil})
	}
}

// discount takes the narrowest discount of each charge off, rounded once for each account and row.
func (p *pricing) discount() error {
	if !slices.ContainsFunc(p.rows, func(r *boundRow) bool { return r.Kind == DiscountRow }) {
		return nil
	}
	for _, a := range p.out.Accounts {
		of := map[*boundRow][]*Charge{}
		a.Charges = slices.DeleteFunc(a.Charges, func(c *Charge) bool {
			fits := p.discountsOf(c)
			winner := best(fits)
			switch {
			case winner != nil:
				c.By = winner.row.Row
				of[winner.row] = append(of[winner.row], c)
			case len(fits) > 0:
				p.withdraw(c, fits)
				return true
			}
			return false
		})
		for _, r := range p.rows {
			if charges := of[r]; charges != nil {
				a.Discounts = append(a.Discounts, p.shareDiscount(r.Row, charges, a.Currency))
			}
		}
	}
	return nil
}

// shareDiscount returns a discount on charges, and gives each charge its share: whole minor units, those with the
// largest remainders rounded up, so that the shares add up.
func (p *pricing) shareDiscount(r *Row, charges []*Charge, currency string) Discount {
	d := Discount{Row: r, Of: Money{Currency: currency}}
	percent := new(big.Rat).Quo(r.Price.Rat(), hundred)
	type part struct {
		charge *Charge
		rest   usage.Decimal // of the exact share in minor units, multiplied by the denominator of percent
	}
	parts := make([]part, len(charges))
	shared := usage.Decimal{}
	n, rest := &p.scratch.n, &p.scratch.r
	for i, c := range charges {
		d.Of = d.Of.Add(c.Amount)
		if whole, ok := c.Amount.Minor.Int64(); ok {
			n.SetInt64(whole)
		} else {
			n.Set(c.Amount.Minor.Rat().Num())
		}
		n.DivMod(n.Mul(n, percent.Num()), percent.Denom(), rest)
		c.Discount = Money{currency, wholeOf(n)}
		parts[i] = part{c, wholeOf(rest)}
		shared = shared.Add(c.Discount.Minor)
	}
	d.Amount = RoundMoney(new(big.Rat).Mul(d.Of.Rat(), percent), currency)
	left := d.Amount.Minor.Sub(shared)
	slices.SortStableFunc(parts, func(a, b part) int { return b.rest.Cmp(a.rest) })
	for _, part := range parts {
		if left.Sign() <= 0 {
			break
		}
		part.charge.Discount.Minor, left = part.charge.Discount.Minor.Add(usage.NewDecimal(1)), left.Sub(usage.NewDecimal(1))
	}
	return d
}

// discountsOf returns the discounts that fit all lines of a charge.
func (p *pricing) discountsOf(c *Charge) (fits []candidate) {
	if c.first < 0 {
		return p.discountsWithoutUsage(c)
	}
	fits = p.choiceOf(c.first).discounts
	if c.first != c.last {
		fits = slices.Clone(fits)
	}
	for i := p.out.next[c.first]; i >= 0 && len(fits) > 0; i = p.out.next[i] {
		fits = slices.DeleteFunc(fits, func(d candidate) bool {
			return !slices.ContainsFunc(p.choiceOf(i).discounts, func(other candidate) bool { return other.row == d.row })
		})
	}
	if c.Tenant != "" {
		return fits
	}
	return p.inAccount(c.Account, fits)
}

// inAccount limits discounts of a pool of an account to those whose tenants are the account's or above, and says how
// narrow they are there.
func (p *pricing) inAccount(a *Account, fits []candidate) (left []candidate) {
	var chain []string
	for _, s := range a.seats {
		chain = append(chain, s.tenant)
	}
	chain = append(chain, p.month.World.chain(a.seats[0].tenant)[1:]...)
	for _, d := range fits {
		if d.row.tenant != "" {
			if d.narrow[tenantColumn] = slices.Index(chain, d.row.tenant); d.narrow[tenantColumn] < 0 {
				continue
			}
		}
		left = append(left, d)
	}
	return left
}

// discountsWithoutUsage returns the discounts that fit a charge without lines: those that name nothing that its row
// doesn't name.
func (p *pricing) discountsWithoutUsage(c *Charge) (fits []candidate) {
	chain := p.month.World.chain(c.bound.tenant)
	for _, r := range p.rows {
		if r.Kind != DiscountRow || r.Currency != "" && r.Currency != c.Account.Currency {
			continue
		}
		same := func(of, cell string) bool { return of == "" || of == cell }
		if !same(r.Item, c.Row.Item) || !same(r.SKU, c.Row.SKU) || !same(r.Infra, c.Row.Infra) || !same(r.Owner, c.Row.Owner) {
			continue
		}
		d := newCandidate(r, aUsage)
		if r.Item == "" {
			d.narrow[itemColumn] = anyItem
		}
		if r.tenant != "" {
			if d.narrow[tenantColumn] = slices.Index(chain, r.tenant); d.narrow[tenantColumn] < 0 {
				continue
			}
		}
		fits = append(fits, d)
	}
	if c.Tenant == "" {
		return p.inAccount(c.Account, fits)
	}
	return fits
}

// withdraw makes the lines of a charge unpriced, because several discounts fit and none beats all others.
func (p *pricing) withdraw(c *Charge, fits []candidate) {
	for i := c.first; i >= 0; i = p.out.next[i] {
		chosen := *p.choiceOf(i)
		chosen.rows = fits
		g := p.line(i)
		p.unpricedLine(i, g.Of(figures.Billed).Production, &chosen, Conflict)
	}
	if c.first < 0 {
		c.Account.Unpriced++
	}
}

// addFees adds fees, and finds the minimum of each account.
func (p *pricing) addFees() error {
	for _, r := range p.rows {
		switch {
		case r.Kind == FeeRow && r.tenant == "":
			for _, a := range p.out.Accounts {
				if a.HasProduction && a.Currency == r.Currency {
					a.addFee(r.Row)
				}
			}
		case r.Kind == FeeRow:
			if a := p.accountOfRow(r); a != nil {
				a.addFee(r.Row)
				p.aboutTenant(r)
			} else {
				p.otherCurrency(r)
			}
		case r.Kind == MinimumRow && r.tenant != "":
			p.namedMinimum(r)
		}
	}
	for _, r := range p.rows {
		for _, a := range p.out.Accounts {
			if r.Kind == MinimumRow && r.tenant == "" && a.HasProduction && a.Currency == r.Currency {
				p.setMinimum(a, r)
			}
		}
	}
	return p.refuse()
}

func (a *Account) addFee(r *Row) {
	fee := Fee{r, RoundMoney(r.Price.Rat(), r.Currency)}
	a.Fee, a.Fees = append(a.Fee, fee), a.Fees.Add(fee.Amount)
}

// otherCurrency refuses a row whose tenant has an account in another currency.
func (p *pricing) otherCurrency(r *boundRow) {
	s := p.seatOf(r)
	p.fault(r.Row, "currency", fmt.Sprintf("the account of %s has another currency: %s", s.name, s.currencyNames()))
}

// namedMinimum sets the minimum of the account that a row names.
func (p *pricing) namedMinimum(r *boundRow) {
	s := p.seatOf(r)
	if r.known && (s.tenant != r.tenant || !s.explicit && r.tenant == p.seats.own) {
		p.fault(r.Row, "tenant", "is no account, and a minimum is for a whole account; the account is "+s.name)
		return
	}
	a := p.accountOfRow(r)
	if a == nil {
		p.otherCurrency(r)
		return
	}
	p.setMinimum(a, r)
	p.aboutTenant(r)
}

// setMinimum sets the minimum of an account: one that names it beats one that doesn't.
func (p *pricing) setMinimum(a *Account, r *boundRow) {
	switch {
	case a.Minimum == nil:
		a.Minimum = r.Row
	case a.Minimum.Tenant == "" || r.tenant != "":
		p.fault(r.Row, "kind", fmt.Sprintf("line %d is a minimum of the same account %s in the same months", a.Minimum.Line, a.Name))
	}
}
