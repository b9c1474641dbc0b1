package simulator

// Infrastructure of [NewCases].
const (
	// GeoStorageID is another storage of the vendor, with the same backend as VendorStorageID.
	GeoStorageID = "94e1c6b2-0d7f-4a83-b5c9-8f23d6e0a17c"
	// ResellerStorageID is a storage of BrightwaterID. DistributorStorageID is a storage of a tenant
	// above the own one.
	ResellerStorageID    = "d8206f4b-73ea-4c15-9b08-e1f5a7c3d962"
	DistributorStorageID = "6fb37d09-a2c4-4e81-8d5f-c09b4e7a13f8"
	// UnknownStorageID is a storage that is in reports, but unknown to GET /infra.
	UnknownStorageID = "0a59e8d7-4b1c-4f36-92ae-7d60c3f8b125"
	// SyncStorageID is the storage of Sync & Share.
	SyncStorageID = "b74c0f1e-8a95-4d62-a3d7-5e19f2c6b08d"
)

var caseInfra = []infraRow{
	{infra{GeoStorageID, "abgw", VendorTenantID}, "Frankfurt 1 geo-redundant", true, "backup"},
	{infra{ResellerStorageID, "abgw", BrightwaterID}, "Brightwater Vault", false, "backup"},
	{infra{DistributorStorageID, "abgw", distributorID}, "Distributor Storage Munich", false, "backup"},
	{infra{SyncStorageID, "abgw", VendorTenantID}, "Frankfurt Files", true, "files_cloud"},
}

// Indexes of meters, after those of the demo world.
const (
	geoStorage = localStorage + 1 + iota
	resellerStorage
	distributorStorage
	unknownStorage
	immutableStorage
	storageTotal
	vmStorage
	serverStorage
	workstationStorage
	protectedWorkloads
	bundledWorkstations
	bundledStorage
	secondaryVMs
	security
	securityWithEDR
	syncStorage
	syncSeats
	unlisted
)

// parts are the usages that are parts or sums of others. They have no offering items. The documents say
// that only for immutable_storage.
var parts = map[string]bool{
	"immutable_storage": true, "storage_total": true, "vm_storage": true, "server_storage": true,
	"workstation_storage": true, "total_protected_workloads": true,
}

// caseMeters are the meters of the cases. A meter without a kind is only in reports.
var caseMeters = []meter{
	{"pw_base_storage", "storage", "infra", "bytes", perWorkload, infra{GeoStorageID, "abgw", VendorTenantID}, "SIM-STORAGE-GEO"},
	{"pw_base_storage", "storage", "infra", "bytes", perWorkload, infra{ResellerStorageID, "abgw", BrightwaterID}, "SIM-STORAGE-OWN"},
	{"pw_base_storage", "storage", "infra", "bytes", perWorkload, infra{DistributorStorageID, "abgw", distributorID}, "SIM-STORAGE-OWN"},
	{"pw_base_storage", "storage", "infra", "bytes", perWorkload, infra{UnknownStorageID, "abgw", unknownOwnerID}, "SIM-STORAGE-OWN"},
	{"immutable_storage", "immutable_storage", "infra", "bytes", perWorkload, vendorStorage, ""},
	{"storage_total", "storage_total", "count", "bytes", perWorkload, infra{}, ""},
	{"vm_storage", "vm_storage", "count", "bytes", perWorkload, infra{}, ""},
	{"server_storage", "server_storage", "count", "bytes", perWorkload, infra{}, ""},
	{"workstation_storage", "workstation_storage", "count", "bytes", perWorkload, infra{}, ""},
	{"total_protected_workloads", "total_protected_workloads", "count", "quantity", perWorkload, infra{}, ""},
	{"bndl_workstations", "workstations", "count", "quantity", "bundled", infra{}, "SIM-BUNDLE"},
	{"bndl_storage", "storage", "infra", "bytes", "bundled", vendorStorage, "SIM-BUNDLE"},
	{"pg_base_secondary_vms", "secondary_vms", "count", "quantity", perGigabyte, infra{}, "SIM-VM-SECOND"},
	{"pw_pack_adv_security", "pack_adv_security", "count", "quantity", perWorkload, infra{}, "SIM-SECURITY"},
	{"pw_pack_adv_security_with_edr", "pack_adv_security_with_edr", "count", "quantity", perWorkload, infra{}, "SIM-SECURITY"},
	{"pu_base_fc_storage", "fc_storage", "infra", "bytes", "fss_per_user", infra{SyncStorageID, "abgw", VendorTenantID}, "SIM-SYNC"},
	{"pu_base_fc_seats", "fc_seats", "count", "quantity", "fss_per_user", infra{}, "SIM-SYNC-SEAT"},
	{"orchard_nodes", "", "", "", perWorkload, infra{}, ""},
}

