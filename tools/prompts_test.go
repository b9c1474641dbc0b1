package tools_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/tools"
)

// request makes any request and returns its result, or the message of its error.
func request[T any](t *testing.T, m *server.MCPServer, method, params string) (result T, problem string) {
	t.Helper()
	answer := m.HandleMessage(t.Context(), json.RawMessage(fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"method":%q,"params":%s}`, method, params)))
	if failed, ok := answer.(mcp.JSONRPCError); ok {
		return result, failed.Error.Message
	}
	raw, err := json.Marshal(answer.(mcp.JSONRPCResponse).Result)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &result); err != nil {
		t.Fatal(err)
	}
	return result, ""
}

type promptText struct {
	Messages []struct {
		Role    string
		Content struct{ Text string }
	}
}

func TestPrompts(t *testing.T) {
	m := tools.NewServer(tools.Options{DataCentre: "eu2-cloud.acronis.com"})
	list, _ := request[mcp.ListPromptsResult](t, m, "prompts/list", `{}`)
	if len(list.Prompts) != 4 {
		t.Errorf("%d prompts, want four", len(list.Prompts))
	}
	for _, test := range []struct{ name, arguments, want, problem string }{
		{"close_month", `{"month":"2026-10"}`, "Close 2026-10 for my own tenant.", ""},
		{"close_month", `{"month":"2026-10","tenant":"Con\u202etoso"}`, `for the tenant "Con\u202etoso"`, ""},
		{"close_month", `{"month":" Oct 2026 ","tenant":" "}`, "Close 2026-10 for my own tenant.", ""},
		{"close_month", `{"month":"2026/10","tenant":null}`, "Close 2026-10 for my own tenant.", ""},
		{"close_month", `{"month":" "}`, "", `month is missing`},
		{"explain_change", `{"before":"Sep 2025","after":"10/2025"}`, `between 2025-09 and 2025-10`, ""},
		{"close_month", `{"month":"October"}`, "", `month must be a month such as 2026-10, not "October"`},
		{"explain_change", `{"before":"2025-09","after":"2025-10","tenant":"Contoso Ltd"}`, `for the tenant "Contoso Ltd" between 2025-09 and 2025-10`, ""},
		{"explain_change", `{"before":"2025-09"}`, "", `after is missing`},
		{"explain_change", `{"before":"2025-10","after":"2025-09"}`, "", `after must be a later month than before`},
		{"explain_change", `{"before":"2025-10","after":"2025-10"}`, "", `after must be a later month than before`},
		{"close_month", `{"month":"2026-10","tenant":"Contoso {{month}}"}`, `for the tenant "Contoso {{month}}"`, ""},
		{"check_trials", `{"tenant":"Northwind"}`, `customers of the tenant "Northwind" are on trial`, ""},
		{"clean_up_reports", `{}`, "reports of my own tenant", ""},
	} {
		got, problem := request[promptText](t, m, "prompts/get", fmt.Sprintf(`{"name":%q,"arguments":%s}`, test.name, test.arguments))
		if !strings.Contains(problem, test.problem) || (problem == "") != (test.problem == "") {
			t.Errorf("%s %s: %q, want %q", test.name, test.arguments, problem, test.problem)
			continue
		}
		if problem != "" {
			continue
		}
		text := got.Messages[0].Content.Text
		if !strings.Contains(text, test.want) || strings.Contains(strings.ReplaceAll(text, test.want, ""), "{{") || len(text) > 1500 {
			t.Errorf("%s %s: %s", test.name, test.arguments, text)
		}
	}
}

func TestCompletions(t *testing.T) {
	simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
		complete := func(ref, name, typed string) []string {
			got, problem := request[struct{ Completion struct{ Values []string } }](t, m, "completion/complete",
				fmt.Sprintf(`{"ref":%s,"argument":{"name":%q,"value":%q}}`, ref, name, typed))
			if problem != "" {
				t.Error(problem)
			}
			return got.Completion.Values
		}
		const closing, stored = `{"type":"ref/prompt","name":"close_month"}`, `{"type":"ref/resource","uri":"acronis://reports/{report_id}/stored/{stored_report_id}"}`
		(&host{m: m}).call(t, "summarize_usage", `{"month":"2026-09"}`) // reports are known once they were looked at
		for _, test := range []struct {
			ref, name, typed string
			want             []string
		}{
			{closing, "tenant", "win", []string{"Wingtip Toys", "Northwind Managed IT", "Coho Winery"}},
			{closing, "tenant", "TREY", []string{`Trey \u202excod.Research`}},
			{closing, "tenant", "nobody", []string{}},
			{closing, "tenant", " trey ", []string{`Trey \u202excod.Research`}},
			{closing, "month", "2026-1", []string{"2026-10"}},
			{closing, "month", " Oct 2026", []string{"2026-10"}},
			{stored, "report_id", " " + simulator.SeptemberReportID, []string{simulator.SeptemberReportID}},
			{closing, "month", "2025-0", []string{"2025-09", "2025-08", "2025-07", "2025-06", "2025-05", "2025-04", "2025-03", "2025-02", "2025-01"}},
			{stored, "report_id", simulator.SeptemberReportID[:4], []string{simulator.SeptemberReportID}},
			{stored, "stored_report_id", "", []string{}},
		} {
			if diff := cmp.Diff(test.want, complete(test.ref, test.name, test.typed)); diff != "" {
				t.Errorf("%s %q (-want +got):\n%s", test.name, test.typed, diff)
			}
		}
		if all := complete(closing, "tenant", ""); len(all) == 0 || len(all) > 100 {
			t.Errorf("%d tenants offered", len(all))
		}
		before := len(dc.Requests())
		complete(closing, "tenant", "c")
		if n := len(dc.Requests()) - before; n != 0 {
			t.Errorf("%d requests to complete what is kept", n)
		}
	})
}

// completed returns the values offered for an argument, or why there are none.
func completed(t *testing.T, m *server.MCPServer, ref, argument, arguments string) ([]string, string) {
	t.Helper()
	got, problem := request[struct{ Completion struct{ Values []string } }](t, m, "completion/complete",
		fmt.Sprintf(`{"ref":%s,"argument":{"name":%q,"value":""},"context":{"arguments":%s}}`, ref, argument, arguments))
	return got.Completion.Values, problem
}

const (
	explainRef = `{"type":"ref/prompt","name":"explain_change"}`
	reportRef  = `{"type":"ref/resource","uri":"acronis://reports/{report_id}"}`
	storedRef  = `{"type":"ref/resource","uri":"acronis://reports/{report_id}/stored/{stored_report_id}"}`
)

func TestCompletionOfLaterMonths(t *testing.T) {
	simulate(t, setup{}, func(t *testing.T, _ *simulator.DataCentre, m *server.MCPServer) {
		if got, problem := completed(t, m, explainRef, "after", `{"before":"2026-08"}`); !slices.Equal(got, []string{"2026-10", "2026-09"}) {
			t.Errorf("got %q %s", got, problem)
		}
		if got, problem := completed(t, m, explainRef, "after", `{"before":" Aug 2026"}`); !slices.Equal(got, []string{"2026-10", "2026-09"}) {
			t.Errorf("got %q %s", got, problem)
		}
		if got, _ := completed(t, m, explainRef, "after", `{}`); len(got) != 24 {
			t.Errorf("%d months without a first one", len(got))
		}
	})
}

// TestCompletionOfSeenReports reads reports in every way.
func TestCompletionOfSeenReports(t *testing.T) {
	for _, test := range []struct {
		tool, arguments string
		want            int
	}{
		{"list_reports", `{}`, 6},
		{"get_report", `{"report_id":"` + simulator.SeptemberReportID + `"}`, 1},
		{"get_report_version", `{"report_id":"` + simulator.SeptemberReportID + `"}`, 1},
		{"wait_for_report", `{"report_id":"` + simulator.SeptemberReportID + `"}`, 1},
		{"create_report", `{"month":"2026-10"}`, 1},
		{"get_report", `{"report_id":"00000000-0000-4000-8000-000000000000"}`, 0},
	} {
		simulate(t, setup{}, func(t *testing.T, _ *simulator.DataCentre, m *server.MCPServer) {
			(&host{m: m}).call(t, test.tool, test.arguments)
			if got, problem := completed(t, m, reportRef, "report_id", `{}`); len(got) != test.want {
				t.Errorf("%s %s: %q offered, want %d: %s", test.tool, test.arguments, got, test.want, problem)
			}
		})
	}
	simulate(t, setup{}, func(t *testing.T, _ *simulator.DataCentre, m *server.MCPServer) {
		h := &host{m: m}
		for _, id := range []string{simulator.SeptemberReportID, simulator.SavedReportID, simulator.SeptemberReportID} {
			h.call(t, "get_report", `{"report_id":"`+id+`"}`)
		}
		if got, _ := completed(t, m, reportRef, "report_id", `{}`); !slices.Equal(got, []string{simulator.SeptemberReportID, simulator.SavedReportID}) {
			t.Errorf("got %q, want the latest first", got)
		}
	})
}

func TestCompletionOfTenantsAsksOnce(t *testing.T) {
	simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
		dc.Change(func(o *simulator.Options) { o.NoTenantTree = true })
		asked := 0
		for i := range 5 {
			if got, problem := completed(t, m, explainRef, "tenant", `{}`); len(got) != 0 || problem != "" {
				t.Errorf("got %q %s", got, problem)
			}
			if i == 0 {
				asked = len(dc.Requests())
			}
		}
		if n := len(dc.Requests()); n != asked {
			t.Errorf("%d requests for four more key strokes", n-asked)
		}
	})
}

func TestCompletionOfWhatIsNot(t *testing.T) {
	m := tools.NewServer(tools.Options{DataCentre: "eu2-cloud.acronis.com"})
	for _, test := range []struct{ ref, argument, want string }{
		{`{"type":"ref/prompt","name":"close_year"}`, "tenant", `there is no prompt "close_year"`},
		{explainRef, "month", `explain_change has no argument "month"`},
		{`{"type":"ref/resource","uri":"acronis://tenants/{id}"}`, "id", "there is no resource template"},
		{reportRef, "stored_report_id", `has no argument "stored_report_id"`},
		{storedRef, "report_id", ""},
	} {
		if got, problem := completed(t, m, test.ref, test.argument, `{}`); len(got) != 0 || !strings.Contains(problem, test.want) || (problem == "") != (test.want == "") {
			t.Errorf("%s %s: %q, %q, want %q", test.ref, test.argument, got, problem, test.want)
		}
	}
}

// A name as shown in results can be used as an argument.
func TestShownNamesAreFound(t *testing.T) {
	simulate(t, setup{}, func(t *testing.T, _ *simulator.DataCentre, m *server.MCPServer) {
		r := (&host{m: m}).call(t, "summarize_usage", `{"month":"2026-09","customers":["Trey \\u202excod.Research"],"usages":["pw_base_workstations"]}`)
		if r.IsError || !strings.Contains(r.Content[0].Text, `"value":"4"`) {
			t.Errorf("got %s", r.Content[0].Text)
		}
	})
}

func TestCacheHints(t *testing.T) {
	m := tools.NewServer(tools.Options{DataCentre: "eu2-cloud.acronis.com"})
	for _, method := range []string{"tools/list", "prompts/list", "resources/list", "resources/templates/list"} {
		got, problem := request[struct {
			TTLMs      int64 `json:"ttlMs"`
			CacheScope string
		}](t, m, method, `{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}`)
		if problem != "" || got.TTLMs != 3600000 || got.CacheScope != "private" {
			t.Errorf("%s: %+v %s", method, got, problem)
		}
	}
}

// With a price list, close_month goes on to the invoices.
func TestCloseMonthWithPrices(t *testing.T) {
	for _, priced := range []bool{true, false} {
		o := tools.Options{DataCentre: "eu2-cloud.acronis.com"}
		if priced {
			o.PriceList = setup{}.priceList()
		}
		got, problem := request[promptText](t, tools.NewServer(o), "prompts/get", `{"name":"close_month","arguments":{"month":"2026-10"}}`)
		text := got.Messages[0].Content.Text
		if problem != "" || strings.Contains(text, "price_usage") != priced || strings.Contains(text, "{{") || len(text) > 2300 {
			t.Errorf("%d bytes: %s %s", len(text), problem, text)
		}
	}
}
