package acronis_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/acronis/simulator/openapitest"
)

const tenantsPath = "/api/2/tenants"

// tenantsJSON returns a page of n tenants of size bytes each, numbered from first.
func tenantsJSON(first, n, size int, after string) string {
	var b strings.Builder
	b.WriteString(`{"items":[`)
	for i := first; i < first+n; i++ {
		if i > first {
			b.WriteByte(',')
		}
		head := fmt.Sprintf(`{"id":"%08x-0000-4000-8000-000000000000","name":"Customer %d","kind":"customer","parent_id":"%s","contact":{"address1":"`,
			i, i, simulator.OwnTenantID)
		tail := `"},"pricing_mode":"production","created_at":"2024-03-11T09:15:00+00:00","deleted_at":null}`
		b.WriteString(head + strings.Repeat("x", max(0, size-len(head)-len(tail))) + tail)
	}
	fmt.Fprintf(&b, `],"paging":{"cursors":{"after":%q}}}`, after)
	return b.String()
}

// queries returns the queries of the requests for lists of tenants so far, and their
// limits.
func queries(t *testing.T, dc *simulator.DataCentre) (all []url.Values, limits []string) {
	t.Helper()
	for _, r := range dc.Requests() {
		if r.Path == tenantsPath {
			query, err := url.ParseQuery(r.RawQuery)
			if err != nil {
				t.Fatal(err)
			}
			all, limits = append(all, query), append(limits, query.Get("limit"))
		}
	}
	return all, limits
}

// The list is the same with any pages that the data centre returns.
func TestTenantsInPages(t *testing.T) {
	var want []acronis.Tenant
	for name, test := range map[string]struct {
		options func(*simulator.Options)
		limits  []string
	}{
		"one page":      {func(*simulator.Options) {}, []string{"1000"}},
		"small pages":   {func(o *simulator.Options) { o.PageSize = 5 }, []string{"1000", "2000", "4000", "5000"}},
		"kept limits":   {func(o *simulator.Options) { o.PageSize, o.CursorLimit = 5, simulator.CursorKeepsLimit }, []string{"1000", "2000", "4000", "5000"}},
		"forgotten":     {func(o *simulator.Options) { o.PageSize, o.CursorLimit = 7, simulator.CursorForgetsLimit }, []string{"1000", "2000", "4000"}},
		"limits to 300": {func(o *simulator.Options) { o.PageSize, o.MaxLimit = 7, 300 }, []string{"1000", "500", "250", "250", "250"}},
	} {
		simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
			c.Watch(func(next http.RoundTripper) http.RoundTripper { return openapitest.Check(t, next) })
			dc.Change(test.options)
			got, err := c.GetTenants(t.Context(), simulator.OwnTenantID)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if want == nil {
				want = got
			}
			if diff := cmp.Diff(want, got); diff != "" || len(got) != 19 {
				t.Errorf("%s: %d tenants (-want +got):\n%s", name, len(got), diff)
			}
			all, limits := queries(t, dc)
			if diff := cmp.Diff(test.limits, limits); diff != "" {
				t.Errorf("%s: limits (-want +got):\n%s", name, diff)
			}
			if last := all[len(all)-1]; len(all) > 3 && (last.Get("after") == "" || last.Has("subtree_root_id")) {
				t.Errorf("%s: the last query is %v", name, last)
			}
		})
	}
}

