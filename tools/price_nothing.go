package tools

import (
	"slices"

	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/usage"
)

// nothing says why there are no amounts, unless other parts of the answer do.
func (v *priceView) nothing() []string {
	if !v.complete() {
		return nil
	}
	if slices.ContainsFunc(v.months, (*pricedMonth).isOnTrial) {
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
