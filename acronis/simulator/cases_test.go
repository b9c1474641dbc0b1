package simulator_test

import (
	"cmp"
	"net/http"
	"strings"
	"testing"
	"time"

	"acronis-reports-mcp/acronis/simulator"
)

// startCases returns a data centre with the cases, which makes files immediately.
func startCases(t *testing.T) (*simulator.DataCentre, *http.Client, string) {
	t.Helper()
	dc, client := reach(t, simulator.NewCases())
	dc.FuturePeriodStatus, dc.GenerationTime = 0, 0
	return dc, client, login(t, client, "http://dc")
}

// figure is a row's total, production and delta, divided by a unit such as GiB.
type figure struct{ total, production, delta int64 }

func (f figures) in(unit int64) figure {
	return figure{f.absolute[2] / unit, f.absolute[0] / unit, f.delta[2] / unit}
}

// find returns the figure of a tenant, a name and an infrastructure, which may be "".
func (s sheet) find(t *testing.T, tenant, name, infra string) figures {
	t.Helper()
	for l, f := range s {
		if l.tenant == tenant && l.usage == name && l.infra == infra {
			return f
		}
	}
	t.Fatalf("no row of %s for %s on %q", name, tenant, infra)
	return figures{}
}

// The figures in the comment of NewCases.
func TestCases(t *testing.T) {
	dc, client, token := startCases(t)
	dc.EarlyFilesShort = false // these files are made at any time
	sheets := map[string]sheet{}
	for m := range ends {
		sheets[m] = read(t, produce(t, client, token, month("usage_summary", "all_customers", m), "csv_v2_0"))
	}
	const storage, vendor = "pw_base_storage", simulator.VendorStorageID
	for _, test := range []struct {
		month, tenant, name, infra string
		unit                       int64
		want                       figure
	}{
		{"2026-10", simulator.TailspinID, storage, vendor, gib, figure{100, 100, 0}},
		{"2026-10", simulator.TailspinID, storage, simulator.GeoStorageID, gib, figure{50, 50, 0}},
		{"2026-10", simulator.TailspinID, "storage_total", "", gib, figure{150, 150, 0}},
		{"2026-10", simulator.TailspinID, "vm_storage", "", gib, figure{90, 90, 0}},
		{"2026-10", simulator.TailspinID, "server_storage", "", gib, figure{40, 40, 0}},
		{"2026-10", simulator.TailspinID, "workstation_storage", "", gib, figure{20, 20, 0}},
		{"2026-10", simulator.TailspinID, "immutable_storage", vendor, gib, figure{30, 30, 0}},
		{"2026-10", simulator.TailspinID, "total_protected_workloads", "", 1, figure{12, 12, 0}},
		{"2026-10", simulator.TailspinID, "pu_base_fc_storage", simulator.SyncStorageID, gib, figure{20, 20, 0}},
		{"2026-10", simulator.TailspinID, "pu_base_fc_seats", "", 1, figure{10, 10, 0}},
		{"2026-10", simulator.SouthridgeID, storage, vendor, gib, figure{200, 200, 0}},
		{"2026-10", simulator.SouthridgeID, storage, simulator.PartnerStorageID, gib, figure{40, 40, 0}},
		{"2026-10", simulator.SouthridgeID, storage, simulator.DistributorStorageID, gib, figure{25, 25, 0}},
		{"2026-10", simulator.SouthridgeID, storage, simulator.UnknownStorageID, gib, figure{5, 5, 0}},
		{"2026-10", simulator.SouthridgeID, "storage_total", "", gib, figure{260, 260, 0}},
		{"2026-10", simulator.VanArsdelID, storage, simulator.ResellerStorageID, gib, figure{500, 500, 0}},
		{"2026-10", simulator.WideWorldID, "bndl_workstations", "", 1, figure{12, 12, 0}},
		{"2026-10", simulator.WideWorldID, "bndl_storage", vendor, gib, figure{500, 500, 0}},
		{"2026-10", simulator.WideWorldID, "pg_base_secondary_vms", "", 1, figure{3, 3, 0}},
		{"2026-10", simulator.WideWorldID, "pw_pack_adv_security", "", 1, figure{8, 8, 0}},
		{"2026-10", simulator.WideWorldID, "pw_pack_adv_security_with_edr", "", 1, figure{5, 5, 0}},
		{"2026-10", simulator.WideWorldID, "orchard_nodes", "", 1, figure{7, 7, 0}},
		{"2026-08", simulator.SchoolID, storage, vendor, gib, figure{120, 120, 31}},
		{"2026-09", simulator.SchoolID, storage, vendor, gib, figure{150, 150, 30}},
		{"2026-10", simulator.SchoolID, storage, vendor, gib, figure{181, 181, 31}},
		{"2026-08", simulator.BrightwaterID, storage, vendor, gib, figure{3120, 3120, 31}},
		{"2026-09", simulator.BrightwaterID, storage, vendor, gib, figure{3750, 3750, 30}},
		{"2026-10", simulator.BrightwaterID, storage, vendor, gib, figure{3600, 3600, 0}},
		{"2026-08", simulator.LamnaID, storage, vendor, gib, figure{1000, 1000, 0}},
		{"2026-09", simulator.LamnaID, storage, vendor, gib, figure{400, 400, 0}},
		{"2026-10", simulator.LamnaID, storage, vendor, gib, figure{581, 581, 31}},
		{"2026-09", simulator.DeletedInCasesID, storage, vendor, gib, figure{80, 80, 0}},
		{"2026-10", simulator.DeletedInCasesID, storage, vendor, gib, figure{0, 0, -80}},
		{"2026-09", simulator.MidMonthID, storage, vendor, gib, figure{60, 0, 60}},
		{"2026-10", simulator.MidMonthID, storage, vendor, gib, figure{60, 60, 0}},
		{"2026-10", simulator.TrialID, storage, vendor, gib, figure{4, 0, 4}},
		{"2026-10", simulator.SuspendedID, storage, vendor, gib, figure{70, 70, 0}},
		{"2026-10", simulator.UnusedID, storage, vendor, gib, figure{}},
		{"2026-09", simulator.BlueYonderID, "pw_compute_points", simulator.RecoverySiteID, 36, figure{111475, 111475, 5250}}, // hundredths
		{"2026-10", simulator.BlueYonderID, "pw_compute_points", simulator.RecoverySiteID, 36, figure{116900, 116900, 5425}},
		{"2026-10", simulator.StarNameID, storage, vendor, gib, figure{10, 10, 0}},
		{"2026-10", simulator.FiveStarID, storage, vendor, gib, figure{20, 20, 0}},
		{"2026-10", simulator.FifthStreetID, storage, vendor, gib, figure{30, 30, 0}},
		{"2026-10", simulator.BellowsID, storage, vendor, gib, figure{11, 11, 0}},
		{"2026-10", simulator.BellowsRetailID, storage, vendor, gib, figure{13, 13, 0}},
	} {
		if got := sheets[test.month].find(t, test.tenant, test.name, test.infra).in(test.unit); got != test.want {
			t.Errorf("%s, %s, %s on %q: %+v, want %+v", test.month, test.tenant, test.name, test.infra, got, test.want)
		}
	}
}

