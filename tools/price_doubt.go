package tools

import (
	"slices"
	"strings"

	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/usage"
)

// A doubt says why the amounts of a month aren't final, although everything has a price.
type doubt struct {
	why    string // "" if they are final
	report bool   // prepare_months makes a report without this fault
}

// inDoubt returns why the amounts of a month aren't final, or the zero doubt.
func (m *pricedMonth) inDoubt() doubt {
	if m.doubt == nil {
		found := m.findDoubt()
		m.doubt = &found
	}
	return *m.doubt
}

func (m *pricedMonth) findDoubt() doubt {
	for _, c := range m.answer.Checks {
		if c.Kind == figures.ReadingsCheck && m.shows(c.Differing) {
			return doubt{why: "the compute points used differ from the readings"}
		}
	}
	if m.answer.MadeEarly() {
		return doubt{"the report was made before the month was over", true}
	}
	if unlisted := m.unlisted(); unlisted != "" {
		return doubt{unlisted, true}
	}
	groups := m.answer.Summary.Groups
	notBelow := func(g usage.Group) bool { return g.NotBelow }
	if slices.ContainsFunc(groups.Keys(), notBelow) && groups.Contains(func(g usage.Group) bool { return g.NotBelow && !g.Of(figures.Billed).Production.IsZero() }) {
		return doubt{why: "usage in the own row of a partner is in no row below it, and isn't charged"}
	}
	return doubt{}
}

// doubts returns why amounts aren't final, each reason once with the months that it is true of, and the call that makes
// better reports of these months, as a sentence after another, or "".
func (v *priceView) doubts() (why []string, next string) {
	var all []doubt
	of := map[doubt][]string{}
	unusable := prepareMonthsIn{Tenant: v.months[0].answer.Report.Params().TenantID}
	for _, m := range v.months {
		found := m.inDoubt()
		if found.why == "" {
			continue
		}
		if of[found] == nil {
			all = append(all, found)
		}
		of[found] = append(of[found], m.usage.Month)
		if found.report {
			unusable.Months = append(unusable.Months, m.usage.Month)
		}
	}
	for _, found := range all {
		months := ""
		if v.m.several {
			months = strings.Join(of[found], ", ") + ": "
		}
		why = append(why, months+found.why)
	}
	if unusable.Months != nil {
		next = " Call " + callText("prepare_months", unusable) + ", then call again."
	}
	return why, next
}

// unlisted says which customers the report doesn't list although they are chosen, or returns "". A report that is given
// by its id may charge partners as a whole, but has nothing of a customer below one.
func (m *pricedMonth) unlisted() string {
	if whole := m.answer.Containing(m.filter); whole != "" {
		return "the report doesn't list the customers of " + whole
	}
	switch {
	case !m.answer.ByMonth:
	case m.answer.ListsNoCustomers():
		return "the report doesn't list each customer"
	case m.hasPartners():
		return "the report doesn't list the customers of partners"
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
