package tools_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/acronis/simulator"
)

// simulate runs f with fake time and a data centre of its own.
func simulate(t *testing.T, by setup, f func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))) // of the bubble
		dc := by.dataCentre()
		defer dc.Close()
		if by.Data.TokenLifetime != 0 {
			dc.Options = by.Data
		}
		f(t, dc, newServer(t, dc, by))
	})
}

// Two calls delete the same report at the same time. One succeeds, and the
// other says that the report is gone.
func TestDeleteRace(t *testing.T) {
	simulate(t, setup{NoAsk: true}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
		dc.Inject(simulator.Fault{Method: "DELETE", Path: "/api/2/reports/", Delay: time.Second, Times: 2}) // both have looked by then
		outcomes := make([]string, 2)
		var wg sync.WaitGroup
		for i := range outcomes {
			wg.Go(func() {
				r := (&host{m: m}).call(t, "delete_reports", `{"reports":[{"report_id":"20dffb36-d77b-45c6-b2fa-39276e98d5fc","version":1}]}`)
				var out struct{ Outcomes []struct{ Outcome string } }
				if err := json.Unmarshal(r.StructuredContent, &out); err != nil {
					t.Error(err)
					return
				}
				outcomes[i] = out.Outcomes[0].Outcome
			})
		}
		wg.Wait()
		if got := strings.Join(outcomes, " "); got != "deleted gone" && got != "gone deleted" {
			t.Errorf("outcomes %q", got)
		}
	})
}

// The tree of tenants is read once for many questions, and again for a new name.
func TestTreeIsReadOnce(t *testing.T) {
	simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
		h := &host{m: m}
		reads := func() (n int) {
			for _, r := range dc.Requests() {
				if r.Path == "/api/2/tenants" {
					n++
				}
				if strings.HasPrefix(r.Path, "/api/2/tenants/") && !strings.HasSuffix(r.Path, "/reports") {
					t.Errorf("a tenant was looked up by itself: %s", r.Path)
				}
			}
			return n
		}
		for range 5 {
			h.call(t, "find_tenants", `{}`)
			h.call(t, "list_reports", `{"tenant":"Contoso Ltd","limit":1}`)
		}
		first := reads()
		time.Sleep(time.Minute) // of the bubble
		h.call(t, "list_reports", `{"tenant":"Nobody At All"}`)
		afterNewName := reads()
		time.Sleep(20 * time.Minute)
		h.call(t, "find_tenants", `{}`)
		if got := []int{first, afterNewName, reads()}; !cmp.Equal(got, []int{1, 2, 3}) {
			t.Errorf("reads of the tree: %v, want 1, then 2 for a name not found, then 3 after a while", got)
		}
	})
}

// A filter with names that no tenant has reads the tenants again once, even if
// that takes longer than they are fresh for a new name.
func TestUnknownCustomersReadTheTreeOnce(t *testing.T) {
	simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
		h := &host{m: m}
		h.call(t, "find_tenants", `{}`)
		time.Sleep(time.Minute) // of the bubble
		begun := len(dc.Requests())
		dc.Inject(simulator.Fault{Path: "/api/2/tenants", Times: 10, Delay: 5 * time.Second, Trickle: time.Millisecond})
		r := h.call(t, "summarize_usage", `{"months":["2026-09"],"customers":["Contoso Ltd","Nobody","Nobody Else","And Nobody"]}`)
		if r.IsError {
			t.Fatal(r.Content[0].Text)
		}
		reads := 0
		for _, request := range dc.Requests()[begun:] {
			if request.Path == "/api/2/tenants" {
				reads++
			}
		}
		if reads != 1 {
			t.Errorf("the tenants were read %d times", reads)
		}
	})
}

// Pages of a list, put together, are the list.
func TestPages(t *testing.T) {
	simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
		h := &host{m: m}
		for _, test := range []struct{ tool, filter string }{
			{"find_tenants", `"include_deleted":true`},
			{"list_reports", `"tenant":"Coho Winery"`},
			{"list_reports", `"tenant":"Coho Winery","period_before":"2026-09-01"`},
		} {
			read := func(arguments string) (ids []string, next string) {
				r := h.call(t, test.tool, arguments)
				var out struct {
					Items      []struct{ ID string }
					NextCursor string `json:"next_cursor"`
					Truncated  bool
				}
				if err := json.Unmarshal(r.StructuredContent, &out); err != nil {
					t.Fatalf("%s: %s", arguments, r.Content[0].Text)
				}
				if out.Truncated != (out.NextCursor != "") {
					t.Errorf("%s: truncated %v, next_cursor %q", arguments, out.Truncated, out.NextCursor)
				}
				for _, item := range out.Items {
					ids = append(ids, item.ID)
				}
				return ids, out.NextCursor
			}
			want, _ := read(`{"limit":100,` + test.filter + `}`)
			var got []string
			cursor := ""
			for page := 0; page == 0 || cursor != ""; page++ {
				arguments := `{"limit":3,` + test.filter
				if cursor != "" {
					arguments += fmt.Sprintf(`,"cursor":%q`, cursor)
				}
				var ids []string
				ids, cursor = read(arguments + `}`)
				got = append(got, ids...)
			}
			if diff := cmp.Diff(want, got); diff != "" || len(want) == 0 {
				t.Errorf("%s %s (-whole +pages):\n%s", test.tool, test.filter, diff)
			}
		}
	})
}