// The days of a customer whose storage grows.
func TestCaseDays(t *testing.T) {
	dc, client, token := startCases(t)
	dc.EarlyFilesShort = false
	var days, sum, most int64
	for l, f := range read(t, produce(t, client, token, month("usage_daily", "all_customers", "2026-10"), "csv_v2_0")) {
		if l.tenant == simulator.SchoolID && l.usage == "pw_base_storage" && l.infra == simulator.VendorStorageID {
			days, sum, most = days+1, sum+f.absolute[2], max(most, f.absolute[2])
		}
	}
	if days != 31 || sum != 31*166*gib || most != 181*gib {
		t.Errorf("%d days, %d GiB together, %d at most", days, sum/gib, most/gib)
	}
}

// The tenants as the API returns them now.
func TestCaseTenants(t *testing.T) {
	_, client, token := startCases(t)
	var page struct {
		Items []struct {
			ID, Name, Tag, Mode, Parent, Production, Deleted string
		}
	}
	body := get(t, client, token, "/api/2/tenants?allow_deleted=true&subtree_root_id="+northwind).body
	body = strings.NewReplacer("internal_tag", "Tag", "pricing_mode", "Mode", "parent_id", "Parent",
		"production_start_date", "Production", "deleted_at", "Deleted").Replace(body)
	unmarshal(t, body, &page)
	names, tags := map[string][]string{}, map[string][]string{}
	got := map[string]string{}
	for _, item := range page.Items {
		names[item.Name] = append(names[item.Name], item.ID)
		tags[item.Tag] = append(tags[item.Tag], item.ID)
		got[item.ID] = strings.Join([]string{item.Mode, item.Parent, cmp.Or(item.Deleted, item.Production)}, " ")
	}
	for id, want := range map[string]string{
		simulator.SchoolID:         "production " + simulator.LamnaID + " 2025-01-01T00:00:00+00:00",
		simulator.MunsonsID:        "production " + simulator.BrightwaterID + " 2025-01-01T00:00:00+00:00",
		simulator.DeletedInCasesID: "production " + northwind + " 2026-10-20T11:10:00+00:00",
		simulator.MidMonthID:       "production " + northwind + " 2026-10-14T00:00:00+00:00",
		simulator.TrialID:          "trial " + northwind + " ",
		simulator.SuspendedID:      "suspended " + northwind + " 2025-01-01T00:00:00+00:00",
	} {
		if got[id] != want {
			t.Errorf("%s: %q, want %q", id, got[id], want)
		}
	}
	if len(names["Bellows College"]) != 2 || len(tags["CRM-2002"]) != 2 || len(names["5* Cleaning Co"]) != 1 ||
		len(names["Tailspin Toys"]) != 1 || len(tags["Tailspin Toys"]) != 1 {
		t.Errorf("names %v, tags %v", names, tags)
	}
}

