package tools

import (
	"slices"

	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/usage"
)

// nothing says why there are no amounts, unless other parts of the answer do.
func (v *priceView) nothing(in priceUsageIn) []string {
	onTrial := slices.ContainsFunc(v.months, (*pricedMonth).isOnTrial)
	switch {
	case !v.complete():
		return nil
	case in.Show == "cost" && onTrial:
		return []string{"There are no costs: what is chosen was used on trial only, which has none here."}
	case in.Show == "cost":
		return []string{"There are no costs: the report has no usage of what is chosen that costs anything."}
	case onTrial:
		return []string{"Nothing is charged: what is chosen was used on trial only, which isn't charged."}
	}
	return []string{"Nothing is charged: the report has no usage of what is chosen that the price list charges."}
}

// isOnTrial reports whether anything that is chosen was used on trial.
func (m *pricedMonth) isOnTrial() bool {
	return m.answer.Summary.Groups.Contains(func(g usage.Group) bool {
		return m.filter.Tenant(g.Tenant) && m.filter.Usage(g) && !g.Of(figures.Billed).Trial.IsZero()
	})
}