// No more than eight requests of a list are under way at once.
func TestFanOutIsBounded(t *testing.T) {
	simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
		h := &host{m: m}
		h.call(t, "find_tenants", `{}`) // a token, the tree
		dc.Inject(simulator.Fault{Path: "/api/2/reports/", Delay: 2 * time.Second, Times: 1000})
		before := len(dc.Requests())
		done := make(chan result)
		go func() { done <- h.call(t, "list_reports", `{"tenant":"Coho Winery","limit":100}`) }()
		time.Sleep(time.Second) // of the bubble: all that can start has
		if n := len(dc.Requests()) - before - 1; n != 8 {
			t.Errorf("%d reports were asked for at once, want 8", n)
		}
		if r := <-done; r.IsError {
			t.Error(r.Content[0].Text)
		}
	})
}

func TestAccessHidesTools(t *testing.T) {
	listed := map[string]map[string]bool{}
	for _, access := range []string{"read", "write", "delete"} {
		simulate(t, setup{Access: access}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
			listed[access] = map[string]bool{}
			answer := m.HandleMessage(t.Context(), json.RawMessage(`{"jsonrpc":"2.0","id":1,"method":"tools/list"}`))
			for _, tool := range answer.(mcp.JSONRPCResponse).Result.(mcp.ListToolsResult).Tools {
				listed[access][tool.Name] = true
				if access != "delete" && *tool.Annotations.DestructiveHint {
					t.Errorf("%s is listed with access %s", tool.Name, access)
				}
			}
		})
	}
	for name, tool := range catalogue(t) {
		switch {
		case !listed["delete"][name]:
			t.Errorf("%s is never listed", name)
		case tool.Annotations["readOnlyHint"] == true && !listed["read"][name]:
			t.Errorf("%s only reads, and isn't listed with access read", name)
		}
	}
	for _, name := range []string{"create_report", "update_report", "delete_reports"} {
		if listed["read"][name] {
			t.Errorf("%s is listed with access read", name)
		}
	}
}

// If the list of ids takes nearly all of a call's time, the reports found so
// far are returned.
func TestListReportsAfterASlowStart(t *testing.T) {
	simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
		dc.Inject(simulator.Fault{Path: "/api/2/tenants/", Delay: time.Minute, Times: 2})
		dc.Inject(simulator.Fault{Path: "/api/2/tenants/", Delay: 10 * time.Second})
		r := (&host{m: m}).call(t, "list_reports", `{}`)
		if r.IsError || !strings.Contains(r.Content[0].Text, `"items":[{`) {
			t.Errorf("got %s", r.Content[0].Text)
		}
	})
}

// A report made on the last day of a month has no figures of that day's end.
func TestMonthMadeBeforeItsEnd(t *testing.T) {
	simulate(t, setup{}, func(t *testing.T, _ *simulator.DataCentre, m *server.MCPServer) {
		h := &host{m: m}
		time.Sleep(time.Until(time.Date(2026, 11, 30, 10, 0, 0, 0, time.UTC)))
		if answer := h.call(t, "prepare_months", `{"months":["2026-11"]}`); !answer.IsError || !strings.Contains(answer.Content[0].Text, "not over") {
			t.Errorf("on the last day: %s", answer.Content[0].Text)
		}
		h.call(t, "create_report", `{"start":"2026-11-01","end":"2026-11-30","show_skus":true,"level":"all_customers"}`)
		time.Sleep(48 * time.Hour)
		const early = "00000000-0000-4000-a000-000000000001"
		if answer := h.call(t, "summarize_usage", `{"report_id":"`+early+`"}`); !strings.Contains(answer.Content[0].Text, "before its period was over") {
			t.Errorf("no warning: %s", answer.Content[0].Text)
		}
		if answer := h.call(t, "summarize_usage", `{"month":"2026-11"}`); !answer.IsError {
			t.Errorf("summarized: %s", answer.Content[0].Text)
		}
		if answer := h.call(t, "prepare_months", `{"months":["2026-11"]}`); !strings.Contains(answer.Content[0].Text, `"origin":"created"`) {
			t.Errorf("not made anew: %s", answer.Content[0].Text)
		}
		if answer := h.call(t, "summarize_usage", `{"month":"2026-11"}`); answer.IsError {
			t.Errorf("not summarized: %s", answer.Content[0].Text)
		}
	})
}
