package tools

import (
	"slices"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
)

// callText returns a call as hints and errors show it: a tool and its
// arguments.
func callText(tool string, arguments any) string {
	text, err := escape.Marshal(arguments)
	if err != nil {
		panic(err) // arguments came from JSON
	}
	return tool + " " + text
}

// preparationText returns the call that makes a report of a tenant for a month
// or another period.
func preparationText(tenantID string, p acronis.ReportPeriod, fresh bool) string {
	if first, err := time.Parse(time.DateOnly, p.Start); err == nil && figures.LengthOf(p).WholeMonth {
		return callText("prepare_months", prepareMonthsIn{Tenant: tenantID, Months: []string{first.Format("2006-01")}, Fresh: fresh})
	}
	return callText("create_report", createReportIn{Tenant: tenantID, Start: p.Start, End: p.End})
}

// replacementText returns the call that makes a report like another one, of a
// tenant.
func replacementText(tenantID string, p acronis.ReportParameters) string {
	csv := len(p.Formats) == 0 || slices.Contains(p.Formats, figures.Format)
	if p.Kind == "usage_summary" && csv && figures.LengthOf(*p.Period).WholeMonth {
		return preparationText(tenantID, *p.Period, false)
	}
	in := createReportIn{Tenant: tenantID, Kind: reportKind(p.Kind), Level: reportLevel(p.Level), HideZeroUsage: p.HideZeroUsage, ShowSKUs: p.ShowSKUs}
	for _, format := range p.Formats {
		in.Formats = append(in.Formats, reportFormat(format))
	}
	if p.Kind != "usage_current" {
		in.Start, in.End = p.Period.Start, p.Period.End
	}
	return callText("create_report", in)
}

// withSKUsText returns the call that finds a report that has SKUs too, or makes a
// new one.
func withSKUsText(from figures.Source, fresh bool) string {
	p := from.Report.Params()
	if month := monthOf(from); p.Kind == "usage_summary" && len(month) == len("2026-10") {
		return callText("prepare_months", prepareMonthsIn{Tenant: from.Tenant(), Months: []string{month}, SKUs: true, Fresh: fresh})
	}
	p.ShowSKUs, p.Formats = true, nil
	return replacementText(from.Tenant(), p)
}

// comparableText returns the call that makes reports of two months that can be
// compared, or "" if the reports aren't of months.
func comparableText(sources [2]figures.Source) string {
	var months []string
	for _, from := range sources {
		if from.Report == nil || len(monthOf(from)) != len("2026-10") {
			return ""
		}
		months = append(months, monthOf(from))
	}
	if months[0] == months[1] {
		return ""
	}
	return callText("prepare_months", prepareMonthsIn{Tenant: sources[1].Tenant(), Months: months, Fresh: true})
}

// dailyText returns the call that makes a report with rows by day.
func dailyText(from figures.Source) string {
	p := from.Report.Params()
	p.Kind, p.Formats = "usage_daily", nil
	return replacementText(p.TenantID, p)
}

// madeBeforeDueText returns the warning about a file that was made before the
// usage of the last day of its period had to be complete.
func madeBeforeDueText(from figures.Source, tenantID string) string {
	at, _ := figures.MadeAt(from.Stored)
	return "The file was made at " + at.Format("2006-01-02 15:04") + " UTC. The vendor completes the usage of a day by 06:00 on the next day (assumed: UTC), " +
		"so the last day may be missing. Call " + preparationText(tenantID, *from.Report.Params().Period, true) + " to make a new one."
}

// noRowsText returns the warning that a file has no rows.
func noRowsText(hidesZeros bool) string {
	if hidesZeros {
		return "The file has no rows. The report leaves out rows of zero, so nothing was used."
	}
	return "The file has no rows."
}
