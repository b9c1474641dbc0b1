package tools_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/acronis/simulator"
)

// A report can be given by its id and also by its tenant and month, if they
// agree. The tenant may also be one below that of the report, because its
// figures are in the report.
func TestReportNamedTwice(t *testing.T) {
	const (
		september = simulator.SeptemberReportID
		contoso   = simulator.SavedReportID // of October
		own       = `"` + simulator.OwnTenantID + `"`
	)
	for _, tool := range []string{"summarize_usage", "export_usage"} {
		named := func(more string) toolCall {
			return toolCall{tool, fmt.Sprintf(`{"report_ids":[%q]%s}`, september, more)}
		}
		wantSameAnswers(t, named(""), named(`,"tenant":"Northwind Managed IT"`), named(`,"tenant":`+own), named(`,"months":["2026-09"]`),
			named(`,"tenant":`+own+`,"months":["2026-09"]`), toolCall{tool, fmt.Sprintf(`{"report_id":%q}`, september)},
			toolCall{tool, fmt.Sprintf(`{"report_id":%q,"month":"2026-09","report_ids":[%[1]q]}`, september)})
		wantSameAnswers(t, named(`,"tenant":"Contoso Ltd"`), named(`,"tenant":"Contoso Ltd","months":["2026-09"]`))
		wantRefused(t, named(`,"tenant":`+own+`,"months":["2026-10"]`), "months are 2026-10", "of 2026-09")
		wantRefused(t, named(`,"tenant":"Nobody"`), "There is no tenant")
		wantRefused(t, toolCall{tool, fmt.Sprintf(`{"report_ids":[%q],"tenant":%s}`, contoso, own)}, `tenant is "Northwind Managed IT"`, `is about "Contoso Ltd"`)
		wantRefused(t, toolCall{tool, fmt.Sprintf(`{"report_ids":[%q,%[1]q]}`, september)}, "two reports of 2026-09")
	}
	const before = "9be4bcfc-49b6-4a08-b2e6-cc3ababced20" // Contoso's of September
	named := func(more string) toolCall {
		return toolCall{"compare_usage", fmt.Sprintf(`{"report_ids":[%q,%q]%s}`, before, contoso, more)}
	}
	wantSameAnswers(t, named(""), named(`,"tenant":"Contoso Ltd"`), named(`,"months":["2026-10","2026-09"]`), named(`,"months":[]`),
		toolCall{"compare_usage", fmt.Sprintf(`{"after_report_id":%q,"before_report_id":%q}`, contoso, before)})
	wantRefused(t, named(`,"months":["2026-08","2026-09"]`), "months are 2026-08, 2026-09", "of 2026-09, 2026-10")
	wantRefused(t, named(`,"tenant":`+own), `tenant is "Northwind Managed IT"`)
	wantRefused(t, named(`,"months":["2026-09"]`), "months are 2026-09")
}

// A period can be given by its month and also by its days, if they agree.
func TestPeriodNamedTwice(t *testing.T) {
	named := func(arguments string) toolCall { return toolCall{"create_report", arguments} }
	wantSameAnswers(t, named(`{"month":"2026-10"}`), named(`{"month":"2026-10","start":"2026-10-01"}`), named(`{"start":"2026-10-01","end":"2026-10-31"}`),
		named(`{"month":"2026-10","start":"2026-10-01","end":"2026-10-31"}`))
	wantRefused(t, named(`{"month":"2026-10","end":"2026-10-30"}`), "month is 2026-10", "2026-10-01 to 2026-10-30")
	wantRefused(t, named(`{"month":"2026-10","start":"2026-09-01"}`), "month is 2026-10", "2026-09-01 to 2026-10-31")
	wantRefused(t, named(`{"end":"2026-10-30"}`), "both start and end")
}

func answerTo(t *testing.T, c toolCall) (answer string) {
	t.Helper()
	simulate(t, setup{Export: true}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
		h := &host{m: m, answer: "accept"}
		answer = transcript(h, dc, h.call(t, c.tool, c.arguments))
	})
	return answer
}

// wantSameAnswers checks that calls have the same answer as the first.
func wantSameAnswers(t *testing.T, first toolCall, others ...toolCall) {
	t.Helper()
	want := answerTo(t, first)
	if strings.HasPrefix(want, "error: ") {
		t.Errorf("%s %s: %s", first.tool, first.arguments, want)
	}
	for _, c := range others {
		if diff := cmp.Diff(want, answerTo(t, c)); diff != "" {
			t.Errorf("%s %s (-as %s +got):\n%s", c.tool, c.arguments, first.arguments, diff)
		}
	}
}

// wantRefused checks that a call is refused with a text that contains some
// words.
func wantRefused(t *testing.T, c toolCall, words ...string) {
	t.Helper()
	answer := answerTo(t, c)
	for _, word := range words {
		if !strings.HasPrefix(answer, "error: ") || !strings.Contains(answer, word) {
			t.Errorf("%s %s: %s, want it refused with %q", c.tool, c.arguments, answer, word)
		}
	}
}
