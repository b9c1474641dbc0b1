package dataset_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/sheets/dataset"
)

// changedTenant returns an engine for a data centre where some fields of a tenant have
// other values, as after a change.
func changedTenant(t *testing.T, center *simulator.DataCentre, id string, fields map[string]any) *figures.Engine {
	t.Helper()
	proxy := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: "localhost"})
	proxy.Transport = &http.Transport{DialContext: center.DialContext, DisableKeepAlives: true}
	proxy.ModifyResponse = func(r *http.Response) error {
		if !strings.HasPrefix(r.Request.URL.Path, "/api/2/tenants") || r.StatusCode != http.StatusOK {
			return nil
		}
		var body any
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			return err
		}
		change(body, id, fields)
		raw, err := json.Marshal(body)
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(raw)), int64(len(raw))
		r.Header.Set("Content-Length", strconv.Itoa(len(raw)))
		return err
	}
	server := httptest.NewServer(proxy)
	t.Cleanup(server.Close)
	return engineAt(t, acronis.Config{BaseURL: server.URL})
}

// change changes each object with an id in a JSON value.
func change(value any, id string, fields map[string]any) {
	switch v := value.(type) {
	case []any:
		for _, one := range v {
			change(one, id, fields)
		}
	case map[string]any:
		if v["id"] == id {
			for name, to := range fields {
				v[name] = to
			}
		}
		for _, one := range v {
			change(one, id, fields)
		}
	}
}

// A tenant that is renamed or moved changes months that are written later, and none
// that were written before.
func TestTenantsChangeBetweenRuns(t *testing.T) {
	for name, test := range map[string]struct {
		fields map[string]any
		column string
		want   string
	}{
		"renamed": {map[string]any{"name": "Another \"Name\""}, "tenant_name", "Another \"Name\""},
		"moved":   {map[string]any{"parent_id": simulator.BrightwaterID}, "parent_id", simulator.BrightwaterID},
	} {
		t.Run(name, func(t *testing.T) {
			center := simulator.NewCases()
			t.Cleanup(center.Close)
			const customer = simulator.NodID // of a reseller
			d := &dataset.Dataset{Folder: t.TempDir(), DataCentre: "eu2", Figures: engineOf(t, center)}
			write(t, d, sourceOf(t, d.Figures, "", october))
			before := filesIn(t, d.Folder)

			d.Figures = changedTenant(t, center, customer, test.fields)
			if out := write(t, d, sourceOf(t, d.Figures, "", october)); !out.Unchanged {
				t.Error("the month was written again")
			}
			writeMonth(t, d, september, sourceOf(t, d.Figures, "", september), nil)
			after := filesIn(t, d.Folder)
			for name, content := range before {
				if after[name] != content {
					t.Errorf("%s has changed", name)
				}
			}
			if len(after) != len(before)+3 {
				t.Errorf("%d files, want %d and three of September", len(after), len(before))
			}
			for month, isNew := range map[string]bool{october: false, september: true} {
				rows := 0
				for _, row := range readFile(t, partOf(d.Folder, "usage", month)) {
					if row["tenant_id"] != customer {
						continue
					}
					if rows++; (row[test.column] == test.want) != isNew {
						t.Errorf("%s: the %s is %q", month, test.column, row[test.column])
					}
				}
				if rows == 0 {
					t.Errorf("%s has no rows of the customer", month)
				}
			}
			sums := countedSums(t, readFile(t, partOf(d.Folder, "usage", september)))
			if diff := cmp.Diff(totals(t, d.Figures, sourceOf(t, d.Figures, "", september)), sums, equalDecimals); diff != "" {
				t.Errorf("sums differ from the totals (-totals +sums):\n%s", diff)
			}
		})
	}
}
