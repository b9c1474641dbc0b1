package simulator

import "slices"

// meter is an offering item and what it measures. Names, units and editions are the vendor's, from public
// responses of its API and from its module for WHMCS
// (https://github.com/acronis/acronis-cyber-cloud-whmcs). Which of them a data centre has isn't
// documented.
type meter struct {
	name      string // of the offering item
	usageName string
	kind      string // count | feature | infra
	unit      string // bytes | quantity | seconds
	edition   string // "" means all editions
	infra     infra
	sku       string // invented; "" means that the partner may not see it
}

// infra is the infrastructure of a usage of kind infra.
type infra struct{ id, backend, owner string }

const (
	applicationID = "6e6d758d-8e74-3ae3-ac84-50eb0dff12eb"
	perWorkload   = "pck_per_workload"
	perGigabyte   = "pck_per_gigabyte"
)

// Storages and the recovery site. The backend azure is from a sample of the vendor. abgw is the scheme of
// the URLs of the vendor's own storages, and an assumption here. So are the owner of what the vendor
// hosts, and a recovery site without a backend.
var (
	vendorStorage  = infra{VendorStorageID, "abgw", VendorTenantID}
	partnerStorage = infra{PartnerStorageID, "azure", OwnTenantID}
	recoverySite   = infra{RecoverySiteID, "", VendorTenantID}
)

// Indexes of meters.
const (
	workstations = iota
	storage
	computePoints
	servers
	vms
	seats
	ownStorage // on infrastructure of the partner
	gigabytes  // storage in the other edition
	localStorage
)

// meters are the meters of all worlds.
var meters = slices.Concat(demoMeters, caseMeters)

var demoMeters = []meter{
	workstations:  {"pw_base_workstations", "workstations", "count", "quantity", perWorkload, infra{}, "SIM-WORKSTATION"},
	storage:       {"pw_base_storage", "storage", "infra", "bytes", perWorkload, vendorStorage, "SIM-STORAGE"},
	computePoints: {"pw_compute_points", "compute_points", "infra", "seconds", perWorkload, recoverySite, "SIM-COMPUTE"},
	servers:       {"pw_base_servers", "servers", "count", "quantity", perWorkload, infra{}, "SIM-SERVER"},
	vms:           {"pw_base_vms", "vms", "count", "quantity", perWorkload, infra{}, "SIM-VM"},
	seats:         {"pw_base_m365_seats", "mailboxes", "count", "quantity", perWorkload, infra{}, "SIM-SEAT"},
	ownStorage:    {"pw_base_storage", "storage", "infra", "bytes", perWorkload, partnerStorage, "SIM-STORAGE-OWN"},
	gigabytes:     {"pg_base_storage", "storage", "infra", "bytes", perGigabyte, vendorStorage, "SIM-GIGABYTE"},
	localStorage:  {"local_storage", "local_storage", "count", "bytes", "", infra{}, ""},
}
