package simulator

import (
	"slices"
	"time"
)

// Tenants of the demo world. They are constants because tests and demonstrations use their ids.
const (
	// OwnTenantID is the partner Northwind Managed IT, the tenant of the API client.
	OwnTenantID = "ede9f834-70b3-476c-83d9-736f9f8c7dae"
	// ContosoID is a customer with two units and reports for three months.
	ContosoID = "6513270e-269e-4d37-b2a7-4de452e6b438"
	// ForeignTenantID is another partner, which the client can't see. Requests for it get 403.
	ForeignTenantID = "36f675cc-81e7-4ef5-a8e2-5d940ed90475"
	// FabrikamID is a customer on trial since October 2026.
	FabrikamID = "9531985d-5d9d-49f8-9818-e811892f902b"
	// DeletedID is a customer deleted in May 2026, found only with allow_deleted.
	DeletedID = "0fd630f1-f29d-4da9-953f-48f1a09f76b5"
	// ResellerID is a partner below the own tenant, with the customers WingtipPartnerID and CohoID.
	ResellerID = "b4c1d7a2-0c5e-4b63-9f0d-7e2a91c3d5f6"
	// WingtipPartnerID and WingtipRetailID are two customers with the same name, Wingtip Toys: one below
	// the reseller, and one in a folder of the own partner.
	WingtipPartnerID = "2c9e6b14-7d3f-4a58-8b21-5f0e4d6c7a93"
	WingtipRetailID  = "d7f3a5e8-1b46-4c92-a07d-3e8b5c2f9160"
	// CohoID is a customer with twelve one-off reports that are no longer needed.
	CohoID = "4e8a1c5d-93b7-4f26-b6e4-a1d09c7f3528"
	// AlpineID is a customer that went from trial to production on 15 October 2026.
	AlpineID = "f15b7c3e-6a28-4d90-95c1-0b4e7d8a2f63"
	// LucerneID is a customer on trial since June 2026.
	LucerneID = "83d0e2f9-4c71-4ba5-8e36-9f6a5b1c7d04"
	// FormulaNameID is a customer whose name a spreadsheet would run as a formula.
	FormulaNameID = "ac62f8d1-5e09-4374-b91f-2d7c8e0a4b56"
	// BidiNameID is a customer whose name contains a right-to-left override.
	BidiNameID = "5b94e7c0-d28f-4136-a3e7-c6f10b8d9a42"
	// AdventureID is a customer in a folder of the own partner, with storage in two editions.
	AdventureID = "8d116ece-1738-47d9-bd9c-172411e20b8f"
	// DeletedInOctoberID is a customer deleted on 18 October 2026.
	DeletedInOctoberID = "e2a7914c-3f5b-4d08-86ce-b1d93a6f2704"
	// RenamedID is a customer that was renamed from Margie's Travel to Relecloud on 6 October 2026.
	RenamedID = "91c5f0d8-26ab-4e73-bf14-08e7a2c96d3b"
	// MovedID is a customer that moved from the own partner to the reseller on 12 October 2026.
	MovedID = "0d86b3f7-e941-4c2a-9f58-6a7c14d0e25b"
	// VendorTenantID is the owner of what the vendor hosts. It is not in the world.
	VendorTenantID = "1b9d3c60-7e24-4f85-a6b9-c0d58e71f432"
)

// Users of the demo world.
const (
	// UserID is the admin of the own tenant: a recipient, and the user of GET /users/me.
	UserID = "3f98e277-4cbd-47ad-9c90-a9587403e430"
	// BillingUserID is another user of the own tenant, and the first recipient of the guide's report.
	BillingUserID = "ca451758-b48a-45d9-9ae6-8f1059f67619"
	// ForeignUserID is a user of ForeignTenantID. Requests for it get 403.
	ForeignUserID = "68e0b3f4-a1d5-4927-8c6f-d20b97e4531a"
)

