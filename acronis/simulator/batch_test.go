package simulator_test

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"acronis-reports-mcp/acronis/simulator"

	"github.com/google/go-cmp/cmp"
)

const (
	northwind   = simulator.OwnTenantID
	contoso     = simulator.ContosoID
	headOffice  = "90c192cf-d3ac-44af-8f21-ddb66cad4a26"
	warehouse   = "a170b338-3926-4059-b28c-105d1fb17c23"
	fabrikam    = simulator.FabrikamID
	retail      = "6b0d549b-6f03-475a-9600-a35a099950d8"
	adventure   = simulator.AdventureID
	deleted     = simulator.DeletedID
	reseller    = simulator.ResellerID
	foreign     = simulator.ForeignTenantID
	unknownUUID = "00000000-0000-4000-8000-000000000000"
)

type tenantsPage struct {
	Items  []struct{ ID, Name string }
	Paging struct {
		Cursors struct{ After string }
	}
}

// listTenants follows the cursors of GET /tenants to the end and returns the ids.
func listTenants(t *testing.T, client *http.Client, token, query string) []string {
	t.Helper()
	var ids []string
	for {
		var page tenantsPage
		unmarshal(t, get(t, client, token, "/api/2/tenants?"+query).body, &page)
		for _, item := range page.Items {
			ids = append(ids, item.ID)
		}
		if page.Paging.Cursors.After == "" {
			return ids
		}
		query = "after=" + url.QueryEscape(page.Paging.Cursors.After)
	}
}

func TestTenantsBatch(t *testing.T) {
	_, client := start(t)
	token := login(t, client, "http://dc")
	children := []string{contoso, fabrikam, retail, reseller, simulator.AlpineID, simulator.LucerneID,
		simulator.FormulaNameID, simulator.BidiNameID, simulator.RenamedID}
	subtree := []string{northwind, contoso, headOffice, warehouse, fabrikam, retail, adventure, simulator.WingtipRetailID,
		reseller, simulator.WingtipPartnerID, simulator.CohoID, simulator.AlpineID, simulator.LucerneID,
		simulator.FormulaNameID, simulator.BidiNameID, simulator.RenamedID, simulator.MovedID}
	withDeleted := slices.Insert(slices.Clone(children), 8, simulator.DeletedInOctoberID)
	for query, want := range map[string][]string{
		"parent_id=" + northwind:                                                 children,
		"parent_id=" + northwind + "&allow_deleted=true":                         slices.Insert(withDeleted, 3, deleted),
		"parent_id=" + reseller:                                                  {simulator.WingtipPartnerID, simulator.CohoID, simulator.MovedID},
		"parent_id=" + contoso + "&lod=basic":                                    {headOffice, warehouse},
		"parent_id=" + headOffice:                                                nil,
		"subtree_root_id=" + contoso:                                             {contoso, headOffice, warehouse},
		"subtree_root_id=" + northwind:                                           subtree,
		"subtree_root_id=" + northwind + "&limit=3&lod=stamps":                   subtree,
		"subtree_root_id=" + northwind + "&limit=1":                              subtree,
		"subtree_root_id=" + northwind + "&limit=15":                             subtree,
		"uuids=" + adventure + "," + contoso + "," + unknownUUID + "," + foreign: {contoso, adventure},
	} {
		if diff := cmp.Diff(want, listTenants(t, client, token, query)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", query, diff)
		}
	}
}

func TestTenantsBatchRefuses(t *testing.T) {
	_, client := start(t)
	token := login(t, client, "http://dc")
	for query, want := range map[string]int{
		"":                       http.StatusBadRequest,
		"limit=5":                http.StatusBadRequest,
		"next=5":                 http.StatusBadRequest,
		"uuids=7":                http.StatusBadRequest,
		"uuids=" + contoso + ",": http.StatusBadRequest,
		"uuids=" + strings.Repeat(contoso+",", 100) + contoso: http.StatusBadRequest,
		"uuids=" + contoso + "&parent_id=" + contoso:          http.StatusBadRequest,
		"parent_id=7":                             http.StatusBadRequest,
		"parent_id=" + contoso + "&limit=0":       http.StatusBadRequest,
		"parent_id=" + contoso + "&limit=many":    http.StatusBadRequest,
		"parent_id=" + contoso + "&lod=all":       http.StatusBadRequest,
		"parent_id=" + contoso + "&allow_deleted": http.StatusBadRequest,
		"after=":                         http.StatusBadRequest,
		"after=bm9uc2Vuc2U":              http.StatusBadRequest, // "nonsense"
		"after=bmV4dD0tMQ":               http.StatusBadRequest, // "next=-1"
		"parent_id=" + foreign:           http.StatusForbidden,
		"subtree_root_id=" + foreign:     http.StatusForbidden,
		"subtree_root_id=" + unknownUUID: http.StatusNotFound,
	} {
		if got := get(t, client, token, "/api/2/tenants?"+query).status; got != want {
			t.Errorf("%q: status %d, want %d", query, got, want)
		}
	}
}

// A limit sent with a cursor is used, and a cursor beyond the end gives an empty page.
func TestTenantsCursor(t *testing.T) {
	dc, client := start(t)
	token := login(t, client, "http://dc")
	var first, second tenantsPage
	unmarshal(t, get(t, client, token, "/api/2/tenants?limit=1&subtree_root_id="+contoso).body, &first)
	after := url.QueryEscape(first.Paging.Cursors.After)
	unmarshal(t, get(t, client, token, "/api/2/tenants?limit=2&after="+after).body, &second)
	if len(first.Items) != 1 || len(second.Items) != 2 || second.Paging.Cursors.After != "" {
		t.Errorf("pages of %d and %d items, want 1 and 2 and no third page", len(first.Items), len(second.Items))
	}
	for mode, want := range map[simulator.CursorLimit][2]int{ // with and without a limit of its own
		simulator.CursorOwnLimit: {2, 1}, simulator.CursorKeepsLimit: {1, 1}, simulator.CursorForgetsLimit: {2, 2},
	} {
		dc.Change(func(o *simulator.Options) { o.CursorLimit = mode })
		var got [2]int
		for i, limit := range []string{"limit=2&", ""} {
			var page tenantsPage
			unmarshal(t, get(t, client, token, "/api/2/tenants?"+limit+"after="+after).body, &page)
			got[i] = len(page.Items)
		}
		if got != want {
			t.Errorf("mode %d: pages of %v, want %v", mode, got, want)
		}
	}
	beyond := base64.RawURLEncoding.EncodeToString([]byte("next=99&parent_id=" + northwind))
	if got := listTenants(t, client, token, "after="+beyond); got != nil {
		t.Errorf("beyond the end there is %v", got)
	}
}
