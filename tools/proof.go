package tools

import (
	"cmp"
	"fmt"
	"strings"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/usage"
)

// proof says where figures come from and how they were checked. The short form
// has only the first fields.
type proof struct {
	Month    string        `json:"month,omitempty"`
	ReportID string        `json:"report_id"`
	Created  string        `json:"created"`
	SHA256   string        `json:"sha256" jsonschema_description:"The first 12 digits; all with detail full"`
	Control  controlTotals `json:"control" jsonschema_description:"The subject's own rows, compared with the sum of its children"`
	Merged   []string      `json:"merged,omitempty"`

	// Selection is in the full form, and if it differs between months.
	Selection string `json:"selection,omitempty"`

	StoredReportID string `json:"stored_report_id,omitempty"`
	Kind           string `json:"kind,omitempty"`
	Level          string `json:"level,omitempty"`
	Subject        string `json:"subject,omitempty"`
	Period         string `json:"period,omitempty"`
	Rows           int64  `json:"rows,omitempty"`
	Skipped        int64  `json:"skipped,omitempty"`
	LeftOut        int64  `json:"left_out,omitempty"`
	Units          string `json:"units,omitempty"`
	Resource       string `json:"resource,omitempty" jsonschema_description:"URI of the whole file"`
}

type controlTotals struct {
	Status      string   `json:"status" jsonschema_description:"reconciled, differs or cannot check"`
	Why         string   `json:"why,omitempty"`
	Sums        int      `json:"sums,omitempty"`
	Differing   int      `json:"differing,omitempty"`
	Differences []string `json:"differences,omitempty"`
}

// shortHash is how many digits of a file's hash the short form has.
const shortHash = 12

// newProof returns the proof of an answer, in short or full form.
func newProof(a *figures.Answer, full bool) proof {
	r, sum := a.Report.Params(), a.Summary
	p := proof{
		ReportID: escape.Text(a.Report.ID), Created: escape.Text(a.Stored.CreatedAt), SHA256: a.SHA256,
		Control: newControlTotals(a), Merged: describeMerged(sum),
	}
	if !full {
		p.SHA256 = a.SHA256[:min(shortHash, len(a.SHA256))]
		return p
	}
	p.Selection, p.StoredReportID = describeSelection(a), escape.Text(a.Stored.ID)
	p.Kind, p.Level, p.Subject = escape.Text(r.Kind), escape.Text(r.Level), escape.ShortenTo(a.Subject, figures.MaxName)
	p.Period, p.Rows, p.Skipped, p.LeftOut = describePeriod(a), sum.Rows, sum.Skipped, sum.LeftOut+sum.Filtered
	p.Units = describeUnits(a.Catalogue.UnitSources(sum.Totals))
	return p
}

// addResource adds the URI of the whole file to an answer that shows only a
// part of it, if the file is small enough to be read as a resource. It is a
// field, because some hosts fail on content that is a link.
func (p *proof) addResource(a *figures.Answer) {
	if a.Summary.Unpacked <= maxResourceBytes {
		p.Resource = strings.NewReplacer("{report_id}", p.ReportID, "{stored_report_id}", escape.Text(a.Stored.ID)).Replace(storedURI)
	}
}

// lines returns the proof as lines of a name and a value.
func (p proof) lines() [][]string {
	lines := [][]string{
		{"report", p.ReportID}, {"stored report", p.StoredReportID}, {"sha256", p.SHA256},
		{"created", p.Created}, {"kind", p.Kind}, {"level", p.Level}, {"subject", p.Subject}, {"period", p.Period},
		{"selection", p.Selection}, {"rows", fmt.Sprint(p.Rows)}, {"skipped", fmt.Sprint(p.Skipped)}, {"left out", fmt.Sprint(p.LeftOut)},
		{"units", p.Units}, {"control totals", strings.TrimSpace(p.Control.Status + " " + p.Control.Why)},
	}
	for _, texts := range []struct {
		name  string
		texts []string
	}{{"difference", p.Control.Differences}, {"merged", p.Merged}} {
		for _, text := range texts.texts {
			lines = append(lines, []string{texts.name, text})
		}
	}
	return lines
}

// describePeriod says to which times the figures belong.
func describePeriod(a *figures.Answer) string {
	p := a.Report.Params()
	first, last := escape.Text(cmp.Or(p.Period.Start, "?")), escape.Text(cmp.Or(p.Period.End, "?"))
	switch {
	case p.Kind == "usage_summary":
		// The vendor's guide doesn't say whether delta includes the first day.
		return fmt.Sprintf("%s to %s: absolute as of %sT23:59:59Z, delta the change since the first day", first, last, last)
	case p.Kind == "usage_current":
		return "the day before it was created; each tenant in its own billing period"
	}
	return fmt.Sprintf("%sT00:00:00Z to %sT23:59:59Z", first, last)
}

// describeUnits says where the units came from.
func describeUnits(from figures.UnitSources) string {
	var parts []string
	if from.API {
		parts = append(parts, "measurement_unit of the API")
	}
	if from.Table != nil {
		parts = append(parts, "by a table of known names: "+strings.Join(escape.Names(from.Table, 10), ", "))
	}
	if from.Unknown != nil {
		parts = append(parts, "unknown: "+strings.Join(escape.Names(from.Unknown, 10), ", "))
	}
	return strings.Join(parts, "; ")
}

// describeMerged lists the keys whose values were added together although they
// may have different prices, by the number of groups.
func describeMerged(sum *usage.Summary) []string {
	var texts, keys []string
	all := []usage.Key{usage.ByOfferingItem, usage.ByApplication, usage.ByEdition, usage.ByInfra, usage.ByBackend, usage.ByOwner, usage.BySKU}
	for i, key := range all {
		n := sum.Merged[key]
		if n == 0 {
			continue
		}
		keys = append(keys, string(key))
		if i+1 < len(all) && sum.Merged[all[i+1]] == n {
			continue
		}
		texts = append(texts, fmt.Sprintf("%s: several in %d of %s", strings.Join(keys, ", "), n, escape.Count(sum.Groups.Len(), "group")))
		keys = nil
	}
	return texts
}

func newControlTotals(a *figures.Answer) controlTotals {
	c := a.Control()
	shown := controlTotals{Status: c.Status, Why: c.Why, Sums: c.Compared, Differing: c.Differing}
	for _, d := range a.Differences() {
		what := []string{escape.Shorten(d.OfferingItem)}
		for _, more := range []string{d.Edition, d.Infra} {
			if more != "" {
				what = append(what, escape.Shorten(more))
			}
		}
		shown.Differences = append(shown.Differences, escape.Text(fmt.Sprintf("%s, %s: own row %s, rows below %s",
			strings.Join(what, " "), d.Column, exactly(d.OwnRow), exactly(d.Below))))
	}
	return shown
}

// exactly returns an amount with its reading, unless both are the same.
func exactly(a figures.Amount) string {
	if a.Value == a.Reading {
		return a.Value
	}
	return a.Value + " (" + a.Reading + ")"
}