// Reports of the demo world.
const (
	// GuideReportID is the report that the vendor's guide shows, field for field.
	GuideReportID = "20dffb36-d77b-45c6-b2fa-39276e98d5fc"
	// ExtraFieldReportID is a report with a field that the vendor's schema doesn't have, and a version of
	// 19 digits, which is more than a float64 can hold.
	ExtraFieldReportID = "907a70c3-1012-4037-b64c-e4228c38fb29"
	// ForeignReportID is a report of the tenant ForeignTenantID.
	ForeignReportID = "7f150524-34b9-45df-9e77-69b10f4205b4"
	// MonthlyReportID is a report of OwnTenantID that is mailed monthly, the only one that can be updated.
	MonthlyReportID = "4cdd2055-930d-4eaf-94f4-733f3e7d1bfb"
	// SavedReportID is a report of ContosoID for October 2026, saved as csv_v2_0. Its version has 13 digits.
	SavedReportID = "830e07bc-1e39-4f10-92bd-4acefaecbd38"
	// SeptemberReportID is a report of OwnTenantID for September 2026, with all customers and SKUs, saved
	// as csv_v2_0.
	SeptemberReportID = "b3f81d5a-9c27-4e60-8d14-57a2e6c0f938"
)

const (
	distributorID = "d23f0824-128b-4f33-8c5c-7fd0a6a3a450" // parent of both partners; not in the world
	retailID      = "6b0d549b-6f03-475a-9600-a35a099950d8"
	headOfficeID  = "90c192cf-d3ac-44af-8f21-ddb66cad4a26"
	warehouseID   = "a170b338-3926-4059-b28c-105d1fb17c23"
)

// world is the initial state of a data centre.
type world struct {
	rows   []tenantRow
	meters []meter       // by index
	madeAt time.Duration // the time of day at which the files of its reports were made
}

// demoWorld is the world of [New]. Its files were made at the time by which the usage of the day before
// has to be complete.
func demoWorld() world {
	return world{rows: tenantRows, meters: demoMeters, madeAt: 8 * time.Hour}
}

// tenantRow is a tenant of the world. Its other fields follow from these.
type tenantRow struct {
	id, parent, kind, name string
	version                int64
	created, updated       string
	production             string // start date; "" means on trial
	suspended              bool
	tag                    string
	deleted                string
	before                 *past
}

