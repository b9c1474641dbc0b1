package tools_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/figures/tenants"
)

// TestAnswersWithManyTenants asks questions where there are few tenants and where
// there are so many that only those shown are read. The figures and names are the
// same.
func TestAnswersWithManyTenants(t *testing.T) {
	for _, c := range []struct {
		tool, arguments string
		left            string // how many tenants with rows are not looked up
	}{
		{"summarize_usage", askSeptember, "12"},
		{"summarize_usage", `{"months":["2026-09"],"group_by":["tenant"],"limit":100}`, ""},
		{"summarize_usage", `{"months":["2026-09"],"group_by":["tenant"],"limit":5}`, "8"},
		{"summarize_usage", `{"months":["2026-09"],"group_by":["tenant","offering_item"],"order":"name"}`, ""},
		{"summarize_usage", `{"months":["2026-09"],"group_by":["tenant"],"detail":"full"}`, ""},
		{"summarize_usage", `{"months":["2026-09"],"group_by":["owner","infra"]}`, "12"},
		{"summarize_usage", `{"months":["2026-09"],"customers":["Wingtip Toys*"]}`, ""},
		{"summarize_usage", `{"tenant":"Contoso Ltd","months":["2026-09","2026-10"]}`, ""},
		{"compare_usage", `{"tenant":"Contoso Ltd","months":["2026-09","2026-10"]}`, ""},
		{"get_current_usage", `{}`, ""},
	} {
		few, none := answerWith(t, c.tool, c.arguments, 0)
		many, left := answerWith(t, c.tool, c.arguments, tenants.Few)
		if diff := cmp.Diff(few, many); diff != "" || none != "" {
			t.Errorf("%s %s (-few +many):\n%s", c.tool, c.arguments, diff)
		}
		if n, _, _ := strings.Cut(left, " "); n != c.left {
			t.Errorf("%s %s: %q, want %s", c.tool, c.arguments, left, c.left)
		}
	}
}

// answerWith returns the structured content of an answer, without the warnings
// that depend on how many tenants are read, and the warning that says so.
func answerWith(t *testing.T, tool, arguments string, customers int) (answer map[string]any, left string) {
	t.Helper()
	simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
		dc.AddCustomers(customers)
		r := (&host{m: m}).call(t, tool, arguments)
		if r.IsError {
			t.Fatal(r.Content[0].Text)
		}
		if err := json.Unmarshal(r.StructuredContent, &answer); err != nil {
			t.Fatal(err)
		}
		warnings, _ := answer["warnings"].([]any)
		delete(answer, "warnings")
		for _, w := range warnings {
			if strings.HasPrefix(w.(string), "Not looked up: ") {
				left = strings.TrimPrefix(w.(string), "Not looked up: ")
			}
		}
	})
	return answer, left
}

// TestMovedAmongManyTenants asks about tenants that moved, where only those shown
// are read. The answers differ only in what is not known of the others.
func TestMovedAmongManyTenants(t *testing.T) {
	const oneHasNoStorage = "Not looked up: 1 tenant with rows, so warnings about them may be missing (in production since, suspended, moved). detail full looks up all."
	const noRows = "Not looked up: tenants without rows, so it is not known whether some have moved here since. detail full looks up all."
	for arguments, want := range map[string]string{
		`{"report_ids":["` + simulator.SeptemberReportID + `"],"usages":["storage"],"group_by":["tenant"],"limit":100}`: oneHasNoStorage,
		`{"report_ids":["c30e8a54-97f1-4d6b-b2c7-58e1f0d4a96b"],"usages":["storage"],"group_by":["tenant"]}`:            noRows,
	} {
		few, many := warningsWith(t, arguments, 0), warningsWith(t, arguments, tenants.Few)
		if diff := cmp.Diff(append(few, want), many); diff != "" {
			t.Errorf("%s (-few +many):\n%s", arguments, diff)
		}
	}
}

// warningsWith returns the warnings of summarize_usage in the world of difficult
// cases.
func warningsWith(t *testing.T, arguments string, customers int) (warnings []string) {
	t.Helper()
	simulate(t, setup{Cases: true}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
		dc.AddCustomers(customers)
		r := (&host{m: m}).call(t, "summarize_usage", arguments)
		var answer struct{ Warnings []string }
		if err := json.Unmarshal(r.StructuredContent, &answer); err != nil {
			t.Fatal(err, r.Content[0].Text)
		}
		warnings = answer.Warnings
	})
	return warnings
}
