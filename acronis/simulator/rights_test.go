package simulator_test

import (
	"net/http"
	"strings"
	"testing"

	"acronis-reports-mcp/acronis/simulator"
)

// What a client with fewer rights may do, for each route.
func TestRights(t *testing.T) {
	for name, test := range map[string]struct {
		set  func(*simulator.Options)
		want map[string]int // request → status
	}{
		"ReadOnly": {func(o *simulator.Options) { o.ReadOnly = true }, map[string]int{
			"GET " + guideReport:                           200,
			"GET /api/2/tenants?uuids=" + contoso:          200,
			"PUT " + monthlyReport:                         403,
			"DELETE " + guideReport + "?version=1":         403,
			"PATCH " + guideReport:                         405,
			"DELETE /api/2/reports/" + unknownUUID:         403,
			"GET /api/2/tenants/" + contoso + "/usages":    200,
			"GET " + guideReport + "/stored":               200,
			"GET /api/2/clients/" + simulator.ClientID:     200,
			"GET /api/2/tenants/" + northwind + "/reports": 200,
		}},
		"NoTenantTree": {func(o *simulator.Options) { o.NoTenantTree = true }, map[string]int{
			"GET /api/2/tenants?uuids=" + contoso:          403,
			"GET /api/2/tenants/" + contoso:                403,
			"GET /api/2/tenants/" + contoso + "/usages":    200,
			"GET /api/2/tenants/" + northwind + "/reports": 200,
			"GET " + guideReport:                           200,
			"DELETE " + monthlyReport + "?version=4":       204,
		}},
		"nothing but reports": {func(o *simulator.Options) { o.NoInfra, o.NoApplications, o.NoUsers = true, true, true }, map[string]int{
			"GET /api/2/infra?uuids=" + simulator.VendorStorageID: 403,
			"GET /api/2/infra/" + simulator.VendorStorageID:       403,
			"GET /api/2/applications":                             403,
			"GET /api/2/users/" + simulator.UserID:                403,
			"GET " + guideReport:                                  200,
		}},
		"unknown infrastructure refused": {func(o *simulator.Options) { o.UnknownInfraStatus = 404 }, map[string]int{
			"GET /api/2/infra?uuids=" + simulator.VendorStorageID:                                    200,
			"GET /api/2/infra?uuids=" + simulator.VendorStorageID + "," + unknownUUID:                404,
			"GET /api/2/infra?uuids=" + simulator.VendorStorageID + "," + simulator.ForeignStorageID: 404,
		}},
		"MaxLimit": {func(o *simulator.Options) { o.MaxLimit = 500 }, map[string]int{
			"GET /api/2/tenants?limit=500&uuids=" + contoso: 200,
			"GET /api/2/tenants?limit=501&uuids=" + contoso: 400,
		}},
		"NoPrices": {func(o *simulator.Options) { o.NoPrices = true }, map[string]int{
			"GET " + priceLists + "?months=2026-10&tenant_id=" + northwind: 403,
			"GET " + guideReport: 200,
		}},
		"MaxPriceMonths": {func(o *simulator.Options) { o.MaxPriceMonths = 1 }, map[string]int{
			"GET " + priceLists + "?months=2026-10&tenant_id=" + northwind:         200,
			"GET " + priceLists + "?months=2026-09,2026-10&tenant_id=" + northwind: 400,
		}},
		"UserToken": {func(o *simulator.Options) { o.UserToken = true }, map[string]int{
			"GET /api/2/users/me": 200,
		}},
	} {
		dc, client := start(t)
		dc.Change(test.set)
		token := login(t, client, "http://dc")
		for line, want := range test.want {
			method, target, _ := strings.Cut(line, " ")
			if got := send(t, client, token, method, target, ""); got.status != want {
				t.Errorf("%s: %s: status %d, want %d: %s", name, line, got.status, want, got.body)
			}
		}
	}
}

// The tenant of a user token is the own tenant.
func TestFetchMe(t *testing.T) {
	dc, client := start(t)
	dc.UserToken = true
	got := get(t, client, login(t, client, "http://dc"), "/api/2/users/me")
	const want = `{"id":"` + simulator.UserID + `","version":1,"tenant_id":"` + northwind + `","login":"admin@northwind.example","enabled":true,` +
		`"contact":{"email":"admin@northwind.example","firstname":"Alex","lastname":"Morgan"}}`
	if got.status != http.StatusOK {
		t.Errorf("status %d, want 200", got.status)
	}
	if diff := diffJSON(t, want, got.body); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
