package simulator_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"acronis-reports-mcp/acronis/simulator"
)

func TestAddReport(t *testing.T) {
	dc, client := start(t)
	token := login(t, client, "http://dc")
	raw := `{ "id":"00000000-0000-4000-8000-000000000001", "version" : 99999999999999999999,
	  "new":"<b>&", "parameters":{"tenant_id":"` + simulator.ContosoID + `"} } `
	replaced := strings.Replace(raw, "new", "newer", 1)
	for _, want := range []string{raw, replaced} {
		if err := dc.AddReport(want); err != nil {
			t.Fatal(err)
		}
		got := get(t, client, token, "/api/2/reports/00000000-0000-4000-8000-000000000001")
		if got.status != http.StatusOK || got.body != want {
			t.Errorf("status %d and %q, want 200 and %q", got.status, got.body, want)
		}
	}
}

func TestAddReportRefuses(t *testing.T) {
	dc, _ := start(t)
	for name, raw := range map[string]string{
		"broken JSON":    `{"id":`,
		"no id":          `{"parameters":{"tenant_id":"` + simulator.ContosoID + `"}}`,
		"id no UUID":     `{"id":"7","parameters":{"tenant_id":"` + simulator.ContosoID + `"}}`,
		"no tenant":      `{"id":"00000000-0000-4000-8000-000000000001"}`,
		"unknown tenant": `{"id":"00000000-0000-4000-8000-000000000001","parameters":{"tenant_id":"7"}}`,
	} {
		if err := dc.AddReport(raw); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// The guide's report has exactly the guide's fields, in its order.
func TestGuideReportText(t *testing.T) {
	_, client := start(t)
	got := get(t, client, login(t, client, "http://dc"), guideReport).body
	const want = `{"id":"20dffb36-d77b-45c6-b2fa-39276e98d5fc","version":1,"generation_date":"2017-05-08","result_action":"send",` +
		`"recipients":["ca451758-b48a-45d9-9ae6-8f1059f67619","ab00e527-219b-481b-b01b-311b5be0ed3c"],` +
		`"schedule":{"enabled":true,"type":"once"},"parameters":{"kind":"usage_summary","level":"accounts",` +
		`"formats":["csv","html"],"period":{"start":"2017-05-01","end":"2017-05-07"},` +
		`"tenant_id":"ede9f834-70b3-476c-83d9-736f9f8c7dae"}}`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// Every report of the world is in its tenant's list and has the fields that the vendor's schema requires.
// Versions are sent with every digit.
func TestWorldReports(t *testing.T) {
	_, client := start(t)
	token := login(t, client, "http://dc")
	versions := map[json.Number]bool{}
	for _, tenant := range listTenants(t, client, token, "subtree_root_id="+simulator.OwnTenantID) {
		var list struct{ Items []string }
		unmarshal(t, get(t, client, token, "/api/2/tenants/"+tenant+"/reports").body, &list)
		for _, id := range list.Items {
			var got struct {
				ID             string      `json:"id"`
				Version        json.Number `json:"version"`
				ResultAction   string      `json:"result_action"`
				Recipients     []string    `json:"recipients"`
				GenerationDate string      `json:"generation_date"`
				Schedule       struct{ Type string }
				Parameters     struct {
					TenantID string `json:"tenant_id"`
					Level    string
					Kind     string
					Formats  []string
					Period   struct{ Start, End string }
				}
			}
			unmarshal(t, get(t, client, token, "/api/2/reports/"+id).body, &got)
			p := got.Parameters
			if got.ID != id || p.TenantID != tenant || got.ResultAction == "" || got.Recipients == nil || got.GenerationDate == "" ||
				got.Schedule.Type == "" || p.Level == "" || p.Kind == "" || len(p.Formats) == 0 || p.Period.Start > p.Period.End {
				t.Errorf("report %s of tenant %s is incomplete: %+v", id, tenant, got)
			}
			versions[got.Version] = true
		}
	}
	for _, want := range []json.Number{"1", "1559561146223", "9007199254740993127"} {
		if !versions[want] {
			t.Errorf("no report has version %s", want)
		}
	}
}

func unmarshal(t *testing.T, text string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatalf("%v in %q", err, text)
	}
}
