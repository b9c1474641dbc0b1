package tools_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/acronis/simulator"
)

// posts returns how many requests to create a report a data centre received.
func posts(dc *simulator.DataCentre) (n int) {
	for _, r := range dc.Requests() {
		if r.Method == "POST" && r.Path == "/api/2/reports" {
			n++
		}
	}
	return n
}

// Calls at the same time create each missing report once.
func TestPrepareAtOnce(t *testing.T) {
	for _, arguments := range []string{`{"months":["2026-10"]}`, `{"months":["2026-10"],"fresh":true}`} {
		t.Run(arguments, func(t *testing.T) {
			simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
				var calls sync.WaitGroup
				ids := make([]string, 10)
				for i := range ids {
					calls.Go(func() {
						r := (&host{m: m}).call(t, "prepare_months", arguments)
						ids[i] = string(r.StructuredContent)
					})
				}
				calls.Wait()
				for _, got := range ids {
					if !strings.Contains(got, `"status":"ready","report_id":"00000000-0000-4000-a000-000000000001"`) {
						t.Errorf("got %s", got)
					}
				}
				if n := posts(dc); n != 1 {
					t.Errorf("%d reports were created, want 1", n)
				}
			})
		})
	}
}

// After two damaged reports of a month, no more are created.
func TestPrepareDamagedAgain(t *testing.T) {
	simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
		damage := func(report string) {
			if err := dc.SetFile(report, "csv_v2_0", []byte("<html>"), ""); err != nil {
				t.Fatal(err)
			}
		}
		call := func() string {
			return string((&host{m: m}).call(t, "prepare_months", `{"months":["2026-09"],"timeout_seconds":0}`).StructuredContent)
		}
		damage(simulator.SeptemberReportID)
		if got := call(); !strings.Contains(got, `"status":"in_progress"`) || !strings.Contains(got, simulator.SeptemberReportID+" is damaged") {
			t.Errorf("got %s", got)
		}
		damage("00000000-0000-4000-a000-000000000001")
		time.Sleep(time.Minute) // of the bubble
		for range 2 {
			if got := call(); !strings.Contains(got, `"status":"damaged"`) {
				t.Errorf("got %s", got)
			}
		}
		if n := posts(dc); n != 1 {
			t.Errorf("%d reports were created, want 1", n)
		}
	})
}

// 24 months need one call, and the next call creates nothing.
func TestPrepareTwoYears(t *testing.T) {
	var months []string
	for i := range 24 {
		months = append(months, fmt.Sprintf("%q", time.Date(2024, time.November+time.Month(i), 1, 0, 0, 0, 0, time.UTC).Format("2006-01")))
	}
	arguments := `{"months":[` + strings.Join(months, ",") + `]}`
	simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
		for range 2 {
			r := (&host{m: m}).call(t, "prepare_months", arguments)
			if n := strings.Count(string(r.StructuredContent), `"status":"ready"`); n != 24 {
				t.Errorf("%d months are ready, want 24: %s", n, r.Content[0].Text)
			}
		}
		if n := posts(dc); n != 23 { // one of them exists
			t.Errorf("%d reports were created, want 23", n)
		}
	})
}

// A file that takes longer to arrive than the call has time is read by the next
// call.
func TestPrepareSlowFile(t *testing.T) {
	simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
		dc.Inject(simulator.Fault{Path: "/api/2/reports/" + simulator.SeptemberReportID + "/stored/", Trickle: time.Second})
		call := func() string {
			return string((&host{m: m}).call(t, "prepare_months", `{"months":["2026-09"],"timeout_seconds":0}`).StructuredContent)
		}
		for _, want := range []string{"not enough time to read its file", `"status":"ready"`} {
			if got := call(); !strings.Contains(got, want) {
				t.Errorf("got %s, want %s", got, want)
			}
		}
	})
}

// The call that the hint names can be made.
func TestPrepareNamesTheNextCall(t *testing.T) {
	simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
		h := &host{m: m}
		var out struct{ Hint string }
		r := h.call(t, "prepare_months", `{"tenant":"Contoso Ltd","months":["2026-09","2026-10"]}`)
		if err := json.Unmarshal(r.StructuredContent, &out); err != nil {
			t.Fatal(err)
		}
		_, after, found := strings.Cut(out.Hint, "summarize_usage ")
		arguments, _, _ := strings.Cut(after, "}")
		if r := h.call(t, "summarize_usage", arguments+"}"); !found || r.IsError {
			t.Errorf("%s: %s", out.Hint, r.Content[0].Text)
		}
	})
}
