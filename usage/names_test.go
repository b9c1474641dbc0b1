package usage_test

import (
	_ "embed"
	"slices"
	"strings"
	"testing"

	"acronis-reports-mcp/usage"

	"github.com/google/go-cmp/cmp"
)

//go:embed testdata/names.txt
var listedNames string

// Every name in the list is known, with its usage and unit.
func TestNamesCoverTheList(t *testing.T) {
	listed := 0
	for line := range strings.Lines(listedNames) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		listed++
		want := strings.Fields(line)
		n := usage.NameOf(want[0], "")
		got := []string{n.OfferingItem, n.Usage, string(n.Unit)}
		if diff := cmp.Diff(want, got); diff != "" || n.Label == n.OfferingItem {
			t.Errorf("%s, labelled %q (-want +got):\n%s", want[0], n.Label, diff)
		}
	}
	if listed < 300 {
		t.Errorf("only %d names are listed", listed)
	}
}

// Labels are unique, and an entry has the label of a usage only if it belongs to that usage.
func TestLabelsAreUnique(t *testing.T) {
	items, usages := map[string]string{}, map[string]string{}
	for _, n := range usage.Names() {
		if n.Label == "" || n.UsageLabel == "" || n.Unit == "" || n.Class == "" {
			t.Errorf("not filled in: %+v", n)
		}
		label, of := strings.ToLower(n.Label), strings.ToLower(n.UsageLabel)
		if other, ok := items[label]; ok {
			t.Errorf("%q is %s and %s", n.Label, n.OfferingItem, other)
		}
		items[label] = n.OfferingItem
		if other := usages[of]; other != "" && other != n.Usage {
			t.Errorf("%q is %s and %s", n.UsageLabel, n.Usage, other)
		}
		usages[of] = n.Usage
	}
	for _, n := range usage.Names() {
		if of := usages[strings.ToLower(n.Label)]; of != "" && of != n.Usage {
			t.Errorf("%q is an item of %s and the usage %s", n.Label, n.Usage, of)
		}
	}
}

// Unit, class and relations of a usage are consistent: a switch has no unit, and PartOf and SumOf are in the table.
func TestClasses(t *testing.T) {
	for _, n := range usage.Names() {
		if (n.Unit == usage.NoUnit) != (n.Class == usage.Feature) {
			t.Errorf("%s is %s in %s", n.Usage, n.Class, n.Unit)
		}
		if n.Split && n.PartOf == "" {
			t.Errorf("%s is split from nothing", n.Usage)
		}
		for _, of := range []string{n.PartOf, n.SumOf} {
			if of != "" && (n.Class != usage.Informational || len(itemsOf(of)) == 0) {
				t.Errorf("%s, %s, is of %s", n.Usage, n.Class, of)
			}
		}
	}
	for name, want := range map[string]usage.Class{
		"pw_base_storage": usage.Billable, "storage_total": usage.Informational, "vm_storage": usage.Informational,
		"immutable_storage": usage.Informational, "total_protected_workloads": usage.Informational,
		"pw_base_dr_base": usage.Feature, "class2_storage": usage.Unclear, "pack_adv_security_with_edr": usage.Unclear,
		"bndl_workstations": usage.Billable, "bndl_storage_total": usage.Informational, "no_such_name": usage.Unclear, "": usage.Unclear,
	} {
		if got := usage.NameOf(name, "").Class; got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}

func TestNameOf(t *testing.T) {
	for _, test := range []struct {
		item, edition string
		want          usage.Name
	}{
		{"pw_base_storage", "pck_per_workload", usage.Name{
			Usage: "storage", Edition: "pck_per_workload", Unit: usage.Bytes, Class: usage.Billable,
			Label: "Backup storage, per workload", UsageLabel: "Backup storage"}},
		{"pw_base_m365_seats", "", usage.Name{
			Usage: "mailboxes", Edition: "pck_per_workload", Unit: usage.Quantity, Class: usage.Billable,
			Label: "Microsoft 365 seats, per workload", UsageLabel: "Microsoft 365 seats"}},
		{"pw_compute_points", "pck_per_workload", usage.Name{ // the table has it in another edition
			Usage: "compute_points", Edition: "pck_per_workload", Unit: usage.Seconds, Class: usage.Billable,
			Label: "Compute points, per workload", UsageLabel: "Compute points"}},
		{"local_storage", "", usage.Name{
			Usage: "local_storage", Unit: usage.Bytes, Class: usage.Billable, Label: "Local storage", UsageLabel: "Local storage"}},
		{"storage_total", "pck_per_gigabyte", usage.Name{
			Usage: "storage_total", Edition: "pck_per_gigabyte", Unit: usage.Bytes, Class: usage.Informational, SumOf: "storage", UnitInferred: true,
			Label: "Storage in total (storage_total), per gigabyte", UsageLabel: "Storage in total (storage_total)"}},
		{"pg_pack_adv_email_security", "", usage.Name{
			Usage: "pack_adv_email_security_mailboxes", Edition: "pck_per_gigabyte", Unit: usage.Quantity, Class: usage.Billable,
			Label: "Advanced Email Security, mailboxes, per gigabyte", UsageLabel: "Advanced Email Security, mailboxes",
			UnitInferred: true, ClassInferred: true}},
		{"bndl_workstations", "bundled", usage.Name{
			Usage: "workstations", Edition: "bundled", Unit: usage.Quantity, Class: usage.Billable,
			Label: "Workstations, solution-based", UsageLabel: "Workstations", UnitInferred: true, ClassInferred: true}},
		{"pg_base_secondary_vms", "", usage.Name{
			Usage: "secondary_vms", Edition: "pck_per_gigabyte", Unit: usage.Quantity, Class: usage.Billable,
			Label: "Virtual machines, second location, per gigabyte", UsageLabel: "Virtual machines, second location",
			UnitInferred: true, ClassInferred: true}},
		{"pw_base_secondary_servers", "", usage.Name{ // not in the table, but known by the rules
			Usage: "secondary_servers", Edition: "pck_per_workload", Unit: usage.Quantity, Class: usage.Billable,
			Label: "Servers, second location, per workload", UsageLabel: "Servers, second location",
			UnitInferred: true, ClassInferred: true}},
		{"pw_base_servers", "edition_of_tomorrow", usage.Name{
			Usage: "servers", Edition: "edition_of_tomorrow", Unit: usage.Quantity, Class: usage.Billable,
			Label: "Servers, edition_of_tomorrow", UsageLabel: "Servers"}},
		{"new_name", "standard", usage.Name{
			Usage: "new_name", Edition: "standard", Unit: usage.UnknownUnit, Class: usage.Unclear, Label: "new_name", UsageLabel: "new_name"}},
	} {
		test.want.OfferingItem = test.item
		if diff := cmp.Diff(test.want, usage.NameOf(test.item, test.edition)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.item, diff)
		}
	}
}