// Pages grow while they stay below 4 MB. A page of 5,000 is accepted although fewer were requested.
func TestTenantsPageSizes(t *testing.T) {
	for name, test := range map[string]struct {
		size   int // bytes of a tenant
		pages  []int
		limits []string
	}{
		"tenants of 1.9 KB":          {1900, []int{1000, 2000, 2000, 5}, []string{"1000", "2000", "2000", "2000"}},
		"tenants of 200 bytes":       {200, []int{1000, 2000, 4000, 5000, 5}, []string{"1000", "2000", "4000", "5000", "5000"}},
		"tenants of 4 KB":            {4 << 10, []int{1000, 5}, []string{"1000", "1000"}},
		"5,000 tenants of 1.9 KB":    {1900, []int{5000}, []string{"1000"}},
		"5,000 of 1.9 KB, and again": {1900, []int{5000, 5000, 1}, []string{"1000", "2000", "2000"}},
	} {
		simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
			total := 0
			for i, n := range test.pages {
				after := ""
				if i < len(test.pages)-1 {
					after = fmt.Sprint("page", i+1)
				}
				dc.Inject(simulator.Fault{Path: tenantsPath, Body: tenantsJSON(total, n, test.size, after)})
				total += n
			}
			got, err := c.GetTenants(t.Context(), simulator.OwnTenantID)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			for i, tenant := range got {
				if want := fmt.Sprint("Customer ", i); tenant.Name != want || tenant.ParentID != simulator.OwnTenantID || tenant.DeletedAt != "" {
					t.Fatalf("%s: %+v, want %s", name, tenant, want)
				}
			}
			if _, limits := queries(t, dc); len(got) != total || !slices.Equal(limits, test.limits) {
				t.Errorf("%s: %d tenants of %d, limits %v", name, len(got), total, limits)
			}
		})
	}
}

// A page that is too large or refused is requested again with half as many tenants, and no larger one is
// tried afterwards. A page that breaks off is requested again unchanged, and its tenants count once.
func TestTenantsPagesAgain(t *testing.T) {
	// 34 MB, 2 more than accepted. Spaces at the end instead would take the race detector minutes, because the
	// decoder moves them all with each read.
	tooLarge := tenantsJSON(0, 17_000, 2000, "")
	simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
		dc.Inject(simulator.Fault{Path: tenantsPath, Body: tooLarge})
		dc.Inject(simulator.Fault{Path: tenantsPath, Body: tenantsJSON(0, 500, 200, "a")})
		dc.Inject(simulator.Fault{Path: tenantsPath, Status: 400})
		dc.Inject(simulator.Fault{Path: tenantsPath, Body: tenantsJSON(500, 250, 200, "b"), Cut: simulator.CutInBody})
		dc.Inject(simulator.Fault{Path: tenantsPath, Body: tenantsJSON(500, 250, 200, "b")})
		dc.Inject(simulator.Fault{Path: tenantsPath, Body: tenantsJSON(750, 1, 200, "")})
		got, err := c.GetTenants(t.Context(), simulator.OwnTenantID)
		if err != nil || len(got) != 751 || got[500].Name != "Customer 500" {
			t.Fatalf("%d tenants, %v", len(got), err)
		}
		_, limits := queries(t, dc)
		if want := []string{"1000", "500", "500", "250", "250", "250"}; !slices.Equal(limits, want) {
			t.Errorf("limits %v, want %v", limits, want)
		}
	})
	for name, fault := range map[string]simulator.Fault{
		"refused": {Status: 400}, "too large": {Body: tooLarge},
	} {
		simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
			fault.Path, fault.Times = tenantsPath, 9
			dc.Inject(fault)
			_, err := c.GetTenants(t.Context(), simulator.OwnTenantID)
			asError(t, err)
			if _, limits := queries(t, dc); !slices.Equal(limits, []string{"1000", "500", "250", "125", "100"}) {
				t.Errorf("%s: limits %v", name, limits)
			}
		})
	}
}

