package figures

import (
	"cmp"
	"slices"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/usage"
)

// A DatedTenant is a tenant with the day of an event.
type DatedTenant struct {
	Name string
	Day  string // YYYY-MM-DD
}

// modes returns the counted tenants that went into production during the
// period, and those that are suspended now. Their figures are still those at
// the end of the period, not prorated.
func (a *Answer) modes() (inProduction []DatedTenant, suspended []string) {
	p := a.Report.Params()
	for t := range a.Summary.Tenants.All() {
		if !a.shows(t.ID) || !t.Role.Counted || !a.Selection.isLooked(t.ID) {
			continue
		}
		now, _ := a.Selection.Tree.Find(t.ID)
		if now.PricingMode == "suspended" {
			suspended = append(suspended, a.Name(t.ID))
		}
		if day := acronis.Day(now.ProductionStartDate); day > p.Period.Start && day <= p.Period.End {
			inProduction = append(inProduction, DatedTenant{a.Name(t.ID), day})
		}
	}
	slices.SortStableFunc(inProduction, func(x, y DatedTenant) int { return cmp.Compare(x.Day, y.Day) })
	slices.Sort(suspended)
	return inProduction, suspended
}

// unclear returns the names of the usages that have a value, and of which no
// source says what they overlap with.
func (a *Answer) unclear() []string {
	var names []string
	for _, t := range a.Summary.Totals {
		if NameOf(t).Class == usage.Unclear && !Unused(t) {
			names = append(names, t.Usage)
		}
	}
	return slices.Compact(names)
}
