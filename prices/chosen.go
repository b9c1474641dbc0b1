package prices

import (
	"slices"

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

// Unpriced returns how many lines without a price are chosen.
func (c Choice) Unpriced(r *Result) (n int) {
	for _, i := range r.open {
		if line := r.work.line(i); c.Tenant(line.Tenant) && (c.Line == nil || c.Line(line)) {
			n++
		}
	}
	return n
}
