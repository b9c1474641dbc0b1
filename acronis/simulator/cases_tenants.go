package simulator

// Tenants of [NewCases], whose comment says what each is for.
const (
	TailspinID       = "5a0c71e8-2f94-4d36-b817-63e9d0a4c25f"
	SouthridgeID     = "c7e25b90-81d3-4f6a-9e48-0b3d7f1a6c82"
	WideWorldID      = "17d4f8a3-6c5e-4b09-8d72-e5a1c90b3f64"
	BrightwaterID    = "b03e6d57-49a1-4c8f-a2d5-7f18e6c4093b"
	LamnaID          = "e89f2c14-d076-4a5b-93e1-2c6b8d50f7a9"
	VanArsdelID      = "3d61b7f2-0e8c-4597-b4a6-91d2f5e08c7b"
	NodID            = "a4c80e95-7b12-4fd3-8c69-d3e7150b2f86"
	MunsonsID        = "68f1d3b0-25e7-4c94-a0d8-4b9c6e7f1532"
	SchoolID         = "f2b95a6c-c843-4e10-9f7d-08a5d1e3b647"
	DeletedInCasesID = "0c7ae1d9-b356-482f-8ea4-5f90c2d7136b"
	MidMonthID       = "9e4d02c7-1fa8-4b63-85c0-e6d7b3f9a214"
	TrialID          = "d15b8e3a-604c-47f2-9bd1-3a8e0c5f7d96"
	SuspendedID      = "4b27c9f5-e0d1-4386-ac52-b1f4e8d0367a"
	UnusedID         = "826fd0e4-3c9b-4a75-b1e8-c7052d9f4a13"
	BlueYonderID     = "ed73a5b8-9240-4f1c-87e6-1d0b4c8f92e5"
	StarNameID       = "70b9c4e1-a5d8-4263-9c0f-f8e2a61d735b"
	FiveStarID       = "2ea86f0d-57b4-4c91-8d3a-6b1c0f9e4d72"
	FifthStreetID    = "b9d30c52-f617-48ea-a4b9-05d7e2c8f136"
	BellowsID        = "51f4e7a9-8d02-4b3c-96e5-a7c1d0b8f420"
	BellowsRetailID  = "c60a8d3f-e492-4751-b8f0-9d2e5a7c146b"
)

var caseRows = []tenantRow{
	customer(TailspinID, OwnTenantID, "Tailspin Toys", "CRM-2003"),
	customer(SouthridgeID, OwnTenantID, "Southridge Video", ""),
	customer(WideWorldID, OwnTenantID, "Wide World Importers", ""),
	reseller(BrightwaterID, "Brightwater IT", "NW-0201"),
	reseller(LamnaID, "Lamna Partners", "NW-0202"),
	customer(VanArsdelID, BrightwaterID, "VanArsdel Ltd", ""),
	customer(NodID, LamnaID, "Nod Publishers", ""),
	customer(MunsonsID, BrightwaterID, "Munson's Pickles", "").moved("2026-09-14T10:00:00+00:00", LamnaID),
	customer(SchoolID, LamnaID, "School of Fine Art", "").moved("2026-10-09T15:30:00+00:00", BrightwaterID),
	{id: DeletedInCasesID, parent: OwnTenantID, kind: "customer", name: "Consolidated Messenger", version: 3,
		created: caseCreated, updated: "2026-10-20T11:10:00+00:00", production: caseProduction, deleted: "2026-10-20T11:10:00+00:00"},
	{id: MidMonthID, parent: OwnTenantID, kind: "customer", name: "City Power & Light", version: 2,
		created: "2026-09-14T08:00:00+00:00", updated: "2026-10-14T00:00:00+00:00", production: "2026-10-14T00:00:00+00:00"},
	{id: TrialID, parent: OwnTenantID, kind: "customer", name: "First Up Consultants", version: 1,
		created: "2026-10-27T09:40:00+00:00", updated: "2026-10-27T09:40:00+00:00"},
	{id: SuspendedID, parent: OwnTenantID, kind: "customer", name: "Best For You Organics", version: 5,
		created: caseCreated, updated: "2026-08-12T07:00:00+00:00", production: caseProduction, suspended: true, tag: "Tailspin Toys"},
	customer(UnusedID, OwnTenantID, "Baldwin Museum", ""),
	customer(BlueYonderID, OwnTenantID, "Blue Yonder Airlines", ""),
	customer(StarNameID, OwnTenantID, "5* Cleaning Co", ""),
	customer(FiveStarID, OwnTenantID, "5 Star Cleaning Co", "CRM-2002"),
	customer(FifthStreetID, OwnTenantID, "5th Street Cleaning Co", "CRM-2002"),
	customer(BellowsID, OwnTenantID, "Bellows College", "CRM-2001"),
	customer(BellowsRetailID, retailID, "Bellows College", "CRM-2007"),
}

const (
	caseCreated    = "2024-12-02T09:00:00+00:00"
	caseProduction = "2025-01-01T00:00:00+00:00"
)

func customer(id, parent, name, tag string) tenantRow {
	return tenantRow{id: id, parent: parent, kind: "customer", name: name, version: 1,
		created: caseCreated, updated: caseCreated, production: caseProduction, tag: tag}
}

func reseller(id, name, tag string) tenantRow {
	row := customer(id, OwnTenantID, name, tag)
	row.kind = "partner"
	return row
}

// moved returns a tenant that was below another tenant until a time.
func (row tenantRow) moved(at, from string) tenantRow {
	row.version, row.updated = row.version+1, at
	row.before = &past{until: at, parent: from}
	return row
}
