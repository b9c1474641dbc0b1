package simulator_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/acronis/simulator/openapitest"

	"github.com/google/go-cmp/cmp"
)

// walk has a request for each kind of response, with the expected status, in an order in which all can be
// sent.
var walk = []struct {
	line, body string
	want       int
}{
	{"GET /api/2/clients/" + simulator.ClientID, "", 200},
	{"GET /api/2/clients/" + unknownUUID, "", 404},
	{"GET /api/2/users/me", "", 403},
	{"GET /api/2/users/" + simulator.UserID, "", 200},
	{"GET /api/2/users/" + simulator.ForeignUserID, "", 403},
	{"GET /api/2/users/" + unknownUUID, "", 404},
	{"GET /api/2/users/7", "", 404},
	{"PATCH /api/2/users/me", "", 405},
	{"GET /api/2/applications", "", 200},
	{"GET /api/2/infra?uuids=" + simulator.VendorStorageID + "," + simulator.PartnerStorageID, "", 200},
	{"GET /api/2/infra?uuids=" + simulator.ForeignStorageID + "," + unknownUUID, "", 200},
	{"GET /api/2/infra", "", 400},
	{"GET /api/2/infra?uuids=" + simulator.VendorStorageID + ",", "", 400},
	{"GET /api/2/infra/" + simulator.RecoverySiteID, "", 200},
	{"GET /api/2/infra/" + simulator.ForeignStorageID, "", 403},
	{"GET /api/2/infra/" + unknownUUID, "", 404},
	{"GET /api/2/tenants?subtree_root_id=" + northwind + "&limit=4", "", 200},
	{"GET /api/2/tenants?parent_id=" + northwind + "&lod=stamps&allow_deleted=true", "", 200},
	{"GET /api/2/tenants?uuids=" + contoso, "", 200},
	{"GET /api/2/tenants", "", 400},
	{"GET /api/2/tenants?lod=all&uuids=" + contoso, "", 400},
	{"GET /api/2/tenants?parent_id=" + foreign, "", 403},
	{"GET /api/2/tenants/" + contoso, "", 200},
	{"GET /api/2/tenants/" + deleted, "", 404},
	{"GET /api/2/tenants/" + foreign, "", 403},
	{"GET /api/2/tenants/" + northwind + "/reports", "", 200},
	{"GET /api/2/tenants/" + fabrikam + "/reports", "", 200},
	{"GET /api/2/tenants/" + unknownUUID + "/reports", "", 404},
	{"GET /api/2/tenants/" + northwind + "/usages", "", 200},
	{"GET /api/2/tenants/" + contoso + "/usages?usage_names=storage", "", 200},
	{"GET /api/2/tenants/" + foreign + "/usages", "", 403},
	{"GET /api/2/tenants/" + contoso + "/offering_items?edition=*", "", 200},
	{"GET /api/2/tenants/" + contoso + "/offering_items?usage_names=local_storage", "", 200},
	{"GET /api/2/tenants/" + deleted + "/offering_items", "", 404},
	{"GET " + guideReport, "", 200},
	{"GET /api/2/reports/" + simulator.ExtraFieldReportID, "", 200},
	{"GET " + monthlyReport, "", 200},
	{"GET /api/2/reports/" + simulator.ForeignReportID, "", 403},
	{"GET /api/2/reports/" + unknownUUID, "", 404},
	{"GET /api/2/reports/7", "", 404},
	{"GET /api/2/reports", "", 405},
	{"GET /api/2/nothing/like/that", "", 404},
	{"POST /api/2/reports", goodPost, 200},
	{"POST /api/2/reports", strings.Replace(goodPost, `["csv_v2_0"]`, `["csv_v2_0","json_v2_0","html"]`, 1), 200},
	{"POST /api/2/reports", strings.NewReplacer(`"once"`, `"monthly"`, `,"formats":["csv_v2_0"]`, ``).Replace(goodPost), 200},
	{"POST /api/2/reports", `{"name":"no such field"}`, 400},
	{"POST /api/2/reports", strings.Replace(goodPost, contoso, foreign, 1), 403},
	{"POST /api/2/reports", strings.Replace(goodPost, contoso, unknownUUID, 1), 404},
	{"POST /api/2/reports", "", 415},
	{"GET /api/2/reports/00000000-0000-4000-a000-000000000002", "", 200},
	{"GET /api/2/reports/00000000-0000-4000-a000-000000000002/stored", "", 200},
	{"GET /api/2/reports/00000000-0000-4000-a000-000000000002/stored/00000000-0000-4000-b000-000000000016", "", 404},
	{"GET /api/2/reports/" + simulator.SavedReportID + "/stored", "", 200},
	{"GET /api/2/reports/" + simulator.SavedReportID + "/stored/00000000-0000-4000-b000-000000000007", "", 200},
	{"GET /api/2/reports/" + simulator.SavedReportID + "/stored/" + unknownUUID, "", 404},
	{"GET /api/2/reports/" + simulator.ForeignReportID + "/stored", "", 403},
	{"PUT " + monthlyReport, `{"recipients":["` + simulator.UserID + `"],"parameters":{"level":"all_partners","show_skus":true}}`, 200},
	{"PUT " + monthlyReport, `{"schedule":{"enabled":false}}`, 200},
	{"PUT " + monthlyReport, `{"schedule":{"type":"once"}}`, 400},
	{"PUT " + monthlyReport, "", 415},
	{"PUT " + guideReport, `{}`, 400},
	{"PUT /api/2/reports/" + simulator.ForeignReportID, `{}`, 403},
	{"PUT /api/2/reports/" + unknownUUID, `{}`, 404},
	{"DELETE " + monthlyReport, "", 400},
	{"DELETE " + monthlyReport + "?version=4", "", 426},
	{"DELETE " + monthlyReport + "?version=6", "", 204},
	{"DELETE " + monthlyReport + "?version=6", "", 404},
	{"DELETE /api/2/reports/" + simulator.ExtraFieldReportID + "?version=9007199254740993127", "", 204},
	{"DELETE /api/2/reports/" + simulator.ForeignReportID + "?version=1", "", 403},
	{"GET " + priceLists + "?tenant_id=" + northwind + "&months=2026-09,2026-10", "", 200},
	{"GET " + priceLists + "?tenant_id=" + simulator.ResellerID + "&months=2024-12", "", 200},
	{"GET " + priceLists + "?tenant_id=" + contoso + "&months=2026-10", "", 403},
	{"GET " + priceLists + "?tenant_id=" + foreign + "&months=2026-10", "", 403},
	{"GET " + priceLists + "?tenant_id=" + northwind + "&months=October", "", 400},
	{"GET " + priceLists + "?months=2026-10", "", 400},
	{"POST " + priceLists, "{}", 405},
}