// unknownOwnerID is the id of no tenant.
const unknownOwnerID = "e30d7c68-5b2f-4194-8a06-d9c1f4b7e253"

// always returns a usage that doesn't change.
func always(n int64) growth { return growth{n, 0} }

// caseUsage is what tenants use, in the form of usageTable.
var caseUsage = map[string]map[int]growth{
	TailspinID: {storage: always(100 * gib), geoStorage: always(50 * gib), storageTotal: always(150 * gib),
		vmStorage: always(90 * gib), serverStorage: always(40 * gib), workstationStorage: always(20 * gib), immutableStorage: always(30 * gib),
		workstations: always(6), servers: always(2), vms: always(4), protectedWorkloads: always(12),
		syncStorage: always(20 * gib), syncSeats: always(10)},
	SouthridgeID: {storage: always(200 * gib), ownStorage: always(40 * gib), distributorStorage: always(25 * gib), unknownStorage: always(5 * gib),
		storageTotal: always(260 * gib), workstations: always(8), vms: always(2)},
	WideWorldID: {bundledWorkstations: always(12), bundledStorage: always(500 * gib), secondaryVMs: always(3),
		security: always(8), securityWithEDR: always(5), unlisted: always(7)},
	VanArsdelID:      {storage: always(3000 * gib), resellerStorage: always(500 * gib)},
	NodID:            {storage: always(400 * gib)},
	MunsonsID:        {storage: always(600 * gib)},
	SchoolID:         {storage: {(150 - 637) * gib, gib}}, // 150 on 2026-09-30, day 637, and one more each day
	DeletedInCasesID: {storage: always(80 * gib), workstations: always(5)},
	MidMonthID:       {storage: always(60 * gib), workstations: always(3)},
	TrialID:          {storage: always(4 * gib), workstations: always(1)},
	SuspendedID:      {storage: always(70 * gib)},
	BlueYonderID:     {storage: always(300 * gib), computePoints: {0, 6300}},
	StarNameID:       {storage: always(10 * gib)},
	FiveStarID:       {storage: always(20 * gib)},
	FifthStreetID:    {storage: always(30 * gib)},
	BellowsID:        {storage: always(11 * gib)},
	BellowsRetailID:  {storage: always(13 * gib)},
}

var caseQuotas = map[string]map[int]quotaJSON{
	SouthridgeID: {
		storage:      {Value: to(150 * gib), Overage: to(20 * gib), Version: 4},
		workstations: {Value: to(8), Overage: to(0), Version: 1},
	},
}

// switchedOff are the offering items that are switched off, by tenant.
var switchedOff = map[string]map[int]bool{SouthridgeID: {vms: true}}

// quota returns how much of a meter a tenant may use.
func (t tenant) quota(meter int) quotaJSON {
	if q, ok := caseQuotas[t.ID][meter]; ok {
		return q
	}
	return quotaTable[t.ID][meter]
}

// status returns 1 if a tenant may use a meter, else 0.
func (t tenant) status(meter int) int {
	if switchedOff[t.ID][meter] {
		return 0
	}
	return 1
}
