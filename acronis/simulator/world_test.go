package simulator_test

import (
	"cmp"
	"maps"
	"testing"

	"acronis-reports-mcp/acronis/simulator"

	gocmp "github.com/google/go-cmp/cmp"
)

const gib = 1 << 30

var unexported = gocmp.AllowUnexported(line{}, figures{})

var ends = map[string]string{"2026-08": "2026-08-31", "2026-09": "2026-09-30", "2026-10": "2026-10-31"}

// month returns a report about the own tenant and a month, with SKUs.
func month(kind, level, month string) asked {
	return asked{northwind, kind, level, month + "-01", ends[month], `"show_skus":true,`}
}

// parents has the tenant to which a tenant belonged at the end of a month, if that isn't the own tenant.
func parents(month string) map[string]string {
	above := map[string]string{
		headOffice: contoso, warehouse: contoso,
		simulator.WingtipPartnerID: reseller, simulator.CohoID: reseller,
	}
	if month == "2026-10" {
		above[simulator.MovedID] = reseller
	}
	return above
}

// The row of a parent is the sum of the rows below it, for each usage, edition, infrastructure, SKU and
// day. At all_partners the rows of customers are missing, so partners have more.
func TestParentsAreSums(t *testing.T) {
	_, client, token := startWorld(t)
	for level, withChildren := range map[string]int{"direct_partners": 1, "all_customers": 2, "accounts": 3} {
		for m := range ends {
			checkSums(t, read(t, produce(t, client, token, month("usage_summary", level, m), "csv_v2_0")), m, withChildren)
		}
		checkSums(t, read(t, produce(t, client, token, month("usage_daily", level, "2026-10"), "csv_v2_0")), "2026-10", withChildren)
	}
}

// checkSums compares the rows of parents, of which there must be n, with those of their children.
func checkSums(t *testing.T, s sheet, month string, parentsThere int) {
	t.Helper()
	have, want := map[string]sheet{}, map[string]sheet{}
	for l, f := range s {
		place(have, l.tenant, l, f)
		if l.tenant != northwind {
			place(want, cmp.Or(parents(month)[l.tenant], northwind), l, f)
		}
	}
	for parent, sums := range want {
		if !maps.Equal(sums, have[parent]) {
			t.Errorf("%s: %s (-children +parent):\n%s", month, parent, gocmp.Diff(sums, have[parent], unexported))
		}
	}
	if len(want) != parentsThere {
		t.Errorf("%s: %d with children, want %d", month, len(want), parentsThere)
	}
}

// place adds a row to the sum of a tenant.
func place(sums map[string]sheet, tenant string, l line, f figures) {
	if sums[tenant] == nil {
		sums[tenant] = sheet{}
	}
	sums[tenant][l.without()] = sums[tenant][l.without()].plus(f)
}

// A month begins where the previous one ended, for all tenants in both except the reseller, which took
// over a customer with its whole usage.
func TestMonthsGoOn(t *testing.T) {
	_, client, token := startWorld(t)
	for _, months := range [][2]string{{"2026-08", "2026-09"}, {"2026-09", "2026-10"}} {
		last := read(t, produce(t, client, token, month("usage_summary", "accounts", months[0]), "csv_v2_0"))
		next := read(t, produce(t, client, token, month("usage_summary", "accounts", months[1]), "csv_v2_0"))
		ended := map[line]figures{}
		for l, f := range last {
			l.name = ""
			ended[l] = f
		}
		for l, f := range next {
			l.name = ""
			if before := ended[l]; f.begin() != before.absolute && (l.tenant != reseller || months[1] != "2026-10") {
				t.Errorf("%+v ended %s with %v, began %s with %v", l, months[0], before.absolute, months[1], f.begin())
			}
		}
	}
}

