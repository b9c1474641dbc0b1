package simulator

// meter is something that is measured, in one edition and on one infrastructure. Its names are the
// vendor's; which of them a data centre has isn't documented, and SKUs are made up.
type meter struct {
	name      string // of the offering item
	usageName string
	kind      string // count | feature | infra
	unit      string // bytes | quantity | seconds
	edition   string
	infra     infra
	sku       string // "" where the partner may not see it
	quota     int64  // of every tenant; 0 means unlimited
}

// infra is where an infra usage lies. That the vendor's own has no owner_id is an assumption.
type infra struct{ id, backend, owner string }

const (
	applicationID = "6e6d758d-8e74-3ae3-ac84-50eb0dff12eb"
	perWorkload   = "pck_per_workload"
	perGigabyte   = "pck_per_gigabyte"
)

var (
	vendorStorage  = infra{"e5d4a1c6-6b0e-4f0c-9a43-0c3f5b8f7a11", "acronis", ""}
	vendorRecovery = infra{"0b7e9f52-54d5-4c55-8a0e-3f6a1c2d9e84", "acronis", ""}
	partnerStorage = infra{"7d21c0ba-3f58-4e97-b6a4-19c8e5d0f273", "local", OwnTenantID}
)

// The meters, as indexes.
const (
	workstations = iota
	storage
	computePoints
	servers
	mailboxes
	ownStorage
	localStorage
	localStoragePerGigabyte
)

var meters = []meter{
	workstations:            {"pw_base_workstations", "workstations", "count", "quantity", perWorkload, infra{}, "WS-PW", 250},
	storage:                 {"pw_base_storage", "storage", "infra", "bytes", perWorkload, vendorStorage, "ST-PW", 2048 * gib},
	computePoints:           {"pw_compute_points", "compute_points", "infra", "seconds", perWorkload, vendorRecovery, "CP-PW", 0},
	servers:                 {"pw_base_servers", "servers", "count", "quantity", perWorkload, infra{}, "SV-PW", 0},
	mailboxes:               {"pw_base_mailboxes", "mailboxes", "count", "quantity", perWorkload, infra{}, "MB-PW", 0},
	ownStorage:              {"pw_base_storage", "storage", "infra", "bytes", perWorkload, partnerStorage, "ST-PW", 0},
	localStorage:            {"local_storage", "local_storage", "count", "bytes", perWorkload, infra{}, "", 0},
	localStoragePerGigabyte: {"local_storage", "local_storage", "count", "bytes", perGigabyte, infra{}, "LS-PG", 0},
}

// growth is how much there is on 2025-01-01, and how much more with each day.
type growth struct{ base, daily int64 }

const gib = 1 << 30

// usageTable is what tenants use themselves; their parents use the sum. A value is base + daily × the
// days since 2025-01-01.
var usageTable = map[string]map[int]growth{
	headOfficeID: {workstations: {base: 24}, storage: {310 * gib, gib / 2}, computePoints: {0, 1800}, servers: {base: 3},
		mailboxes: {base: 35}, ownStorage: {500 * gib, gib}, localStorage: {80 * gib, gib / 8}},
	warehouseID:      {workstations: {base: 6}, storage: {85 * gib, gib / 8}, localStoragePerGigabyte: {20 * gib, 0}},
	FabrikamID:       {workstations: {base: 3}, storage: {12 * gib, gib / 4}},
	adventureID:      {workstations: {base: 11}, storage: {150 * gib, gib / 5}, computePoints: {0, 900}, servers: {base: 2}},
	WingtipRetailID:  {workstations: {base: 5}, storage: {64 * gib, gib / 10}, mailboxes: {base: 7}},
	WingtipPartnerID: {workstations: {base: 9}, storage: {120 * gib, gib / 7}},
	CohoID:           {workstations: {base: 14}, storage: {205 * gib, gib / 6}, computePoints: {0, 450}, ownStorage: {1000 * gib, 2 * gib}},
	AlpineID:         {workstations: {base: 8}, storage: {40 * gib, gib / 3}, mailboxes: {base: 12}},
	LucerneID:        {workstations: {base: 2}, storage: {6 * gib, gib / 20}},
	FormulaNameID:    {workstations: {base: 1}, storage: {3 * gib, 0}},
	BidiNameID:       {workstations: {base: 4}, storage: {22 * gib, gib / 9}},
	GoneID:           {workstations: {base: 6}, storage: {70 * gib, 0}, servers: {base: 1}},
	RenamedID:        {workstations: {base: 10}, storage: {30 * gib, gib / 4}},
	MovedID:          {workstations: {base: 13}, storage: {90 * gib, gib / 2}, servers: {base: 4}},
}