const priceLists = "/api/price_sync/v1/effective_price_lists"

// TestWalk compares all responses of the data centre, and all requests that it accepts, with the vendor's
// description.
func TestWalk(t *testing.T) {
	_, client := start(t)
	client.Transport = openapitest.Check(t, client.Transport)
	get(t, client, "no token", guideReport)
	get(t, client, "no token", priceLists)
	do(t, client, request(t, "POST", "http://dc/api/2/idp/token", "grant_type=password"))
	token := login(t, client, "http://dc")
	for _, step := range walk {
		method, target, _ := strings.Cut(step.line, " ")
		if got := send(t, client, token, method, target, step.body); got.status != step.want {
			t.Errorf("%s: status %d, want %d: %s", step.line, got.status, step.want, got.body)
		}
	}
}

// The same for responses that need other options.
func TestWalkOptions(t *testing.T) {
	dc, client := start(t)
	client.Transport = openapitest.Check(t, client.Transport)
	dc.UserToken, dc.NotReady, dc.ExpiresIn = true, true, true
	dc.IDWhenSaved, dc.CreatedAtNoZone, dc.Compression = true, true, simulator.GzipUnlabelled
	token := login(t, client, "http://dc")
	got := map[int]bool{}
	for _, step := range walk {
		method, target, _ := strings.Cut(step.line, " ")
		got[send(t, client, token, method, target, step.body).status] = true
	}
	dc.Change(func(o *simulator.Options) {
		o.ReadOnly, o.NoTenantTree, o.NotReady = true, true, false
		o.NoInfra, o.NoApplications, o.NoUsers, o.NoPrices = true, true, true, true
	})
	for _, step := range walk {
		method, target, _ := strings.Cut(step.line, " ")
		got[send(t, client, token, method, target, step.body).status] = true
	}
	delete(got, 500) // 400 when it is early in the day
	want := []int{200, 204, 400, 403, 404, 405, 415, 426}
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(got))); diff != "" {
		t.Errorf("statuses (-want +got):\n%s", diff)
	}
}

// The same for NewCases.
func TestCasesWalk(t *testing.T) {
	_, client := reach(t, simulator.NewCases())
	client.Transport = openapitest.Check(t, client.Transport)
	token := login(t, client, "http://dc")
	for line, want := range map[string]int{
		"/api/2/tenants?allow_deleted=true&subtree_root_id=" + northwind:                                                         200,
		"/api/2/tenants/" + simulator.SouthridgeID + "/usages":                                                                   200,
		"/api/2/tenants/" + simulator.SouthridgeID + "/offering_items?edition=*":                                                 200,
		"/api/2/tenants/" + simulator.BrightwaterID + "/reports":                                                                 200,
		"/api/2/infra?uuids=" + simulator.GeoStorageID + "," + simulator.DistributorStorageID + "," + simulator.UnknownStorageID: 200,
		"/api/2/infra/" + simulator.ResellerStorageID:                                                                            200,
		"/api/2/infra/" + simulator.UnknownStorageID:                                                                             404,
		"/api/2/applications": 200,
		"/api/2/reports/" + simulator.MonthlyFilesReportID + "/stored": 200,
	} {
		if got := get(t, client, token, line); got.status != want {
			t.Errorf("%s: status %d, want %d: %s", line, got.status, want, got.body)
		}
	}
	usages := get(t, client, token, "/api/2/tenants/"+simulator.SouthridgeID+"/usages?usage_names=storage,vms").body
	for _, want := range []string{`"status":0`, `"value":161061273600,"overage":21474836480`, `"absolute_value":214748364800`} {
		if !strings.Contains(usages, want) {
			t.Errorf("no %s in %s", want, usages)
		}
	}
	all := get(t, client, token, "/api/2/tenants/"+simulator.WideWorldID+"/usages").body
	if strings.Contains(all, "orchard") || !strings.Contains(all, "immutable_storage") {
		t.Errorf("usages: %s", all)
	}
}
