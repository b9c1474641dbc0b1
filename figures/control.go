package figures

import (
	"slices"

	"acronis-reports-mcp/usage"
)

// Control returns the control totals that apply to this selection: those of the
// selected tenants if customers below them are counted, else those of the
// report's subject.
func (a *Answer) Control() usage.Control {
	c := a.Summary.Control
	switch wholes, ofSubject := len(a.Selection.wholes) > 0, a.Selection.ofSubject(); {
	case !wholes:
	case c.Status == "differs" && ofSubject:
		c.Why = "the subject's own rows have what the rows counted have, and what is marked not_in_rows_below"
	case c.Status == "differs":
		c.Why = "the tenant's own rows have what those below it now have, and what is marked not_in_rows_below"
	case c.Status == "cannot check" && !ofSubject:
		c.Why = "the file has no rows of the tenant asked about itself, or none of those below it"
	}
	if a.Selection.countsSubject(a.Summary.Tenants.All()) {
		c.Why = "the subject's own rows are what is added up"
	}
	if a.leavesOutCustomers() {
		c = usage.Control{Status: "cannot check", Why: "the subject's own rows have its direct customers too, whom this level leaves out"}
	}
	return c
}

// leavesOutCustomers reports whether the own rows have more than the rows of the
// partners below, which is right for a level that leaves out customers.
func (a *Answer) leavesOutCustomers() bool {
	c := a.Summary.Control
	return c.Status == "differs" && a.Selection.Level == "all_partners" &&
		!slices.ContainsFunc(c.Differences, func(d usage.Difference) bool { return d.Children.Sub(d.Subject).Sign() > 0 })
}

// A Difference is a control total that differs, for users: with names instead of
// ids.
type Difference struct {
	OfferingItem, Edition, Infra string
	Column                       string // such as absolute.production
	OwnRow, Below                Amount
}

// Differences returns the control totals that differ most.
func (a *Answer) Differences() []Difference {
	var all []Difference
	for _, d := range a.Control().Differences {
		usageName := a.Catalogue.UsageOf(d.Usage, d.Edition)
		unit := a.Catalogue.Unit(usageName)
		amount := func(n usage.Decimal) Amount {
			return Amount{Value: n.String(), Unit: string(unit), Reading: usage.Reading(n, unit, usageName)}
		}
		all = append(all, Difference{d.Usage, d.Edition, a.names.infraName(d.InfraID), d.Measure + "." + d.Scope, amount(d.Subject), amount(d.Children)})
	}
	return all
}
