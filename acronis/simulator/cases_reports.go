package simulator

import "time"

// Reports of [NewCases], whose comment says what each is for.
const (
	EarlyReportID        = "48c0d9e1-6fb3-4a27-95d8-c2e7a0f1b364"
	OctoberReportID      = "a95f3e72-0cd4-4b18-8e6a-f7d1c5b20943"
	EarlyOnlyReportID    = "1f7b60c8-d2e5-4c93-a84f-0e9d6a3b57c2"
	BrightwaterReportID  = "c30e8a54-97f1-4d6b-b2c7-58e1f0d4a96b"
	DamagedReportID      = "7d92b5f0-4ea8-4136-9c5d-b8f3e60a71d4"
	EmptyReportID        = "e6a41c37-8b0f-4592-a7e3-d05c9f2b6e18"
	HeaderOnlyReportID   = "0b58f7d3-c169-4e84-8fb2-6a7d1e9c0354"
	MonthlyFilesReportID = "92e7d04a-3f5c-4b81-b6d9-e1c8a5f72036"
	DisabledReportID     = "f41a6e98-b7d0-4c25-9e03-7c5b8d2f1a60"
)

// caseReport is a report with what is special about it.
type caseReport struct {
	reportRow
	at       time.Duration // the time of day at which its files were made; 0 means the world's
	hide     bool          // hide_zero_usage
	disabled bool
	given    *file    // used instead of its file
	saved    []string // days on which a monthly report was saved
}

func caseReports() []caseReport {
	return []caseReport{
		{reportRow: aboutMonth(EarlyReportID, OwnTenantID, "all_customers", "2026-10"), at: 2*time.Hour + 30*time.Minute},
		{reportRow: aboutMonth(OctoberReportID, OwnTenantID, "all_customers", "2026-10")},
		{reportRow: aboutMonth(EarlyOnlyReportID, BrightwaterID, "all_customers", "2026-08"), at: 3 * time.Hour},
		{reportRow: aboutMonth(BrightwaterReportID, BrightwaterID, "all_customers", "2026-09")},
		{reportRow: aboutMonth(DamagedReportID, TailspinID, "accounts", "2026-10"), given: &file{compress([]byte("application.id,tenant.id"))[:20], "gzip"}},
		{reportRow: aboutMonth(EmptyReportID, SouthridgeID, "accounts", "2026-10"), given: &file{compress(nil), "gzip"}},
		{reportRow: aboutMonth(HeaderOnlyReportID, UnusedID, "accounts", "2026-10"), hide: true},
		{reportRow: monthly(MonthlyFilesReportID), saved: []string{"2026-09-01", "2026-10-01", "2026-11-01"}},
		{reportRow: monthly(DisabledReportID), saved: []string{"2026-09-01"}, disabled: true},
	}
}

// aboutMonth returns a report about a month, made on the day after it.
func aboutMonth(id, tenant, level, month string) reportRow {
	start := dateOf(month + "-01")
	next := start.AddDate(0, 1, 0)
	return reportRow{id: id, tenant: tenant, level: level, version: 1, start: start.Format(time.DateOnly),
		end: next.AddDate(0, 0, -1).Format(time.DateOnly), made: next.Format(time.DateOnly), formats: csvV2}
}

func monthly(id string) reportRow {
	row := aboutMonth(id, OwnTenantID, "all_customers", "2026-10")
	row.monthly, row.formats = true, paper
	return row
}

// finish changes a report and its files as the case says.
func (c caseReport) finish(d *DataCentre, rep *report) {
	if c.hide {
		rep.wire.Parameters.HideZeroUsage = &c.hide
	}
	for _, day := range c.saved {
		rep.wire.ResultAction = "save"
		for _, format := range c.formats {
			rep.stored = append(rep.stored, stored{id: d.newID('c'), format: format, parameters: rep.wire.Parameters, created: dateOf(day).Add(d.madeAt)})
		}
	}
	for i := range rep.stored {
		rep.stored[i].parameters = rep.wire.Parameters
		rep.stored[i].given = c.given
	}
}
