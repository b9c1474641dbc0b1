package tools

import (
	"slices"

	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/usage"
)

// inDoubt returns why the amounts of a month aren't final, although everything has
// a price, or "".
func (m *pricedMonth) inDoubt() string {
	if m.doubt == nil {
		why := m.findDoubt()
		m.doubt = &why
	}
	return *m.doubt
}

func (m *pricedMonth) findDoubt() string {
	for _, c := range m.answer.Checks {
		if c.Kind == figures.ReadingsCheck && m.shows(c.Differing) {
			return "the compute points used differ from the readings"
		}
	}
	switch {
	case m.answer.MadeEarly():
		return "the report was made before the month was over"
	case m.answer.ByMonth && m.hasPartners():
		return "the report doesn't list the customers of partners"
	}
	groups := m.answer.Summary.Groups
	notBelow := func(g usage.Group) bool { return g.NotBelow }
	if slices.ContainsFunc(groups.Keys(), notBelow) && groups.Contains(func(g usage.Group) bool { return g.NotBelow && !g.Of(figures.Billed).Production.IsZero() }) {
		return "usage in the own row of a partner is in no row below it, and isn't charged"
	}
	return ""
}

// shows reports whether one of some customers is chosen. They have only names.
func (m *pricedMonth) shows(customers []figures.CheckedCustomer) bool {
	for t := range m.answer.Summary.Tenants.All() {
		if m.filter.Tenant(t.ID) && slices.ContainsFunc(customers, func(c figures.CheckedCustomer) bool { return c.Tenant == m.answer.Name(t.ID) }) {
			return true
		}
	}
	return false
}

// hasPartners reports whether a charge that is chosen is of a partner with all its
// customers, whose pools aren't known.
func (m *pricedMonth) hasPartners() bool {
	switch {
	case m.answer.WholePartners() == 0:
		return false
	case m.Result == nil:
		return true
	}
	chosen := m.choice()
	for _, a := range m.Accounts {
		for _, c := range a.Charges {
			for line := range c.Lines() {
				if t, _ := m.answer.Selection.Tree.Find(line.Tenant); t.Kind == "partner" && chosen.Tenant(line.Tenant) {
					return true
				}
			}
		}
	}
	return false
}
