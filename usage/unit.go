package usage

import (
	"math/big"
	"strings"
)

// A Unit is what a usage is measured in, in the vendor's words.
type Unit string

// The units.
const (
	Bytes       Unit = "bytes"
	Seconds     Unit = "seconds"
	Quantity    Unit = "quantity"
	NoUnit      Unit = "n/a"
	UnknownUnit Unit = "unknown"
)

// editionWords begin the names of usages that exist in several editions, such as pw_base_storage,
// pg_storage and p_adv_storage, all of which are storage.
var editionWords = map[string]bool{
	"pw": true, "pg": true, "pu": true, "p": true, "base": true, "pack": true, "adv": true, "ess": true, "dre": true,
}

// units are the offering items, without edition, of the vendor's module for WHMCS
// (https://github.com/acronis/acronis-cyber-cloud-whmcs, src/includes/acroniscloud/meta/offering_items.php),
// and those that replies of the API show in public (pw_base_*, pg_base_* and pw_pack_adv_*, with measurement_unit).
var units = map[Unit]string{
	Bytes: "storage local_storage dr_storage fc_storage notary_storage immutable_storage",

	Seconds: "compute_points dr_compute_points",

	Quantity: `workstations servers vms virtualhosts universal_devices mobiles nas win_server_essentials
		web_hosting_servers websites mailboxes hosted_exchange o365_seats o365_teams o365_sharepoint_sites
		m365_seats m365_teams m365_sharepoint_sites gsuite_seats gworkspace_seats
		dr_cloud_servers public_ips vpn_concurrent_connections fc_seats notarizations esignatures
		drives_shipped_to_cloud drives_shipped_from_cloud
		backup_workstations backup_servers backup_vms backup_web_hosting_servers management security`,

	NoUnit: `child_storages dr_child_storages fc_child_storages dr_base dr_internet_access
		google_mail google_drive google_team_drive o365_mailboxes o365_onedrive m365_mailboxes m365_onedrive`,
}

var unitOf = func() map[string]Unit {
	index := map[string]Unit{}
	for unit, names := range units {
		for _, name := range strings.Fields(names) {
			index[name] = unit
		}
	}
	return index
}()

// KnownUnit is the unit of a usage by its name, as a report's column name has it; unknown for names that
// no public material has. A report itself says nothing of units.
func KnownUnit(usage string) Unit {
	if unit, ok := unitOf[withoutEdition(usage)]; ok {
		return unit
	}
	return UnknownUnit
}

func withoutEdition(usage string) string {
	for {
		word, rest, more := strings.Cut(usage, "_")
		if !more || !editionWords[word] {
			return usage
		}
		usage = rest
	}
}

// IsComputePoints reports whether a usage is compute points of disaster recovery, in seconds, as all names
// are that end in compute_points. They grow from day to day, so that it is their delta that is billed.
func IsComputePoints(usage string) bool { return strings.HasSuffix(usage, "compute_points") }

// Reading is how people read a value, such as "14.26 GiB", "12.50 compute points" or "3.00 hours", with two
// decimals, half rounded up. It is "" where the value reads well as it is.
func Reading(d Decimal, u Unit, usage string) string {
	switch {
	case u == Bytes:
		return divided(d, 1<<30) + " GiB"
	case u == Seconds && IsComputePoints(usage):
		return divided(d, 3600) + " compute points"
	case u == Seconds:
		return divided(d, 3600) + " hours"
	}
	return ""
}

func divided(d Decimal, by int64) string {
	r := d.Rat()
	return halfUp(r.Quo(r, big.NewRat(by, 1)), 2).FloatString(2)
}