func TestFind(t *testing.T) {
	for word, want := range map[string]string{
		"storage": "usage storage", " Storage ": "usage storage", "backup storage": "usage storage", "MAILBOXES": "usage mailboxes",
		"pw_base_storage": "item pw_base_storage", "PW_Base_Storage": "item pw_base_storage",
		"Backup storage, per workload": "item pw_base_storage", "sync & share storage": "usage fc_storage",
		"local storage": "usage local_storage", "bndl_servers": "item bndl_servers",
		"cloud storage": "", "stor": "", "storag*": "", "": "", "no_such_name": "",
	} {
		got, m := "", usage.Find(word)
		for _, u := range m.Usages {
			got += "usage " + u
		}
		for _, n := range m.Items {
			got += "item " + n.OfferingItem
		}
		if got != want {
			t.Errorf("%q is %q, want %q", word, got, want)
		}
	}
}

func TestFindByWords(t *testing.T) {
	for words, want := range map[string][]string{
		"cloud storage":              {"storage", "fc_storage", "fc_child_storages", "c2c_storage"},
		"Storage, Disaster Recovery": {"dr_storage"},
		"exchange":                   {"hosted_exchange"},
		"microsoft 365 seats":        {"mailboxes", "o365_seats", "m365_seats_shared", "m365_seats", "pack_adv_security_m365_seats"},
		"stor":                       nil,
		"":                           nil,
		" , ":                        nil,
	} {
		if diff := cmp.Diff(want, usage.FindByWords(words)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", words, diff)
		}
	}
}

// Callers may change the result of Names.
func TestNamesAreCopies(t *testing.T) {
	usage.Names()[0].Label = "changed"
	if usage.Names()[0].Label == "changed" {
		t.Error("the table has changed")
	}
}

// The units of an older list, compiled from the vendor's module and public replies of the API, are right in each
// edition that a name may belong to.
func TestKnownUnitOfAnOlderList(t *testing.T) {
	for unit, names := range map[usage.Unit]string{
		usage.Bytes:   "storage local_storage dr_storage fc_storage notary_storage immutable_storage",
		usage.Seconds: "compute_points dr_compute_points",
		usage.Quantity: `workstations servers vms virtualhosts universal_devices mobiles nas win_server_essentials
			web_hosting_servers websites mailboxes hosted_exchange o365_seats o365_teams o365_sharepoint_sites
			m365_seats m365_teams m365_sharepoint_sites gsuite_seats gworkspace_seats
			dr_cloud_servers public_ips vpn_concurrent_connections fc_seats notarizations esignatures
			drives_shipped_to_cloud drives_shipped_from_cloud
			backup_workstations backup_servers backup_vms backup_web_hosting_servers management security`,
		usage.NoUnit: `child_storages dr_child_storages fc_child_storages dr_base dr_internet_access
			google_mail google_drive google_team_drive o365_mailboxes o365_onedrive m365_mailboxes m365_onedrive`,
	} {
		for _, name := range strings.Fields(names) {
			for _, prefix := range []string{"", "pw_base_", "pg_base_", "pu_base_", "pw_pack_adv_", "pg_pack_adv_", "pw_p_ess_", "p_dre_", "adv_", "pw_base_adv_"} {
				if got := usage.KnownUnit(prefix + name); got != unit {
					t.Errorf("%s is in %s, want %s", prefix+name, got, unit)
				}
			}
		}
	}
}

// itemsOf returns the offering items of a usage in the table, in all editions.
func itemsOf(name string) []usage.Name {
	return slices.DeleteFunc(usage.Names(), func(n usage.Name) bool { return n.Usage != name || n.OfferingItem == "" })
}

func TestItemsOf(t *testing.T) {
	var items []string
	for _, n := range itemsOf("fc_seats") {
		items = append(items, n.OfferingItem)
	}
	slices.Sort(items)
	if diff := cmp.Diff([]string{"fc_seats", "pg_base_fc_seats", "pu_base_fc_seats"}, items); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := itemsOf("storage_total"); len(got) != 0 {
		t.Errorf("got %+v", got)
	}
}
