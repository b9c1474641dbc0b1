package figures

import (
	"cmp"
	"slices"
	"strings"

	"acronis-reports-mcp/usage"
)

// A DatedTenant is a tenant to which something happened on a day.
type DatedTenant struct {
	Name string
	Day  string // YYYY-MM-DD
}

// modes are the counted tenants that went into production inside the period,
// and those that are suspended, as the tenants are now. Figures are those at the
// end of the period all the same, and whole.
func (a *Answer) modes() (inProduction []DatedTenant, suspended []string) {
	p := a.Report.Params()
	for _, t := range a.Summary.Tenants {
		if !t.Role.Counted {
			continue
		}
		now, _ := a.Selection.Tree.Find(t.ID)
		if now.PricingMode == "suspended" {
			suspended = append(suspended, a.Name(t.ID))
		}
		if day, _, _ := strings.Cut(now.ProductionStartDate, "T"); p.Period != nil && day > p.Period.Start && day <= p.Period.End {
			inProduction = append(inProduction, DatedTenant{a.Name(t.ID), day})
		}
	}
	slices.SortStableFunc(inProduction, func(x, y DatedTenant) int { return cmp.Compare(x.Day, y.Day) })
	slices.Sort(suspended)
	return inProduction, suspended
}

// unclear are the usages of which there is something, and of which no source
// says what they overlap with, as they are called.
func (a *Answer) unclear() []string {
	var names []string
	for _, t := range a.Summary.Totals {
		if NameOf(t).Class == usage.Unclear && !Unused(t) {
			names = append(names, t.Usage)
		}
	}
	return slices.Compact(names)
}
