package tools

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/mark3labs/mcp-go/mcp"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/usage"
)

// proof tells where figures come from and what speaks for or against them.
type proof struct {
	DataCentre     string        `json:"data_centre"`
	ReportID       string        `json:"report_id"`
	StoredReportID string        `json:"stored_report_id"`
	SHA256         string        `json:"sha256"`
	Created        string        `json:"created"`
	Kind           string        `json:"kind"`
	Level          string        `json:"level"`
	Subject        string        `json:"subject"`
	Period         string        `json:"period" jsonschema_description:"UTC"`
	Selection      string        `json:"selection" jsonschema_description:"Whose rows are added up"`
	Rows           int64         `json:"rows"`
	Skipped        int64         `json:"skipped" jsonschema_description:"Unreadable rows"`
	LeftOut        int64         `json:"left_out"`
	Units          string        `json:"units"`
	Merged         []string      `json:"merged,omitempty"`
	Control        controlTotals `json:"control" jsonschema_description:"Subject's own rows against the sum of its children"`
	Warnings       []string      `json:"warnings" jsonschema_description:"Quote them"`

	whole bool // the file is small enough to be read as a resource
}

// link leads to the stored report, where it can be read whole.
func (p proof) link() []mcp.ResourceLink {
	if !p.whole {
		return nil
	}
	return []mcp.ResourceLink{mcp.NewResourceLink("acronis://reports/"+p.ReportID+"/stored/"+p.StoredReportID, "stored report "+p.StoredReportID,
		"The whole file", "text/csv")}
}

type controlTotals struct {
	Status      string   `json:"status" jsonschema_description:"reconciled, differs or cannot check"`
	Why         string   `json:"why,omitempty"`
	Sums        int      `json:"sums,omitempty"`
	Differing   int      `json:"differing,omitempty"`
	Differences []string `json:"differences,omitempty"`
}

// proof is the proof of an answer; it is made after all groups were shaped.
func (a *answer) proof(s *service) proof {
	p, sum, control := a.report.Params(), a.summary, a.control()
	return proof{
		DataCentre: s.DataCentre, ReportID: escape.Text(a.report.ID), StoredReportID: escape.Text(a.stored.ID), SHA256: a.sum, Created: escape.Text(a.stored.CreatedAt),
		Kind: escape.Text(p.Kind), Level: escape.Text(p.Level), Subject: escape.ShortenTo(a.subject, mostOfName), Period: a.bounds(),
		Selection: a.sel.rule(), Rows: sum.Rows, Skipped: sum.Skipped, LeftOut: sum.LeftOut + sum.Filtered,
		Units: a.units.source(sum.Totals), Merged: a.merged(), Control: control, Warnings: a.warnings(control),
		whole: sum.Unpacked <= mostShown,
	}
}

// daysTold says which of several days the figures are of.
func (a *answer) daysTold() string {
	first, last, noRest := escape.Text(a.summary.FirstDay), escape.Text(a.summary.LastDay), ""
	if !a.addsUp() {
		noRest = " Groups don't add up to them: there is no rest."
	}
	switch {
	case a.Measure == "delta":
		return "Totals are the changes of all days added up, " + first + " to " + last + "."
	case a.OverDays == "max":
		return "Totals are the greatest of any day, " + first + " to " + last + "." + noRest
	case a.OverDays == "average":
		return "Totals are averages over the days that the file has, " + first + " to " + last + ", in whole units." + noRest
	}
	return "Totals are of the last day, " + last + "." + noRest
}

// bounds are the instants that the figures belong to.
func (a *answer) bounds() string {
	p := a.report.Params()
	first, last := escape.Text(cmp.Or(p.Period.Start, "?")), escape.Text(cmp.Or(p.Period.End, "?"))
	switch {
	case p.Kind == "usage_summary":
		// Whether the first day is inside delta, the vendor's guide leaves open.
		return fmt.Sprintf("%s to %s: absolute as of %sT23:59:59Z, delta the change since the first day", first, last, last)
	case p.Kind == "usage_current":
		return "the day before it was created; each tenant in its own billing period"
	}
	return fmt.Sprintf("%sT00:00:00Z to %sT23:59:59Z", first, last)
}

