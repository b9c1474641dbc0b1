package tools_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"acronis-reports-mcp/acronis/simulator"
)

// report is a report as a data centre may send it, with more fields.
func report(more string) string {
	return `{"id":"` + simulator.MonthlyReportID + `","version":9007199254740993,"schedule":{"type":"once"},` + more + `}`
}

// fields are many fields with values of a size.
func fields(n, size int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf(`"field %d":%q`, i, strings.Repeat("x", size))
	}
	return strings.Join(all, ",")
}

// wantShort wants an answer that is short enough and fits the schema of its tool.
func wantShort(t *testing.T, tool string, r result) {
	t.Helper()
	if n := len(r.Content[0].Text); n > 20<<10 {
		t.Errorf("an answer of %d bytes, want at most 20 KB", n)
	}
	if r.IsError {
		return
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(r.StructuredContent))
	if err != nil {
		t.Fatal(err)
	}
	if err := compile(t, catalogue(t)[tool].OutputSchema).Validate(value); err != nil {
		t.Errorf("the output schema doesn't hold: %v", err)
	}
}

// TestReportsBeyondReason has reports that nobody would write.
func TestReportsBeyondReason(t *testing.T) {
	for name, test := range map[string]struct {
		more string
		want []string // in the answer
	}{
		"a number of 7 million digits": {`"n":` + strings.Repeat("7", 7_000_000), []string{`"n":"777`, "7… (cut: 7000000 bytes in all)"}},
		"9,000 levels":                 {`"n":` + strings.Repeat("[", 9000) + strings.Repeat("]", 9000), []string{"(cut: nested deeper than 64 levels, 17874 bytes in all)"}},
		"objects of 9,000 levels":      {`"n":` + strings.Repeat(`{"a":`, 9000) + `1` + strings.Repeat("}", 9000), []string{"(cut: nested deeper than 64 levels, "}},
		"64 levels":                    {`"n":` + strings.Repeat("[", 63) + strings.Repeat("]", 63), []string{strings.Repeat("[", 63) + strings.Repeat("]", 63)}},
		"a value of 4 KB":              {fields(1, 4<<10), []string{`xx"`}},
		"a value of more":              {fields(1, 4<<10+1), []string{"xx… (cut: 4097 bytes in all)"}},
		"characters of more bytes":     {`"n":"x` + strings.Repeat("漢", 2000) + `"`, []string{"漢… (cut: 6001 bytes in all)"}},
		"six values of 3.5 KB":         {fields(6, 3500), []string{"xx… (cut: 3500 bytes in all)"}},
		"ten values of 4 KB":           {fields(10, 4000), []string{`"field 0":"xx`, `"field 9":"xx`, "xx… (cut: 4000 bytes in all)"}},
		"200 fields":                   {fields(200, 1000), []string{`"field 0":"xx`, `"field 199":"xx`, "xx… (cut: 1000 bytes in all)"}},
		"100,000 fields":               {fields(100_000, 20), []string{`"field 0":"xx`, "more, "}},
		"a long list of recipients":    {`"recipients":["` + strings.Repeat(simulator.UserID+`","`, 5000) + `"]`, []string{simulator.UserID, "more, "}},
		"a name of 1 MB":               {`"` + strings.Repeat("n", 1<<20) + `":1`, []string{"nn… (field 4, cut: 1048576 bytes in all)"}},
		"a tree":                       {`"n":` + strings.Repeat(`[1,2,3,4,`, 5000) + `5` + strings.Repeat("]", 5000), []string{"cut: nested deeper"}},
		"hidden characters":            {`"n":"` + strings.Repeat("\u202e", 5000) + `"`, []string{"bytes in all"}},
	} {
		t.Run(name, func(t *testing.T) {
			simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
				dc.Inject(simulator.Fault{Path: "/api/2/reports/", Body: report(test.more), Times: 2})
				h := &host{m: m}
				r := h.call(t, "get_report", `{"report_id":"`+simulator.MonthlyReportID+`"}`)
				wantShort(t, "get_report", r)
				for _, want := range append(test.want, `"id":"`+simulator.MonthlyReportID+`","version":9007199254740993,`) {
					if !strings.Contains(r.Content[0].Text, want) {
						t.Errorf("%.300s, want %s in it", r.Content[0].Text, want)
					}
				}
				answer := m.HandleMessage(t.Context(), json.RawMessage(`{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"acronis://reports/`+simulator.MonthlyReportID+`"}}`))
				whole := answer.(mcp.JSONRPCResponse).Result.(mcp.ReadResourceResult).Contents[0].(mcp.TextResourceContents).Text
				if whole != report(test.more) {
					t.Errorf("the resource has %d bytes, want all %d", len(whole), len(report(test.more)))
				}
			})
		})
	}
}

