package simulator

import (
	"fmt"
	"slices"
	"time"
)

// reportRow is a report of the world about a whole month. Its result_action is save unless it has
// recipients, and its schedule is once unless monthly is set.
type reportRow struct {
	id, tenant, level string
	version           int64
	start, end, made  string
	formats           []string
	recipients        []string
	monthly, skus     bool
}

var (
	csvV2 = []string{"csv_v2_0"}
	admin = []string{UserID}
)

var reportRows = []reportRow{
	{id: "c6f87718-6d76-407e-881e-d162ae2eb154", tenant: OwnTenantID, level: "direct_partners", version: 1,
		start: "2026-08-01", end: "2026-08-31", made: "2026-09-01", formats: csvV2},
	{id: "ec66a787-95e7-41d1-b731-af10506bf2ef", tenant: OwnTenantID, level: "direct_partners", version: 1,
		start: "2026-09-01", end: "2026-09-30", made: "2026-10-01", formats: csvV2},
	{id: "c7a2ea20-b2f1-4c94-ae05-319acb5c7427", tenant: OwnTenantID, level: "direct_partners", version: 1,
		start: "2026-10-01", end: "2026-10-31", made: "2026-11-01", formats: csvV2},
	{id: MonthlyReportID, tenant: OwnTenantID, level: "all_customers", version: 4,
		start: "2026-10-01", end: "2026-10-31", made: "2026-11-01", formats: paper, monthly: true},
	{id: "57ee05cd-e009-42c7-bebf-f20686734721", tenant: ContosoID, level: "accounts", version: 1,
		start: "2026-08-01", end: "2026-08-31", made: "2026-09-01", formats: csvV2},
	{id: "9be4bcfc-49b6-4a08-b2e6-cc3ababced20", tenant: ContosoID, level: "accounts", version: 2,
		start: "2026-09-01", end: "2026-09-30", made: "2026-10-01", formats: csvV2},
	{id: SavedReportID, tenant: ContosoID, level: "accounts", version: 1559561146223,
		start: "2026-10-01", end: "2026-10-31", made: "2026-11-01", formats: csvV2},
	{id: "5790f82e-c1d3-4cff-aa3a-f4d46b0a18e8", tenant: ContosoID, level: "accounts", version: 1,
		start: "2026-10-01", end: "2026-10-31", made: "2026-11-02", formats: paper, recipients: admin},
	{id: ForeignReportID, tenant: ForeignTenantID, level: "accounts", version: 1,
		start: "2026-10-01", end: "2026-10-31", made: "2026-11-01", formats: csvV2},
}

// september is the report of a month that is already prepared for billing.
var september = reportRow{id: SeptemberReportID, tenant: OwnTenantID, level: "all_customers", version: 1,
	start: "2026-09-01", end: "2026-09-30", made: "2026-10-01", formats: csvV2, skus: true}

// rawReports are the reports whose exact text matters.
var rawReports = []string{
	// https://developer.acronis.com/doc/account-management/v2/guide/usage-reporting/reports/fetching-report
	`{"id":"20dffb36-d77b-45c6-b2fa-39276e98d5fc","version":1,"generation_date":"2017-05-08",` +
		`"result_action":"send","recipients":["ca451758-b48a-45d9-9ae6-8f1059f67619","ab00e527-219b-481b-b01b-311b5be0ed3c"],` +
		`"schedule":{"enabled":true,"type":"once"},` +
		`"parameters":{"kind":"usage_summary","level":"accounts","formats":["csv","html"],` +
		`"period":{"start":"2017-05-01","end":"2017-05-07"},"tenant_id":"ede9f834-70b3-476c-83d9-736f9f8c7dae"}}`,
	`{"id":"907a70c3-1012-4037-b64c-e4228c38fb29","version":9007199254740993127,"generation_date":"2026-11-01",` +
		`"result_action":"save","recipients":[],"schedule":{"enabled":true,"type":"once"},` +
		`"parameters":{"kind":"usage_summary","level":"accounts","formats":["csv_v2_0"],` +
		`"period":{"start":"2026-10-01","end":"2026-10-31"},"tenant_id":"8d116ece-1738-47d9-bd9c-172411e20b8f"},` +
		`"field_of_tomorrow":{"note":"not in the vendor's schema"}}`,
}

func worldReports() []*report {
	var reports []*report
	for _, raw := range rawReports {
		rep, err := parseReport(raw)
		if err != nil {
			panic(err)
		}
		reports = append(reports, rep)
	}
	for _, row := range slices.Concat(reportRows, leftovers(0, months)) {
		reports = append(reports, row.report())
	}
	return reports
}

// months is the number of leftovers in the world. Additional ones are about the same months.
const months = 12

// AddLeftovers adds n one-off reports to the twelve about CohoID that are no longer needed. Their ids
// continue from c0400000-0000-4000-8000-000000000013.
func (d *DataCentre) AddLeftovers(n int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	first := months + d.leftovers
	for _, row := range leftovers(first, n) {
		d.put(row.report(), '9')
	}
	d.leftovers += n
}

// leftovers returns n one-off reports of CohoID, one for each month from November 2025 to October 2026,
// and then from the beginning again.
func leftovers(first, n int) []reportRow {
	var rows []reportRow
	for i := first; i < first+n; i++ {
		start := time.Date(2025, time.November+time.Month(i%months), 1, 0, 0, 0, 0, time.UTC)
		next := start.AddDate(0, 1, 0)
		rows = append(rows, reportRow{
			id:      fmt.Sprintf("c0400000-0000-4000-8000-%012d", i+1),
			tenant:  CohoID,
			level:   "accounts",
			version: 1,
			start:   start.Format(time.DateOnly),
			end:     next.AddDate(0, 0, -1).Format(time.DateOnly),
			made:    next.Format(time.DateOnly),
			formats: csvV2,
		})
	}
	return rows
}

func (row reportRow) report() *report {
	wire := reportJSON{
		ID:             row.id,
		Version:        row.version,
		GenerationDate: row.made,
		ResultAction:   "save",
		Recipients:     []string{},
		Schedule:       reportSchedule{Enabled: true, Type: "once"},
		Parameters: reportParameters{
			Kind:     "usage_summary",
			Level:    row.level,
			Formats:  row.formats,
			Period:   reportPeriod{row.start, row.end},
			TenantID: row.tenant,
		},
	}
	if row.skus {
		wire.Parameters.ShowSKUs = &row.skus
	}
	if row.recipients != nil {
		wire.ResultAction, wire.Recipients = "send", row.recipients
	}
	if row.monthly { // it is mailed to the tenant's admins, so it has no recipients
		wire.ResultAction, wire.Schedule.Type = "send", "monthly"
	}
	return &report{wire: wire}
}
