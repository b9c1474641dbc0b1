package tools_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/figures/tenants"
)

// costs are the rows of the table of requests in docs/performance.md: questions
// and the calls that ask them.
var costs = []struct{ question, tool, arguments string }{
	{"a report by its id", "summarize_usage", `{"report_ids":["` + simulator.SeptemberReportID + `"]}`},
	{"a month", "summarize_usage", `{"months":["2026-09"]}`},
	{"a month, grouped by tenant", "summarize_usage", `{"months":["2026-09"],"group_by":["tenant"]}`},
	{"the same in the order of names", "summarize_usage", `{"months":["2026-09"],"group_by":["tenant"],"order":"name"}`},
	{"the same with `detail: full`", "summarize_usage", `{"months":["2026-09"],"group_by":["tenant"],"detail":"full"}`},
	{"a month of customers by name", "summarize_usage", `{"months":["2026-09"],"customers":["Contoso*"]}`},
	{"a month of a tenant by name", "summarize_usage", `{"months":["2026-09"],"tenant":"Contoso Ltd"}`},
	{"two months compared", "compare_usage", `{"months":["2026-09","2026-10"],"tenant":"` + simulator.ContosoID + `"}`},
	{"a partner level", "summarize_usage", `{"report_ids":["c7a2ea20-b2f1-4c94-ae05-319acb5c7427"]}`},
	{"an export of a month", "export_usage", `{"months":["2026-09"]}`},
	{"current usage", "get_current_usage", `{}`},
	{"a search for tenants", "find_tenants", `{"query":"Contoso"}`},
}

// TestRequests counts the requests of each question, with few tenants and with
// many, when it is asked first and when it is asked again, and compares them
// with the table in docs/performance.md.
func TestRequests(t *testing.T) {
	docs, err := os.ReadFile("../docs/performance.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range costs {
		few := requestsOf(t, c.tool, c.arguments, 0)
		many := requestsOf(t, c.tool, c.arguments, 2*tenants.Few)
		row := "| " + c.question
		for i, first := range few[0] {
			row += " | " + each(first, many[0][i])
		}
		row += " | " + each(sum(few[1]), sum(many[1])) + " |\n"
		if !strings.Contains(string(docs), row) {
			t.Errorf("docs/performance.md has no row\n%s", row)
		}
	}
}

// TestRequestsRefused asks again where these credentials may read nothing but
// reports. The second question requests only the report.
func TestRequestsRefused(t *testing.T) {
	simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
		dc.Change(func(o *simulator.Options) { o.NoTenantTree, o.NoInfra, o.NoApplications = true, true, true })
		dc.Inject(simulator.Fault{Path: "/api/2/tenants/" + simulator.OwnTenantID + "/usages", Status: 403})
		h := &host{m: m}
		question := `{"report_ids":["` + simulator.SeptemberReportID + `"],"group_by":["infra","owner","application"]}`
		first := h.call(t, "summarize_usage", question)
		begin := len(dc.Requests())
		again := h.call(t, "summarize_usage", question)
		if first.IsError || again.Content[0].Text != first.Content[0].Text {
			t.Errorf("first %s\nagain %s", first.Content[0].Text, again.Content[0].Text)
		}
		for _, r := range dc.Requests()[begin:] {
			if !strings.HasPrefix(r.Path, "/api/2/reports/") {
				t.Errorf("requested again: %s", r.Path)
			}
		}
	})
}

// each returns a cell of the table, for few and for many tenants.
func each(few, many int) string {
	if few == many {
		return fmt.Sprint(few)
	}
	return fmt.Sprintf("%d, %d", few, many)
}

// requestsOf makes a call twice, and returns how many requests of each kind it
// needs the first and the second time.
func requestsOf(t *testing.T, tool, arguments string, customers int) (counts [2][len(requestKinds)]int) {
	simulate(t, setup{Export: true}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
		dc.AddCustomers(customers)
		h := &host{m: m}
		for i := range counts {
			begin := len(dc.Requests())
			if r := h.call(t, tool, arguments); r.IsError {
				t.Fatalf("%s %s: %s", tool, arguments, r.Content[0].Text)
			}
			for _, r := range dc.Requests()[begin:] {
				counts[i][kindOf(t, r)]++
			}
		}
	})
	return counts
}

// requestKinds are the columns of the table, and what a request of each kind
// contains. The first that fits is the kind.
var requestKinds = [...][]string{
	{"/idp/token", "/clients/"}, {"/stored/"}, {"/usages", "/offering_items"}, {"/infra", "/applications"}, {"/reports"},
	{"uuids="}, {"/tenants"},
}

func kindOf(t *testing.T, r simulator.Request) int {
	t.Helper()
	for i, parts := range requestKinds {
		for _, part := range parts {
			if strings.Contains(r.Path+"?"+r.RawQuery, part) {
				return i
			}
		}
	}
	t.Fatalf("a request of no kind: %s", r.Path)
	return 0
}

func sum(counts [len(requestKinds)]int) (n int) {
	for _, c := range counts {
		n += c
	}
	return n
}
