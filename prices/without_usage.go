package prices

import (
	"strings"

	"acronis-reports-mcp/acronis"
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
		customer := int32(-1)
		if n, ok := p.byID()[r.tenant]; ok && r.Pool == CustomerPool {
			customer = n
		}
		p.compute(p.newCharge(a, r, customer))
		p.aboutTenant(r)
	}
	return nil
}

// isCharged reports whether there are lines for a row that names a customer or account.
func (p *pricing) isCharged(a *Account, r *boundRow) bool {
	if r.Pool == AccountPool {
		return a.pools[pooled{r.Line, r.Per.Measure, ""}] != nil
	}
	n, has := p.byID()[r.tenant]
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
	return known && !acronis.IsCustomer(t.Kind)
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

// aboutTenant warns if a row charges a tenant that is deleted, unknown, or not yet in production.
func (p *pricing) aboutTenant(r *boundRow) {
	t, known := p.month.World.tenant(r.tenant)
	w := Warning{Row: r.Line, Column: "tenant", Text: r.Tenant, Names: []string{t.ID}}
	switch {
	case !known:
		w.Kind, w.Names = TenantNotFound, nil
	case t.DeletedAt != "":
		w.Kind = TenantDeleted
	case notYet(t, p.month.Month):
		w.Kind = TenantNotYet
	default:
		return
	}
	p.out.Warnings = append(p.out.Warnings, w)
}

// notYet reports whether a tenant was created or went into production after a month, or is still on trial.
func notYet(t acronis.Tenant, month string) bool {
	after := func(at string) bool { return at > month && !strings.HasPrefix(at, month) }
	return after(t.CreatedAt) || after(t.ProductionStartDate) || t.PricingMode == "trial" && t.ProductionStartDate == ""
}