var tenantRows = []tenantRow{
	{id: OwnTenantID, parent: distributorID, kind: "partner", name: "Northwind Managed IT", version: 14,
		created: "2016-11-02T08:30:00+00:00", updated: "2026-09-30T16:12:45+00:00", production: "2016-11-02T08:30:00+00:00", tag: "NW-0001"},
	{id: ContosoID, parent: OwnTenantID, kind: "customer", name: "Contoso Ltd", version: 7,
		created: "2024-03-11T09:15:00+00:00", updated: "2026-08-19T07:41:10+00:00", production: "2024-04-01T00:00:00+00:00", tag: "CRM-1042"},
	{id: headOfficeID, parent: ContosoID, kind: "unit", name: "Head Office", version: 2,
		created: "2024-03-11T09:20:00+00:00", updated: "2024-03-11T09:21:30+00:00", production: "2024-04-01T00:00:00+00:00"},
	{id: warehouseID, parent: ContosoID, kind: "unit", name: "Warehouse", version: 3,
		created: "2024-05-06T13:02:00+00:00", updated: "2025-01-15T10:00:00+00:00", production: "2024-05-06T13:02:00+00:00"},
	{id: FabrikamID, parent: OwnTenantID, kind: "customer", name: "Fabrikam Inc", version: 1,
		created: "2026-10-20T11:05:00+00:00", updated: "2026-10-20T11:05:00+00:00", tag: "CRM-1077"},
	{id: retailID, parent: OwnTenantID, kind: "folder", name: "Retail customers", version: 1,
		created: "2025-02-03T12:00:00+00:00", updated: "2025-02-03T12:00:00+00:00", production: "2025-02-03T12:00:00+00:00"},
	{id: AdventureID, parent: retailID, kind: "customer", name: "Adventure Works", version: 1559561146223,
		created: "2025-02-03T12:10:00+00:00", updated: "2026-06-24T18:33:09+00:00", production: "2025-03-01T00:00:00+00:00"},
	{id: DeletedID, parent: OwnTenantID, kind: "customer", name: "Fourth Coffee", version: 9,
		created: "2023-07-17T08:00:00+00:00", updated: "2026-05-31T23:59:00+00:00", production: "2023-08-01T00:00:00+00:00", deleted: "2026-05-31T23:59:00+00:00"},
	{id: WingtipRetailID, parent: retailID, kind: "customer", name: "Wingtip Toys", version: 3,
		created: "2025-06-16T09:00:00+00:00", updated: "2025-07-16T09:00:00+00:00", production: "2025-07-16T00:00:00+00:00", tag: "CRM-1058"},
	{id: ResellerID, parent: OwnTenantID, kind: "partner", name: "Proseware Resale", version: 6,
		created: "2025-04-22T14:00:00+00:00", updated: "2026-03-03T15:30:00+00:00", production: "2025-04-22T14:00:00+00:00", tag: "NW-0107"},
	{id: WingtipPartnerID, parent: ResellerID, kind: "customer", name: "Wingtip Toys", version: 2,
		created: "2025-05-05T08:00:00+00:00", updated: "2025-06-05T08:00:00+00:00", production: "2025-06-05T00:00:00+00:00"},
	{id: CohoID, parent: ResellerID, kind: "customer", name: "Coho Winery", version: 4,
		created: "2025-05-12T08:00:00+00:00", updated: "2025-12-01T10:20:00+00:00", production: "2025-06-12T00:00:00+00:00"},
	{id: AlpineID, parent: OwnTenantID, kind: "customer", name: "Alpine Ski House", version: 2,
		created: "2026-09-28T10:00:00+00:00", updated: "2026-10-15T13:45:00+00:00", production: "2026-10-15T13:45:00+00:00", tag: "CRM-1075"},
	{id: LucerneID, parent: OwnTenantID, kind: "customer", name: "Lucerne Publishing", version: 1,
		created: "2026-06-08T07:30:00+00:00", updated: "2026-06-08T07:30:00+00:00", tag: "CRM-1070"},
	{id: FormulaNameID, parent: OwnTenantID, kind: "customer", name: `=HYPERLINK("http://example.com","Click")`, version: 1,
		created: "2025-09-09T09:09:00+00:00", updated: "2025-09-09T09:09:00+00:00", production: "2025-10-09T00:00:00+00:00"},
	{id: BidiNameID, parent: OwnTenantID, kind: "customer", name: "Trey \u202excod.Research", version: 1,
		created: "2025-11-03T11:00:00+00:00", updated: "2025-11-03T11:00:00+00:00", production: "2025-12-03T00:00:00+00:00"},
	{id: ForeignTenantID, parent: distributorID, kind: "partner", name: "Litware Hosting", version: 5,
		created: "2018-01-09T10:00:00+00:00", updated: "2026-02-14T09:00:00+00:00", production: "2018-01-09T10:00:00+00:00"},
	{id: DeletedInOctoberID, parent: OwnTenantID, kind: "customer", name: "Humongous Insurance", version: 5,
		created: "2025-08-04T10:00:00+00:00", updated: "2026-10-18T16:20:00+00:00", production: "2025-09-04T00:00:00+00:00", deleted: "2026-10-18T16:20:00+00:00"},
	{id: RenamedID, parent: OwnTenantID, kind: "customer", name: "Relecloud", version: 4,
		created: "2025-10-01T08:15:00+00:00", updated: "2026-10-06T14:05:00+00:00", production: "2025-11-01T00:00:00+00:00", tag: "CRM-1063",
		before: &past{until: "2026-10-06T14:05:00+00:00", name: "Margie's Travel"}},
	{id: MovedID, parent: ResellerID, kind: "customer", name: "Woodgrove Bank", version: 8,
		created: "2025-03-10T12:30:00+00:00", updated: "2026-10-12T09:30:00+00:00", production: "2025-04-10T00:00:00+00:00", tag: "CRM-1055",
		before: &past{until: "2026-10-12T09:30:00+00:00", parent: OwnTenantID}},
}

func worldTenants(rows []tenantRow) tree {
	var tenants tree
	for _, row := range rows {
		tenants = append(tenants, row.tenant(rows))
	}
	return tenants
}

// tenant returns the tenant of a row. All have the same customer type, which is an assumption: its values
// aren't in the documents used for this package.
func (row tenantRow) tenant(rows []tenantRow) tenant {
	isChild := func(r tenantRow) bool { return r.parent == row.id && r.deleted == "" }
	mode := "production"
	switch {
	case row.suspended:
		mode = "suspended"
	case row.production == "":
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
		HasChildren:         slices.ContainsFunc(rows, isChild),
		CustomerType:        "default",
		PricingMode:         mode,
		ProductionStartDate: orNull(row.production),
		InternalTag:         orNull(row.tag),
		before:              row.before,
	}
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
