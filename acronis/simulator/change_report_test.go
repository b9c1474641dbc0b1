package simulator_test

import (
	"net/http"
	"slices"
	"sync"
	"testing"

	"acronis-reports-mcp/acronis/simulator"

	"github.com/google/go-cmp/cmp"
)

const monthlyReport = "/api/2/reports/" + simulator.MonthlyReportID

func TestUpdateOptions(t *testing.T) {
	dc, client := start(t)
	dc.VersionStep = 10
	dc.UpdateOnceStatus = http.StatusConflict
	token := login(t, client, "http://dc")
	full := `{"recipients":["` + simulator.UserID + `"],"parameters":{"hide_zero_usage":true},"schedule":{"enabled":false}}`
	got := func(body string) (report created) {
		unmarshal(t, send(t, client, token, "PUT", monthlyReport, body).body, &report)
		return report
	}
	if r := got(full); r.Version != "14" || len(r.Recipients) != 1 || r.Schedule.Enabled || r.Parameters.HideZeroUsage == nil {
		t.Errorf("updated: %+v", r)
	}
	if r := got(`{}`); r.Version != "24" || len(r.Recipients) != 1 || r.Schedule.Enabled || r.Parameters.HideZeroUsage == nil {
		t.Errorf("left out, it stays: %+v", r)
	}
	dc.Change(func(o *simulator.Options) { o.UpdateResets = true })
	if r := got(`{}`); r.Version != "34" || len(r.Recipients) != 0 || !r.Schedule.Enabled || r.Parameters.HideZeroUsage != nil {
		t.Errorf("left out, it is reset: %+v", r)
	}
	if got := send(t, client, token, "PUT", guideReport, `{}`).status; got != http.StatusConflict {
		t.Errorf("a one-off report: status %d, want 409", got)
	}
}

// A refused update changes nothing. An update of a report that was added as text rewrites its text.
func TestUpdateOfText(t *testing.T) {
	dc, client := start(t)
	token := login(t, client, "http://dc")
	const target = "/api/2/reports/" + unknownUUID
	raw := `{"id":"` + unknownUUID + `", "version":3, "new":true, "schedule":{"type":"monthly"}, "parameters":{"tenant_id":"` + contoso + `"}}`
	if err := dc.AddReport(raw); err != nil {
		t.Fatal(err)
	}
	send(t, client, token, "PUT", target, `{"recipients":["`+simulator.UserID+`"],"schedule":{}}`)
	if got := get(t, client, token, target).body; got != raw {
		t.Errorf("after a refusal: %s", got)
	}
	var got created
	unmarshal(t, send(t, client, token, "PUT", target, `{"schedule":{"enabled":true}}`).body, &got)
	if got.ID != unknownUUID || got.Version != "4" || !got.Schedule.Enabled || len(got.Recipients) != 0 {
		t.Errorf("after an update: %+v", got)
	}
}

func TestVersionConflictStatus(t *testing.T) {
	dc, client := start(t)
	dc.VersionConflictStatus = http.StatusConflict
	got := send(t, client, login(t, client, "http://dc"), "DELETE", guideReport+"?version=2", "")
	if got.status != http.StatusConflict {
		t.Errorf("status %d, want 409", got.status)
	}
}

// atOnce makes a number of equal requests at the same time and returns their statuses, sorted.
func atOnce(t *testing.T, client *http.Client, requests ...*http.Request) []int {
	t.Helper()
	statuses := make([]int, len(requests))
	var all sync.WaitGroup
	for i, req := range requests {
		all.Go(func() {
			resp, err := client.Do(req)
			if err != nil {
				t.Error(err)
				return
			}
			resp.Body.Close()
			statuses[i] = resp.StatusCode
		})
	}
	all.Wait()
	slices.Sort(statuses)
	return statuses
}

func TestRaces(t *testing.T) {
	_, client := start(t)
	token := login(t, client, "http://dc")
	with := func(method, target, body string) *http.Request {
		req := request(t, method, "http://dc"+target, body)
		req.Header.Set("Authorization", "Bearer "+token)
		req.Header.Set("Content-Type", "application/json")
		return req
	}
	// If two requests delete the same version, one succeeds and the other gets 404.
	remove := func() *http.Request { return with("DELETE", guideReport+"?version=1", "") }
	if diff := cmp.Diff([]int{204, 404}, atOnce(t, client, remove(), remove())); diff != "" {
		t.Errorf("two deletions (-want +got):\n%s", diff)
	}
	// No update is lost.
	update := func() *http.Request { return with("PUT", monthlyReport, `{}`) }
	atOnce(t, client, update(), update(), update(), update())
	var got created
	unmarshal(t, get(t, client, token, monthlyReport).body, &got)
	if got.Version != "8" {
		t.Errorf("version %s after four updates of 4, want 8", got.Version)
	}
	// A deletion with the version before an update succeeds only if it comes first.
	switch got := atOnce(t, client, update(), with("DELETE", monthlyReport+"?version=8", "")); {
	case slices.Equal(got, []int{200, 426}), slices.Equal(got, []int{204, 404}):
	default:
		t.Errorf("an update and a deletion: %v", got)
	}
}
