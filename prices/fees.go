package prices

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// addFees adds fees, and finds the minimum of each account.
func (p *pricing) addFees() error {
	for _, r := range p.rows {
		switch {
		case r.Kind == FeeRow && r.tenant == "":
			for _, a := range p.out.Accounts {
				if err := p.check.Err(); err != nil {
					return err
				}
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
			if err := p.check.Err(); err != nil {
				return err
			}
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
	if len(s.fitting) > 1 && !s.explicit {
		p.fault(r.Row, "currency", fmt.Sprintf("rows in %s fit %s, so a row of the kind account must give the currency of its account",
			strings.Join(slices.Sorted(maps.Keys(s.fitting)), " and "), s.name))
		return
	}
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