// The days of a month add up to the month.
func TestDaysMakeTheMonth(t *testing.T) {
	_, client, token := startWorld(t)
	summary := read(t, produce(t, client, token, month("usage_summary", "accounts", "2026-10"), "csv_v2_0"))
	for _, kind := range []string{"usage_daily", "usage_breakdown"} {
		got, rows := sheet{}, 0
		for l, f := range read(t, produce(t, client, token, month(kind, "accounts", "2026-10"), "csv_v2_0")) {
			rows++
			last := l.day == "2026-10-31"
			l.day = ""
			sum := got[l]
			for i := range 3 {
				sum.delta[i] += f.delta[i]
				if last {
					sum.absolute[i] = f.absolute[i]
				}
			}
			got[l] = sum
		}
		if !maps.Equal(summary, got) || rows != 31*len(summary) {
			t.Errorf("%s: %d rows for %d (-month +days):\n%s", kind, rows, len(summary), gocmp.Diff(summary, got, unexported))
		}
	}
}

// Figures computed by hand from usageTable: 2026-09-30 is day 637, 2026-10-31 is day 668.
func TestFigures(t *testing.T) {
	_, client, token := startWorld(t)
	s := read(t, produce(t, client, token, month("usage_summary", "accounts", "2026-10"), "csv_v2_0"))
	const none = 0
	for _, want := range []struct {
		tenant, usage   string
		absolute, delta int64
	}{
		{contoso, "pw_base_workstations", 24 + 6, none},
		{contoso, "pw_base_storage", (310+85)*gib + 668*(gib/2+gib/8), 31 * (gib/2 + gib/8)},
		{contoso, "pw_compute_points", 668 * 1800, 31 * 1800},
		{contoso, "pw_base_servers", 5, none},
		{contoso, "pw_base_vms", 9, none},
		{contoso, "pw_base_m365_seats", 30, none},
		{contoso, "pg_base_storage", none, none},
		{contoso, "local_storage", 512 * gib, none},
		{adventure, "pw_base_workstations", 11, none},
		{adventure, "pw_base_storage", 150*gib + 668*(gib/5), 31 * (gib / 5)},
		{adventure, "pw_compute_points", 668 * 900, 31 * 900},
		{adventure, "pw_base_servers", none, none},
		{adventure, "pw_base_vms", 3, none},
		{adventure, "pw_base_m365_seats", 668 - 600, 31},
		{adventure, "pg_base_storage", 40*gib + 668*(gib/2), 31 * (gib / 2)},
		{adventure, "local_storage", none, none},
		{simulator.CohoID, "pw_base_workstations", 14, none},
		{simulator.CohoID, "pw_base_storage", 205*gib + 668*(gib/6), 31 * (gib / 6)},
		{simulator.CohoID, "pw_compute_points", 668 * 450, 31 * 450},
		{simulator.CohoID, "pw_base_servers", 2, none},
		{simulator.CohoID, "pw_base_vms", none, none},
		{simulator.CohoID, "pw_base_m365_seats", none, none},
		{simulator.CohoID, "pg_base_storage", none, none},
		{simulator.CohoID, "local_storage", none, none},
		{simulator.DeletedInOctoberID, "pw_base_workstations", none, -10},
		{simulator.DeletedInOctoberID, "pw_base_storage", none, -(90*gib + 637*(gib/4))},
		{reseller, "pw_compute_points", 668 * (450 + 600), 31 * (450 + 600)},
		{northwind, "pw_compute_points", 668 * (1800 + 900 + 450 + 600), 31 * (1800 + 900 + 450 + 600)},
	} {
		got := s.of(t, want.tenant, want.usage)
		if got.absolute != [3]int64{want.absolute, 0, want.absolute} && want.tenant != northwind || got.delta[2] != want.delta {
			t.Errorf("%s of %s: %+v, want %d and %d", want.usage, want.tenant, got, want.absolute, want.delta)
		}
	}
	want := figures{[3]int64{8, 0, 8}, [3]int64{8, -8, 0}} // trial at the end of September, production since the 15th
	if got := s.of(t, simulator.AlpineID, "pw_base_workstations"); got != want {
		t.Errorf("of who went to production: %+v, want %+v", got, want)
	}
}

