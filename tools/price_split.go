package tools

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/prices"
)

// splitMargins warns of margins of which one row has the charge and others have the cost: what is charged for several
// customers, SKUs or usages together has a row of its own, and each of them has a cost.
func (v *priceView) splitMargins(in priceUsageIn) []string {
	if in.Show != "margin" {
		return nil
	}
	together := map[string]bool{}
	for _, m := range v.months {
		chosen := m.choice()
		for _, a := range m.Accounts {
			for _, c := range a.Charges {
				if name := sharedCharge(a, c, cmp.Or(in.By, "customer")); name != "" && !c.Amount().IsZero() && chosen.Has(c) {
					together[name] = true
				}
			}
		}
	}
	names := strings.Join(escape.Names(slices.Collect(maps.Keys(together)), 10), ", ")
	switch {
	case names == "":
		return nil
	case in.By == "sku" || in.By == "usage":
		return []string{"These margins are not comparable: what is charged for several of them together (" + names + ") has a row of its own, " +
			"and its cost is in the rows of each. Group by account."}
	}
	return []string{"Margins by customer are not comparable here: what is charged for all customers of an account together is in its row of the kind account, " +
		"and the cost of it is in the rows of the customers. Group by account for the margin of " + names + "."}
}

// sharedCharge names what a charge is for if it is for several groups together, or returns "".
func sharedCharge(a *prices.Account, c *prices.Charge, by priceKey) string {
	name := ""
	switch by {
	case "customer":
		if c.Tenant() == "" {
			return a.Contact
		}
	case "sku":
		name = c.Common().SKU
	case "usage":
		name = c.Common().Usage
	}
	if !strings.Contains(name, " + ") {
		return ""
	}
	return name
}
