package prices

import (
	"math/big"
	"slices"

	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/usage"
)

// discount takes the narrowest discount of each charge off, rounded once for each account and row.
func (p *pricing) discount() error {
	if !slices.ContainsFunc(p.rows, func(r *boundRow) bool { return r.Kind == DiscountRow }) {
		return nil
	}
	for _, a := range p.out.Accounts {
		if err := p.check.Err(); err != nil {
			return err
		}
		of := map[*boundRow][]*Charge{}
		a.Charges = slices.DeleteFunc(a.Charges, func(c *Charge) bool {
			if p.check.Err() != nil {
				return false // run returns the error
			}
			fits, winner := p.discountOf(c)
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
		d.Of = d.Of.Add(c.Amount())
		if whole, ok := c.minor.Int64(); ok {
			n.SetInt64(whole)
		} else {
			n.Set(c.minor.Rat().Num())
		}
		n.DivMod(n.Mul(n, percent.Num()), percent.Denom(), rest)
		c.discount = wholeOf(n)
		parts[i] = part{c, wholeOf(rest)}
		shared = shared.Add(c.discount)
	}
	d.Amount = RoundMoney(new(big.Rat).Mul(d.Of.Rat(), percent), currency)
	left := d.Amount.Minor.Sub(shared)
	slices.SortStableFunc(parts, func(a, b part) int { return b.rest.Cmp(a.rest) })
	for _, part := range parts {
		if left.Sign() <= 0 {
			break
		}
		part.charge.discount, left = part.charge.discount.Add(usage.NewDecimal(1)), left.Sub(usage.NewDecimal(1))
	}
	return d
}

// discountOf returns the discounts that fit all lines of a charge, and the one that beats all others, or nil.
func (p *pricing) discountOf(c *Charge) (fits []candidate, winner *candidate) {
	if c.first >= 0 && c.first == c.last && c.bound.Pool == CustomerPool { // as most charges
		of := p.decisionOf(c.first)
		return of.discounts, of.discount
	}
	fits = p.discountsOf(c)
	return fits, best(fits)
}

// discountsOf returns the discounts that fit all lines of a charge.
func (p *pricing) discountsOf(c *Charge) (fits []candidate) {
	if c.first < 0 {
		return p.discountsWithoutUsage(c)
	}
	fits = p.decisionOf(c.first).discounts
	if c.first != c.last {
		fits = slices.Clone(fits)
	}
	for i := p.out.next[c.first]; i >= 0 && len(fits) > 0; i = p.out.next[i] {
		fits = slices.DeleteFunc(fits, func(d candidate) bool {
			return !slices.ContainsFunc(p.decisionOf(i).discounts, func(other candidate) bool { return other.row == d.row })
		})
	}
	if c.bound.Pool == CustomerPool {
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
		if !same(r.Item, c.bound.Item) || !same(r.SKU, c.bound.SKU) || !same(r.Infra, c.bound.Infra) || !same(r.Owner, c.bound.Owner) {
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
	if c.bound.Pool == AccountPool {
		return p.inAccount(c.Account, fits)
	}
	return fits
}

// withdraw makes the lines of a charge unpriced, because several discounts fit and none beats all others.
func (p *pricing) withdraw(c *Charge, fits []candidate) {
	for i := c.first; i >= 0; i = p.out.next[i] {
		chosen := *p.decisionOf(i)
		chosen.rows = fits
		g := p.line(i)
		p.unpricedLine(i, g.Of(figures.Billed).Production, &chosen, Conflict)
	}
	if c.first < 0 {
		c.Account.Unpriced++
	}
}
