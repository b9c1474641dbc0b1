package figures

import (
	"slices"

	"acronis-reports-mcp/usage"
)

// Control is the control totals, as far as they say something of this selection.
func (a *Answer) Control() usage.Control {
	c := a.Summary.Control
	if a.Selection.countsSubject(a.Summary.Tenants) {
		c.Why = "the subject's own rows are what is added up"
	}
	tooMuch := slices.ContainsFunc(c.Differences, func(d usage.Difference) bool { return d.Children.Sub(d.Subject).Sign() > 0 })
	if c.Status == "differs" && a.Selection.Level == "all_partners" && !tooMuch {
		c = usage.Control{Status: "cannot check", Why: "the subject's own rows have its direct customers too, whom this level leaves out"}
	}
	return c
}