// fetchLast returns a report's last file as it is sent, and when it was made.
func fetchLast(t *testing.T, client *http.Client, token, report string) (response, string) {
	t.Helper()
	target := "/api/2/reports/" + report + "/stored"
	stored := listStored(t, client, token, target)
	last := stored[len(stored)-1]
	return download(t, client, token, target+"/"+last.ID), last.CreatedAt
}

// seeded reads the file of a report.
func seeded(t *testing.T, client *http.Client, token, report string) sheet {
	t.Helper()
	file, _ := fetchLast(t, client, token, report)
	return read(t, gunzip(t, file.body))
}

// The initial reports.
func TestCaseReports(t *testing.T) {
	_, client, token := startCases(t)
	for report, want := range map[string]struct {
		created, tenant string
		storage         int64 // on Frankfurt 1
	}{
		simulator.EarlyReportID:     {"2026-11-01T02:30:00+00:00", simulator.SchoolID, 180},
		simulator.OctoberReportID:   {"2026-11-01T08:00:00+00:00", simulator.SchoolID, 181},
		simulator.EarlyOnlyReportID: {"2026-09-01T03:00:00+00:00", simulator.BrightwaterID, 3119},
		simulator.BrightwaterReportID: {
			"2026-10-01T08:00:00+00:00", simulator.BrightwaterID, 3750},
		simulator.SeptemberReportID: {"2026-10-01T08:00:00+00:00", simulator.BrightwaterID, 3750},
	} {
		_, created := fetchLast(t, client, token, report)
		if got := seeded(t, client, token, report).find(t, want.tenant, "pw_base_storage", simulator.VendorStorageID).in(gib).total; got != want.storage || created != want.created {
			t.Errorf("%s: %d, made %s; want %+v", report, got, created, want)
		}
	}
	for report, want := range map[string]int{simulator.DamagedReportID: 20, simulator.EmptyReportID: 23} {
		if got, _ := fetchLast(t, client, token, report); len(got.body) != want || !strings.HasPrefix(got.body, "\x1f\x8b") {
			t.Errorf("%s: %q", report, got.body)
		}
	}
	file, _ := fetchLast(t, client, token, simulator.HeaderOnlyReportID)
	if got := gunzip(t, file.body); !strings.HasPrefix(got, "application.id,") || strings.Count(got, "\n") != 1 {
		t.Errorf("header only: %q", got)
	}
	for report, want := range map[string]int{simulator.MonthlyFilesReportID: 6, simulator.DisabledReportID: 2} {
		if got := len(listStored(t, client, token, "/api/2/reports/"+report+"/stored")); got != want {
			t.Errorf("%s: %d files, want %d", report, got, want)
		}
	}
	if got := get(t, client, token, "/api/2/reports/"+simulator.DisabledReportID).body; !strings.Contains(got, `"enabled":false`) {
		t.Error(got)
	}
}

// The effect of the options on the cases.
func TestCaseOptions(t *testing.T) {
	dc, client, token := startCases(t)
	storage := func(report string) int64 {
		return seeded(t, client, token, report).find(t, simulator.SchoolID, "pw_base_storage", simulator.VendorStorageID).in(gib).total
	}
	for zone, want := range map[int][2]int64{ // hours east of UTC: the early and the newer report, of 02:30 and 08:00 UTC
		0: {180, 181}, -3: {180, 180}, 8: {181, 181},
	} {
		dc.Change(func(o *simulator.Options) { o.HistoryZone = time.FixedZone("", zone*60*60) })
		if got := [2]int64{storage(simulator.EarlyReportID), storage(simulator.OctoberReportID)}; got != want {
			t.Errorf("zone %d: %v, want %v", zone, got, want)
		}
	}
	dc.Change(func(o *simulator.Options) { o.EarlyFilesShort = false })
	if got := storage(simulator.EarlyReportID); got != 181 {
		t.Errorf("early, but whole: %d", got)
	}

	dc.Change(func(o *simulator.Options) { o.NoParts = true })
	for l := range read(t, produce(t, client, token, month("usage_summary", "itself", "2026-10"), "csv_v2_0")) {
		if strings.HasSuffix(l.usage, "_total") || l.usage == "immutable_storage" || strings.HasPrefix(l.usage, "vm_") {
			t.Errorf("a row of %s", l.usage)
		}
	}
	if got := storage(simulator.OctoberReportID); got != 181 {
		t.Errorf("without parts: %d", got)
	}
}