// The partner's own storage has rows of its own, with its own infrastructure.
func TestInfrastructures(t *testing.T) {
	_, client, token := startWorld(t)
	s := read(t, produce(t, client, token, month("usage_summary", "all_customers", "2026-10"), "csv_v2_0"))
	got := map[string]int64{}
	for l, f := range s {
		if l.tenant == contoso && l.usage == "pw_base_storage" {
			got[l.backend+" of "+l.owner] = f.absolute[2]
		}
	}
	want := map[string]int64{
		"abgw of " + simulator.VendorTenantID: 395*gib + 668*(gib/2+gib/8),
		"azure of " + northwind:               96*gib + 668*(gib/4),
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A file has the tenants that existed in its period, with the names that they had at its end.
func TestTenantsOfAMonth(t *testing.T) {
	dc, client, token := startWorld(t)
	september := read(t, produce(t, client, token, month("usage_summary", "all_customers", "2026-09"), "csv_v2_0")).tenants()
	october := read(t, produce(t, client, token, month("usage_summary", "all_customers", "2026-10"), "csv_v2_0")).tenants()
	if was, is := september[simulator.RenamedID], october[simulator.RenamedID]; was != "Margie's Travel" || is != "Relecloud" {
		t.Errorf("%q became %q", was, is)
	}
	if september[deleted] != "" || september[fabrikam] != "" || october[fabrikam] == "" {
		t.Error("who is deleted is there, or who is created isn't as it should be")
	}
	if september[simulator.DeletedInOctoberID] == "" || october[simulator.DeletedInOctoberID] == "" {
		t.Error("who was deleted in October is not there")
	}

	dc.Change(func(o *simulator.Options) { o.DropDeleted, o.TenantNames = true, false })
	without := read(t, produce(t, client, token, month("usage_summary", "all_customers", "2026-10"), "csv_v2_0"))
	if _, there := without.tenants()[simulator.DeletedInOctoberID]; there || without.tenants()[contoso] != "" {
		t.Error("who was deleted in October, or a name, is still there")
	}
	if got := without.of(t, northwind, "pw_base_workstations").delta[2]; got != 3 { // Fabrikam's
		t.Errorf("the partner's delta is %d workstations", got)
	}
}

// The tenants in reports of each level.
func TestLevels(t *testing.T) {
	_, client, token := startWorld(t)
	for level, want := range map[string]int{
		"itself":          1,
		"direct_partners": 12, // the own, the reseller, and ten customers, two of them in a folder
		"all_partners":    2,
		"all_customers":   15, // three are the reseller's
		"accounts":        17,
	} {
		s := read(t, produce(t, client, token, month("usage_summary", level, "2026-10"), "csv_v2_0"))
		if got := len(s.tenants()); got != want {
			t.Errorf("%s: %d tenants, want %d", level, got, want)
		}
	}
}

// hide_zero_usage leaves out rows of zeros, but not rows that have only a delta.
func TestHideZeroUsage(t *testing.T) {
	_, client, token := startWorld(t)
	a := month("usage_summary", "all_customers", "2026-10")
	all := read(t, produce(t, client, token, a, "csv_v2_0"))
	a.more = `"hide_zero_usage":true,"show_skus":true,`
	some := read(t, produce(t, client, token, a, "csv_v2_0"))
	maps.DeleteFunc(all, func(_ line, f figures) bool { return f == figures{} })
	if diff := gocmp.Diff(all, some, unexported); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The report of September exists from the beginning, and its file equals one made now.
func TestSeptemberReport(t *testing.T) {
	_, client, token := startWorld(t)
	target := "/api/2/reports/" + simulator.SeptemberReportID + "/stored"
	got := get(t, client, token, target+"/"+listStored(t, client, token, target)[0].ID).body
	if diff := gocmp.Diff(produce(t, client, token, month("usage_summary", "all_customers", "2026-09"), "csv_v2_0"), got); diff != "" {
		t.Errorf("(-made now +seeded):\n%s", diff)
	}
}