// merged names what was added together although it may have different prices.
func (a *answer) merged() []string {
	var words []string
	for _, key := range []usage.Key{usage.ByApplication, usage.ByEdition, usage.ByInfra, usage.BySKU} {
		if n := a.summary.Merged[key]; n > 0 {
			words = append(words, fmt.Sprintf("%s: several in %d of %s", key, n, escape.Count(len(a.summary.Groups), "group")))
		}
	}
	return words
}

// control is the control totals, as far as they say something of this selection.
func (a *answer) control() controlTotals {
	c := a.summary.Control
	if a.sel.itself(a.summary.Tenants) {
		c.Why = "the subject's own rows are what is added up"
	}
	tooMuch := slices.ContainsFunc(c.Differences, func(d usage.Difference) bool { return d.Children.Sub(d.Subject).Sign() > 0 })
	if c.Status == "differs" && a.sel.level == "all_partners" && !tooMuch {
		c = usage.Control{Status: "cannot check", Why: "the subject's own rows have its direct customers too, whom this level leaves out"}
	}
	shaped := controlTotals{Status: c.Status, Why: c.Why, Sums: c.Compared, Differing: c.Differing}
	for _, d := range c.Differences {
		shaped.Differences = append(shaped.Differences, escape.Text(fmt.Sprintf("%s %s %s %s, %s.%s: subject %s, children %s",
			escape.Shorten(d.Usage), escape.Shorten(d.Edition), escape.Shorten(d.Backend), escape.Shorten(d.InfraID), d.Measure, d.Scope, d.Subject, d.Children)))
	}
	return shaped
}

// warnings are what the person must know before using the figures.
func (a *answer) warnings(control controlTotals) []string {
	w := []string{}
	sum := a.summary
	if sum.Skipped > 0 {
		text := escape.Count(int(sum.Skipped), "row") + " could not be read, left out of all sums:"
		for _, bad := range sum.BadRows {
			text += fmt.Sprintf(" line %d: %s;", bad.Line, escape.Text(bad.Problem))
		}
		w = append(w, text)
	}
	if sum.Counted == 0 {
		w = append(w, fmt.Sprintf("No row is in the sums, which is not to say that nothing was used: %d rows were left out by tenant, %d by usage, edition or application.", sum.LeftOut, sum.Filtered))
	}
	if sum.LastDay != "" {
		w = append(w, a.daysTold())
	}
	if control.Status == "differs" {
		w = append(w, "The control totals differ in "+escape.Count(control.Differing, "sum")+": check before billing.")
	}
	mixed := slices.Sorted(maps.Keys(sum.MixedInfra))
	for _, name := range mixed[:min(len(mixed), 5)] {
		w = append(w, fmt.Sprintf("%s has rows with and without infrastructure in %s: those without (no_infra) may repeat the others and are not added to them.",
			escape.Shorten(escape.Text(name)), escape.Count(sum.MixedInfra[name], "tenant")))
	}
	if more := len(mixed) - 5; more > 0 {
		w = append(w, "Rows with and without infrastructure are kept apart in "+escape.Count(more, "more usage")+".")
	}
	if sum.Merged[usage.ByInfra] > 0 {
		w = append(w, "Infrastructures are merged within groups: storage whose owner is a partner has another price. Group by infra to keep it apart.")
	}
	p := a.report.Params()
	if p.Kind != "usage_current" && early(p.Period.End, a.stored) {
		w = append(w, "This file was made before its period was over: figures of the last day, or of more, are missing. Not for billing.")
	}
	if a.report.Schedules().Type == "monthly" {
		w = append(w, "This is the newest file of a monthly report, which has one for each month: created tells which, period may not.")
	}
	if p.Kind == "usage_current" {
		w = append(w, "usage_current is not for billing: each tenant is inside its own billing period. Use prepare_months.")
	}
	if n := a.sel.partners(sum.Tenants); a.byMonth && n > 0 {
		w = append(w, "Counted as a whole, with all customers below: "+escape.Count(n, "partner")+". prepare_months makes a report of each customer.")
	}
	return append(w, a.sel.warnings(sum.Tenants, a.name)...)
}