// TestListsBeyondReason has lists with more, or longer names, than an answer has room for.
func TestListsBeyondReason(t *testing.T) {
	long := strings.Repeat("漢 <&", 150)
	for name, test := range map[string]struct{ tool, arguments, path, body, want string }{
		"80,000 stored reports": {"wait_for_report", `{"report_id":"` + simulator.SavedReportID + `"}`, "/api/2/reports/" + simulator.SavedReportID + "/stored",
			`{"items":[` + strings.TrimSuffix(strings.Repeat(`{"id":"1","status":"saved","report_format":"csv_v2_0","size":1},`, 80_000), ",") + `]}`, "Of 80000 stored reports the newest "},
		"one stored report with a long name": {"wait_for_report", `{"report_id":"` + simulator.SavedReportID + `"}`, "/api/2/reports/" + simulator.SavedReportID + "/stored",
			`{"items":[{"id":"2","status":"saved","report_format":"csv_v2_0"},{"id":"1","status":"saved","report_format":"` + strings.Repeat("x", 1<<20) + `"}]}`, "cut: 1048576 bytes in all"},
		"current usages": {"get_current_usage", `{"limit":100}`, "/api/2/tenants/" + simulator.OwnTenantID + "/usages",
			`{"items":[` + strings.TrimSuffix(strings.Repeat(`{"name":"`+long+`","usage_name":"`+long+`","edition":"`+long+`","absolute_value":1,"value":1},`, 300), ",") + `]}`, `"next_cursor":"`},
		"a current usage of 7 million digits": {"get_current_usage", `{}`, "/api/2/tenants/" + simulator.OwnTenantID + "/usages",
			`{"items":[{"name":"storage","absolute_value":` + strings.Repeat("7", 7_000_000) + `,"value":1}]}`, `"usage":"storage"`},
	} {
		t.Run(name, func(t *testing.T) {
			simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
				dc.Inject(simulator.Fault{Path: test.path, Body: test.body})
				r := (&host{m: m}).call(t, test.tool, test.arguments)
				wantShort(t, test.tool, r)
				if r.IsError || !strings.Contains(r.Content[0].Text, test.want) {
					t.Errorf("%.500s, want %s in it", r.Content[0].Text, test.want)
				}
			})
		})
	}
}

// TestPagesOfLongEntries reads all pages of a list whose entries are long: none is left out.
func TestPagesOfLongEntries(t *testing.T) {
	simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
		want := map[string]bool{}
		for i := range 60 {
			id := fmt.Sprintf("00000000-0000-4000-b000-%012d", i)
			want[id] = true
			if err := dc.AddReport(fmt.Sprintf(`{"id":%q,"version":1,"parameters":{"tenant_id":%q,"kind":%q,"level":"itself"}}`, id, simulator.OwnTenantID, strings.Repeat("kind", 200))); err != nil {
				t.Fatal(err)
			}
		}
		cursor, pages := "", 0
		for {
			r := (&host{m: m}).call(t, "list_reports", fmt.Sprintf(`{"limit":50,"cursor":%q}`, cursor))
			wantShort(t, "list_reports", r)
			var page struct {
				Items []struct {
					ID string `json:"id"`
				} `json:"items"`
				NextCursor string `json:"next_cursor"`
			}
			decodePage(t, r, &page)
			for _, item := range page.Items {
				delete(want, item.ID)
			}
			pages++
			if cursor = page.NextCursor; cursor == "" || pages > 50 {
				break
			}
		}
		if len(want) > 0 || pages < 4 {
			t.Errorf("%d reports are on none of %d pages", len(want), pages)
		}
	})
}

func decodePage(t *testing.T, r result, page any) {
	t.Helper()
	if err := json.Unmarshal(r.StructuredContent, page); err != nil {
		t.Fatal(err)
	}
}

// TestQuestionsBeyondReason has a question that nobody can read.
func TestQuestionsBeyondReason(t *testing.T) {
	simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
		var reports []string
		for i := range 50 {
			id := fmt.Sprintf("00000000-0000-4000-b000-%012d", i)
			if err := dc.AddReport(fmt.Sprintf(`{"id":%q,"version":1,"recipients":["%d%s"],"parameters":{"tenant_id":%q,"kind":%q}}`,
				id, i, strings.Repeat("漢", 500), simulator.OwnTenantID, strings.Repeat("字", 500))); err != nil {
				t.Fatal(err)
			}
			reports = append(reports, fmt.Sprintf(`{"report_id":%q,"version":1}`, id))
		}
		h := &host{m: m, answer: "accept"}
		r := h.call(t, "delete_reports", `{"reports":[`+strings.Join(reports, ",")+`]}`)
		wantShort(t, "delete_reports", r)
		if !r.IsError || len(h.asked) > 0 || countSent(dc, "DELETE") > 0 {
			t.Errorf("%.300s, asked %d", r.Content[0].Text, len(h.asked))
		}
	})
}
