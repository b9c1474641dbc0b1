package prices

import (
	"slices"

	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/usage"
)

// A Choice chooses what is shown. Amounts are always those of whole accounts.
type Choice struct {
	Tenant func(id string) bool
	Line   func(usage.Group) bool // nil means all
}

// Whole reports whether all of an account is chosen.
func (c Choice) Whole(a *Account) bool {
	if c.Line != nil {
		return false
	}
	if len(a.Tenants) > 0 && !slices.ContainsFunc(a.Tenants, func(id string) bool { return !c.Tenant(id) }) {
		return true
	}
	for _, charge := range a.Charges {
		if !c.allTenants(charge) {
			return false
		}
	}
	return len(a.Charges) > 0
}

// allTenants reports whether all customers of a charge are chosen.
func (c Choice) allTenants(charge *Charge) bool {
	if tenant := charge.Tenant(); tenant != "" {
		return c.Tenant(tenant)
	}
	for line := range charge.Lines() {
		if !c.Tenant(line.Tenant) {
			return false
		}
	}
	return true
}

// Has reports whether a charge is chosen: all its customers and one of its usages.
func (c Choice) Has(charge *Charge) bool {
	if !c.allTenants(charge) {
		return false
	}
	if c.Line == nil {
		return true
	}
	for line := range charge.Lines() {
		if c.Line(line) {
			return true
		}
	}
	return false
}

// hasLine reports whether a line without a price is chosen.
func (c Choice) hasLine(line usage.Group) bool {
	return c.Tenant(line.Tenant) && (c.Line == nil || c.Line(line))
}

// Unpriced returns what is chosen of the lines without a price, so that it names no other customers.
func (c Choice) Unpriced(r *Result) []Unpriced {
	at := map[*Unpriced]int{}
	var all []Unpriced
	for _, open := range r.open {
		line := r.work.line(open.line)
		if !c.hasLine(line) {
			continue
		}
		i, known := at[open.of]
		if !known {
			i = len(all)
			at[open.of] = i
			u := *open.of
			u.Lines, u.Tenants, u.Quantity = 0, nil, usage.Decimal{}
			all = append(all, u)
		}
		all[i].add(line.Tenant, line.Of(figures.Billed).Production)
	}
	sortUnpriced(all)
	return all
}

// UnpricedBeside returns how many lines that aren't chosen have no price, in the accounts of what is chosen. Amounts
// for whole accounts depend on them.
func (c Choice) UnpricedBeside(r *Result) (n int) {
	ofAll := Choice{Tenant: c.Tenant}
	shown := map[*Account]bool{}
	for _, a := range r.Accounts {
		shown[a] = !a.Complete() && (ofAll.Whole(a) || slices.ContainsFunc(a.Charges, ofAll.Has))
	}
	for _, open := range r.open {
		if c.hasLine(r.work.line(open.line)) {
			continue
		}
		for _, a := range r.work.customers[r.work.customerOfLine[open.line]].seat.accounts {
			if shown[a] {
				n++
				break
			}
		}
	}
	return n
}

// ZeroPriced returns how many lines whose price is 0 are chosen.
func (c Choice) ZeroPriced(r *Result) (n int) {
	for _, a := range r.Accounts {
		for _, charge := range a.Charges {
			if !charge.bound.free {
				continue
			}
			for line := range charge.Lines() {
				if c.hasLine(line) {
					n++
				}
			}
		}
	}
	return n
}
