package simulator

import (
	"encoding/json"
	"slices"
)

// Tenants of the demo world. They stand as constants because tests and demonstrations ask for them by id.
const (
	// OwnTenantID is the partner Northwind Managed IT, the tenant of the API client.
	OwnTenantID = "ede9f834-70b3-476c-83d9-736f9f8c7dae"
	// ContosoID is a customer with two units and reports for three months.
	ContosoID = "6513270e-269e-4d37-b2a7-4de452e6b438"
	// ForeignTenantID is a partner beside the own one: asking for it is answered with 403.
	ForeignTenantID = "36f675cc-81e7-4ef5-a8e2-5d940ed90475"
)

// Reports of the demo world.
const (
	// GuideReportID is the report that the vendor's guide shows, field for field.
	GuideReportID = "20dffb36-d77b-45c6-b2fa-39276e98d5fc"
	// ExtraFieldReportID is a report with a version of 19 digits, more than a float64 can hold, and a
	// field that the vendor's schema doesn't have.
	ExtraFieldReportID = "907a70c3-1012-4037-b64c-e4228c38fb29"
	// ForeignReportID is a report of the tenant ForeignTenantID.
	ForeignReportID = "7f150524-34b9-45df-9e77-69b10f4205b4"
)

const (
	distributorID = "d23f0824-128b-4f33-8c5c-7fd0a6a3a450" // parent of both partners; not in the world
	retailID      = "6b0d549b-6f03-475a-9600-a35a099950d8"
	adventureID   = "8d116ece-1738-47d9-bd9c-172411e20b8f"
)

// tenantRow is a tenant of the world; what it doesn't say follows from what it does.
type tenantRow struct {
	id, parent, kind, name string
	version                int64
	created, updated       string
	production             string // start date; "" means on trial
	tag                    string
	deleted                string
}

var tenantRows = []tenantRow{
	{id: OwnTenantID, parent: distributorID, kind: "partner", name: "Northwind Managed IT", version: 14,
		created: "2016-11-02T08:30:00+00:00", updated: "2026-09-30T16:12:45+00:00", production: "2016-11-02T08:30:00+00:00", tag: "NW-0001"},
	{id: ContosoID, parent: OwnTenantID, kind: "customer", name: "Contoso Ltd", version: 7,
		created: "2024-03-11T09:15:00+00:00", updated: "2026-08-19T07:41:10+00:00", production: "2024-04-01T00:00:00+00:00", tag: "CRM-1042"},
	{id: "90c192cf-d3ac-44af-8f21-ddb66cad4a26", parent: ContosoID, kind: "unit", name: "Head Office", version: 2,
		created: "2024-03-11T09:20:00+00:00", updated: "2024-03-11T09:21:30+00:00", production: "2024-04-01T00:00:00+00:00"},
	{id: "a170b338-3926-4059-b28c-105d1fb17c23", parent: ContosoID, kind: "unit", name: "Warehouse", version: 3,
		created: "2024-05-06T13:02:00+00:00", updated: "2025-01-15T10:00:00+00:00", production: "2024-05-06T13:02:00+00:00"},
	{id: "9531985d-5d9d-49f8-9818-e811892f902b", parent: OwnTenantID, kind: "customer", name: "Fabrikam Inc", version: 1,
		created: "2026-10-20T11:05:00+00:00", updated: "2026-10-20T11:05:00+00:00", tag: "CRM-1077"},
	{id: retailID, parent: OwnTenantID, kind: "folder", name: "Retail customers", version: 1,
		created: "2025-02-03T12:00:00+00:00", updated: "2025-02-03T12:00:00+00:00", production: "2025-02-03T12:00:00+00:00"},
	{id: adventureID, parent: retailID, kind: "customer", name: "Adventure Works", version: 1559561146223,
		created: "2025-02-03T12:10:00+00:00", updated: "2026-06-24T18:33:09+00:00", production: "2025-03-01T00:00:00+00:00"},
	{id: "0fd630f1-f29d-4da9-953f-48f1a09f76b5", parent: OwnTenantID, kind: "customer", name: "Fourth Coffee", version: 9,
		created: "2023-07-17T08:00:00+00:00", updated: "2026-05-31T23:59:00+00:00", production: "2023-08-01T00:00:00+00:00", deleted: "2026-05-31T23:59:00+00:00"},
	{id: ForeignTenantID, parent: distributorID, kind: "partner", name: "Litware Hosting", version: 5,
		created: "2018-01-09T10:00:00+00:00", updated: "2026-02-14T09:00:00+00:00", production: "2018-01-09T10:00:00+00:00"},
}