// Secrets are removed from tenants in every encoding.
func TestTenantsHoldNoSecret(t *testing.T) {
	simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
		escaped := strings.ReplaceAll(simulator.ClientSecret, "d", `\u0064`)
		page := `{"items":[{"id":"a","name":"` + simulator.ClientSecret + `","kind":"customer","internal_tag":"` + escaped + `"},` +
			`{"id":"b","name":"B","kind":"` + escaped + `"}]}`
		dc.Inject(simulator.Fault{Path: tenantsPath, Body: page})
		got, err := c.GetTenants(t.Context(), simulator.OwnTenantID)
		if err != nil {
			t.Fatal(err)
		}
		want := []acronis.Tenant{
			{ID: "a", Name: "[redacted]", Kind: "customer", InternalTag: "[redacted]"}, {ID: "b", Name: "B", Kind: "[redacted]"},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

func TestTenantsRefusals(t *testing.T) {
	simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
		for item, want := range map[string]string{
			`{"name":"A","kind":"customer"}`:                            "id is missing",
			`{"id":null,"name":"A","kind":"customer"}`:                  "id is missing",
			`{"id":"a","name":"A","Kind":"customer"}`:                   "kind is missing",
			`{"id":"a","name":"A","kind":"customer","kind":"unit"}`:     "kind appears twice",
			`{"id":"a","name":"A","kind":"customer","parent_id":7}`:     "parent_id must be a string",
			`{"id":"a","name":"A","kind":"customer","contact":{"a":1}]`: "",
			`"a"`:  "not a JSON object",
			`null`: "id is missing",
		} {
			dc.Inject(simulator.Fault{Path: tenantsPath, Body: `{"items":[` + item + `]}`})
			_, err := c.GetTenants(t.Context(), simulator.OwnTenantID)
			if e := asError(t, err); e.Kind != acronis.Malformed || !strings.Contains(e.Error(), want) {
				t.Errorf("%s: got %v, want … %s …", item, e, want)
			}
		}
		for _, body := range []string{`{"items":[]} x`, `{"items":[]}{}`, `{"items":[`, `{"items":"a"}`, `[]`, ``} {
			dc.Inject(simulator.Fault{Path: tenantsPath, Body: body, Header: http.Header{"Content-Type": {"application/json"}}, Status: 200})
			_, err := c.GetTenants(t.Context(), simulator.OwnTenantID)
			if e := asError(t, err); e.Kind != acronis.Malformed {
				t.Errorf("%s: got %v", body, e)
			}
		}
	})
}

func TestGetTenantsByID(t *testing.T) {
	simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
		c.Watch(func(next http.RoundTripper) http.RoundTripper { return openapitest.Check(t, next) })
		ids := []string{simulator.DeletedID, "not an id", simulator.ContosoID, simulator.ForeignTenantID, strings.ToUpper(simulator.ContosoID)}
		for i := range 150 {
			ids = append(ids, fmt.Sprintf("00000000-0000-4000-8000-%012d", i))
		}
		got, err := c.GetTenantsByID(t.Context(), ids)
		if err != nil {
			t.Fatal(err)
		}
		names := map[string]bool{}
		for _, tenant := range got {
			names[tenant.Name] = true
		}
		if diff := cmp.Diff(map[string]bool{"Contoso Ltd": true, "Fourth Coffee": true}, names); diff != "" || len(got) != 2 {
			t.Errorf("(-want +got):\n%s", diff)
		}
		all, limits := queries(t, dc)
		asked := 0
		for _, query := range all {
			asked += len(strings.Split(query.Get("uuids"), ","))
		}
		if asked != 153 || !slices.Equal(limits, []string{"100", "100"}) {
			t.Errorf("%d ids in requests with limits %v", asked, limits)
		}

		if none, err := c.GetTenantsByID(t.Context(), []string{"not an id"}); len(none) != 0 || err != nil {
			t.Errorf("got %v, %v", none, err)
		}
		dc.Inject(simulator.Fault{Path: tenantsPath, Body: `{"items":[{"id":"` + simulator.CohoID + `","name":"A","kind":"customer"}]}`})
		_, err = c.GetTenantsByID(t.Context(), []string{simulator.ContosoID})
		if e := asError(t, err); e.Kind != acronis.Malformed {
			t.Errorf("a tenant that wasn't asked for: %v", e)
		}
	})
}
