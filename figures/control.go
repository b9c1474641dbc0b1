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
	switch wholes := len(a.Selection.wholes) > 0; {
	case wholes && c.Status == "cannot check":
		c.Why = "the file has no rows of the tenant asked about itself, or none of those below it"
	case wholes && c.Status == "differs":
		c.Why = "the tenant's own rows have what those below it now have, and what is marked not_in_rows_below"
	}
	if a.Selection.countsSubject(a.Summary.Tenants) {
		c.Why = "the subject's own rows are what is added up"
	}
	tooMuch := slices.ContainsFunc(c.Differences, func(d usage.Difference) bool { return d.Children.Sub(d.Subject).Sign() > 0 })
	if c.Status == "differs" && a.Selection.Level == "all_partners" && !tooMuch {
		c = usage.Control{Status: "cannot check", Why: "the subject's own rows have its direct customers too, whom this level leaves out"}
	}
	return c
}