func worldTenants() []tenant {
	var tenants []tenant
	for _, row := range tenantRows {
		tenants = append(tenants, row.tenant())
	}
	return tenants
}

// tenant spells a row out. The customer type is the same for all: its values aren't documented where
// this package could look, so it is an assumption.
func (row tenantRow) tenant() tenant {
	isChild := func(r tenantRow) bool { return r.parent == row.id && r.deleted == "" }
	mode := "production"
	if row.production == "" {
		mode = "trial"
	}
	return tenant{
		stamps: stamps{
			ID:        row.id,
			Version:   row.version,
			Name:      row.name,
			Kind:      row.kind,
			CreatedAt: row.created,
			UpdatedAt: row.updated,
			DeletedAt: orNull(row.deleted),
		},
		ParentID:            row.parent,
		Enabled:             row.deleted == "",
		HasChildren:         slices.ContainsFunc(tenantRows, isChild),
		CustomerType:        "default",
		PricingMode:         mode,
		ProductionStartDate: orNull(row.production),
		InternalTag:         orNull(row.tag),
	}
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// reportRow is a report of the world about a whole month: "save" unless it has recipients, "once" unless
// monthly.
type reportRow struct {
	id, tenant, level string
	version           int64
	start, end, made  string
	formats           []string
	recipients        []string
	monthly           bool
}

var (
	csvV2 = []string{"csv_v2_0"}
	paper = []string{"csv", "html"} // all that is mailed, and all that is made monthly
	admin = []string{"3f98e277-4cbd-47ad-9c90-a9587403e430"}
)

var reportRows = []reportRow{
	{id: "c6f87718-6d76-407e-881e-d162ae2eb154", tenant: OwnTenantID, level: "direct_partners", version: 1,
		start: "2026-08-01", end: "2026-08-31", made: "2026-09-01", formats: csvV2},
	{id: "ec66a787-95e7-41d1-b731-af10506bf2ef", tenant: OwnTenantID, level: "direct_partners", version: 1,
		start: "2026-09-01", end: "2026-09-30", made: "2026-10-01", formats: csvV2},
	{id: "c7a2ea20-b2f1-4c94-ae05-319acb5c7427", tenant: OwnTenantID, level: "direct_partners", version: 1,
		start: "2026-10-01", end: "2026-10-31", made: "2026-11-01", formats: csvV2},
	{id: "4cdd2055-930d-4eaf-94f4-733f3e7d1bfb", tenant: OwnTenantID, level: "all_customers", version: 4,
		start: "2026-10-01", end: "2026-10-31", made: "2026-11-01", formats: paper, monthly: true},
	{id: "57ee05cd-e009-42c7-bebf-f20686734721", tenant: ContosoID, level: "accounts", version: 1,
		start: "2026-08-01", end: "2026-08-31", made: "2026-09-01", formats: csvV2},
	{id: "9be4bcfc-49b6-4a08-b2e6-cc3ababced20", tenant: ContosoID, level: "accounts", version: 2,
		start: "2026-09-01", end: "2026-09-30", made: "2026-10-01", formats: csvV2},
	{id: "830e07bc-1e39-4f10-92bd-4acefaecbd38", tenant: ContosoID, level: "accounts", version: 1559561146223,
		start: "2026-10-01", end: "2026-10-31", made: "2026-11-01", formats: csvV2},
	{id: "5790f82e-c1d3-4cff-aa3a-f4d46b0a18e8", tenant: ContosoID, level: "accounts", version: 1,
		start: "2026-10-01", end: "2026-10-31", made: "2026-11-02", formats: paper, recipients: admin},
	{id: ForeignReportID, tenant: ForeignTenantID, level: "accounts", version: 1,
		start: "2026-10-01", end: "2026-10-31", made: "2026-11-01", formats: csvV2},
}

// rawReports are the reports whose very text matters.
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

func worldReports() []report {
	var reports []report
	for _, raw := range rawReports {
		rep, err := parseReport(raw)
		if err != nil {
			panic(err)
		}
		reports = append(reports, rep)
	}
	for _, row := range reportRows {
		reports = append(reports, row.report())
	}
	return reports
}

func (row reportRow) report() report {
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
	if row.recipients != nil {
		wire.ResultAction, wire.Recipients = "send", row.recipients
	}
	if row.monthly { // mailed to the tenant's admins, so it names nobody
		wire.ResultAction, wire.Schedule.Type = "send", "monthly"
	}
	return report{row.id, row.tenant, json.RawMessage(encode(wire))}
}
