package tools_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/acronis/simulator"
)

// monthsAnswer has the parts of an answer about several months that tests read.
type monthsAnswer struct {
	Months     []string
	Items      []struct{ Month, Usage, Value string }
	SpanTotals []struct{ Usage, Value string } `json:"span_totals"`
	MonthsLeft []string                        `json:"months_left"`
	Truncated  bool
	Missing    struct {
		Months []string
		Call   struct {
			Tool      string
			Arguments json.RawMessage
		}
	}
}

func askMonths(t *testing.T, h *host, arguments string) (answer monthsAnswer) {
	t.Helper()
	r := h.call(t, "summarize_usage", arguments)
	if err := json.Unmarshal(r.StructuredContent, &answer); err != nil {
		t.Fatalf("%v: %s", err, r.Content[0].Text)
	}
	if n := len(r.Content[0].Text); n > 20<<10 {
		t.Errorf("%s: %d bytes", arguments, n)
	}
	return answer
}

// TestMonthsInTime makes the file of the last of three months arrive so slowly
// that the call's time ends. The result has the other months.
func TestMonthsInTime(t *testing.T) {
	simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
		dc.Inject(simulator.Fault{Path: "/api/2/reports/" + simulator.SavedReportID + "/stored/", Trickle: time.Second})
		h := &host{m: m}
		got := askMonths(t, h, `{"tenant":"Contoso Ltd","months":["2026-08","2026-09","2026-10"],"usages":["workstations"],"group_by":["usage"]}`)
		if diff := cmp.Diff([]string{"2026-08", "2026-09"}, got.Months); diff != "" {
			t.Errorf("months (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"2026-10"}, got.MonthsLeft); diff != "" || !got.Truncated || got.SpanTotals != nil {
			t.Errorf("months left (-want +got):\n%struncated: %t, over the span: %v", diff, got.Truncated, got.SpanTotals)
		}
	})
}

// TestManyMonths asks about the maximum number of months, of which three have
// reports, and makes the call that prepares the others.
func TestManyMonths(t *testing.T) {
	simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
		var months []string
		for i := range 24 {
			months = append(months, fmt.Sprintf("%q", time.Date(2024, time.November+time.Month(i), 1, 0, 0, 0, 0, time.UTC).Format("2006-01")))
		}
		arguments := `{"tenant":"Contoso Ltd","limit":100,"detail":"full","months":[` + strings.Join(months, ",") + `]}`
		h := &host{m: m}
		before := askMonths(t, h, arguments)
		if n := len(before.Missing.Months); n != 21 || before.Missing.Call.Tool != "prepare_months" || before.SpanTotals != nil {
			t.Errorf("%d months are missing; the call: %+v; over the span: %v", n, before.Missing.Call, before.SpanTotals)
		}
		dc.GenerationTime = time.Second
		if r := h.call(t, before.Missing.Call.Tool, string(before.Missing.Call.Arguments)); r.IsError || strings.Contains(r.Content[0].Text, "in_progress") {
			t.Fatalf("prepare_months: %.500s", r.Content[0].Text)
		}
		after := askMonths(t, h, arguments)
		if after.Missing.Months != nil || len(after.Months) != 24 || !after.Truncated || after.SpanTotals == nil {
			t.Errorf("missing: %v, %d months, truncated: %t, over the span: %v", after.Missing.Months, len(after.Months), after.Truncated, after.SpanTotals)
		}
	})
}

// TestMonthsOfOneKey checks that the months of one group are next to each
// other, and that the groups are sorted by their greatest value.
func TestMonthsOfOneKey(t *testing.T) {
	simulate(t, setup{}, func(t *testing.T, _ *simulator.DataCentre, m *server.MCPServer) {
		h := &host{m: m}
		got := askMonths(t, h, `{"tenant":"Contoso Ltd","months":["2026-10","2026-09"],"usages":["servers","workstations"],"group_by":[]}`)
		var rows []string
		for _, item := range got.Items {
			rows = append(rows, item.Usage+" "+item.Month+" "+item.Value)
		}
		want := []string{"workstations 2026-09 30", "workstations 2026-10 30", "servers 2026-09 5", "servers 2026-10 5"}
		if diff := cmp.Diff(want, rows); diff != "" {
			t.Errorf("rows (-want +got):\n%s", diff)
		}
	})
}

// A partner that is counted as a whole names the customers that it has gained, so that its growth isn't without a cause,
// and each label is that of the edition in the file, whether or not rows are grouped by it.
func TestGained(t *testing.T) {
	simulate(t, setup{}, func(t *testing.T, _ *simulator.DataCentre, m *server.MCPServer) {
		h := &host{m: m}
		text := h.call(t, "compare_usage", `{"months":["2026-09","2026-10"],"usages":["storage"]}`).Content[0].Text
		why := `"why":["\"Woodgrove Bank\" is below it now, and wasn't before"]`
		if _, of, _ := strings.Cut(text, `"tenant":"Proseware Resale"`); !strings.Contains(of, why) || strings.Count(text, why) != 1 {
			t.Error(text)
		}
		for _, by := range []string{`"offering_item"`, `"offering_item","infra"`, `"offering_item","edition"`} {
			text := h.call(t, "summarize_usage", `{"months":["2026-10"],"usages":["compute_points"],"group_by":[`+by+`]}`).Content[0].Text
			if !strings.Contains(text, `"label":"Compute points, per workload"`) {
				t.Errorf("by %s: %s", by, text)
			}
		}
	})
}

// Ordered by growth, customers that had nothing before are among the others, and those that lost most are last.
func TestGrowthFirst(t *testing.T) {
	simulate(t, setup{}, func(t *testing.T, _ *simulator.DataCentre, m *server.MCPServer) {
		h := &host{m: m}
		h.call(t, "prepare_months", `{"months":["2026-10"]}`)
		ask := func(limit string) string {
			return h.call(t, "compare_usage", `{"months":["2026-09","2026-10"],"usages":["storage"],"order":"growth"`+limit+`}`).Content[0].Text
		}
		var names []string
		for _, of := range strings.Split(ask(""), `{"tenant":"`)[1:] {
			name, _, _ := strings.Cut(of, `"`)
			names = append(names, name)
		}
		all := strings.Join(names, ", ")
		if !strings.HasPrefix(all, "Alpine Ski House, Contoso Ltd, Adventure Works, Woodgrove Bank, ") || !strings.HasSuffix(all, ", Humongous Insurance") {
			t.Error(all)
		}
		if text := ask(`,"limit":1`); !strings.Contains(text, `"changes":[{"tenant":"Alpine Ski House","before":"0","after":"282036185548","change":"+282036185548","reading"`) || strings.Contains(text, "from_zero") {
			t.Error(text)
		}
	})
}
