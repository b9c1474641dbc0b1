package acronis_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/acronis/simulator/openapitest"
)

const infraPath = "/api/2/infra"

// infraNames returns the names of the components that GetInfra returns, by id.
func infraNames(found []acronis.Infra) map[string]string {
	names := map[string]string{}
	for _, i := range found {
		names[i.ID] = i.Name
	}
	return names
}

func TestGetInfra(t *testing.T) {
	want := map[string]string{simulator.VendorStorageID: "Frankfurt 1", simulator.PartnerStorageID: "Northwind Azure West Europe"}
	for _, unknown := range []int{0, 404} { // leaves them out, or refuses the list
		simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
			c.Watch(func(next http.RoundTripper) http.RoundTripper { return openapitest.Check(t, next) })
			dc.UnknownInfraStatus = unknown
			ids := []string{simulator.VendorStorageID, "not an id", "", simulator.ForeignStorageID, simulator.PartnerStorageID, simulator.VendorStorageID}
			for i := range 150 {
				ids = append(ids, fmt.Sprintf("00000000-0000-4000-8000-%012d", i))
			}
			got, err := c.GetInfra(t.Context(), ids)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, infraNames(got)); diff != "" || len(got) != len(want) {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if n := count(dc, infraPath); unknown == 0 && n != 2 {
				t.Errorf("%d requests, want 2", n)
			}
			for _, r := range dc.Requests() {
				if n := strings.Count(r.RawQuery, "%2C") + 1; n > 100 {
					t.Errorf("%d ids in one request", n)
				}
			}
		})
	}
}

func TestGetInfraFields(t *testing.T) {
	simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
		got, err := c.GetInfra(t.Context(), []string{simulator.RecoverySiteID})
		if err != nil || len(got) != 1 {
			t.Fatal(got, err)
		}
		want := acronis.Infra{
			ID: simulator.RecoverySiteID, Name: "Frankfurt Recovery", PlatformOwned: true, OwnerTenantID: simulator.VendorTenantID,
			Capabilities: []string{"disaster_recovery"}, LocationID: "c3a97e05-18d4-4b62-9f7c-6e0b2d58a413",
		}
		if diff := cmp.Diff(want, got[0], cmpopts.IgnoreUnexported(want)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		raw, err := json.Marshal(got[0])
		if err != nil || !strings.Contains(string(raw), `"readonly":true`) || strings.Contains(string(raw), "null") {
			t.Errorf("marshals to %s, %v", raw, err)
		}
	})
}

// A reply must contain only what was requested, with all required fields.
func TestLookupsRefuse(t *testing.T) {
	item := func(id string) string { return `{"id":"` + id + `","name":"A","platform_owned":true}` }
	get := func(t *testing.T, dc *simulator.DataCentre, body string, ask func() error) *acronis.Error {
		t.Helper()
		dc.Inject(simulator.Fault{Method: "GET", Body: body})
		return asError(t, ask())
	}
	simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
		infra := func() error {
			_, err := c.GetInfra(t.Context(), []string{simulator.VendorStorageID})
			return err
		}
		user := func() error {
			_, err := c.GetUser(t.Context(), simulator.UserID)
			return err
		}
		applications := func() error {
			_, err := c.GetApplications(t.Context())
			return err
		}
		for body, ask := range map[string]func() error{
			`{"items":[` + item(simulator.PartnerStorageID) + `]}`:                                        infra,
			`{"items":[` + item(simulator.VendorStorageID) + `,` + item(simulator.VendorStorageID) + `]}`: infra,
			`{"items":[{"id":"` + simulator.VendorStorageID + `","name":"A"}]}`:                           infra,
			`{"items":[{"id":"` + simulator.VendorStorageID + `","name":"A","platform_owned":"yes"}]}`:    infra,
			`{"id":"` + simulator.VendorStorageID + `"}`:                                                  infra,
			`{"id":"` + simulator.BillingUserID + `"}`:                                                    user,
			`{"login":"a"}`:          user,
			`{"items":[]}`:           user,
			`{}`:                     applications,
			`{"items":[{"id":"a"}]}`: applications,
		} {
			if e := get(t, dc, body, ask); e.Kind != acronis.Malformed {
				t.Errorf("%s: %v", body, e)
			}
		}
	})
}

// A missing permission is an error of kind Forbidden, after one request.
func TestLookupsForbidden(t *testing.T) {
	simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
		dc.NoInfra, dc.NoApplications, dc.NoUsers = true, true, true
		_, infra := c.GetInfra(t.Context(), []string{simulator.VendorStorageID, simulator.PartnerStorageID})
		_, applications := c.GetApplications(t.Context())
		_, user := c.GetUser(t.Context(), simulator.UserID)
		for _, err := range []error{infra, applications, user} {
			if e := asError(t, err); e.Kind != acronis.Forbidden {
				t.Error(e)
			}
		}
		if n := len(dc.Requests()); n != 4 {
			t.Errorf("%d requests, want one for a token and three", n)
		}
	})
}

func TestGetApplicationsAndUsers(t *testing.T) {
	simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
		c.Watch(func(next http.RoundTripper) http.RoundTripper { return openapitest.Check(t, next) })
		applications, err := c.GetApplications(t.Context())
		if err != nil || len(applications) != 2 || applications[0].Name != "Cyber Protection" || applications[1].Type != "files_cloud" {
			t.Errorf("applications %+v, %v", applications, err)
		}
		user, err := c.GetUser(t.Context(), simulator.BillingUserID)
		if err != nil {
			t.Fatal(err)
		}
		want := acronis.User{
			ID: simulator.BillingUserID, TenantID: simulator.OwnTenantID, Login: "billing@northwind.example", Enabled: true,
			Contact: &acronis.UserContact{Email: "billing@northwind.example", FirstName: "Robin", LastName: "Keller"},
		}
		if diff := cmp.Diff(want, *user, cmpopts.IgnoreUnexported(want)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		_, err = c.GetUser(t.Context(), simulator.ForeignUserID)
		if e := asError(t, err); e.Kind != acronis.Forbidden {
			t.Error(e)
		}
		_, err = c.GetUser(t.Context(), guideID)
		if e := asError(t, err); e.Kind != acronis.NotFound {
			t.Error(e)
		}
	})
}
