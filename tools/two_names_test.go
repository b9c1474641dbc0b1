package tools_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/acronis/simulator"
)

// A report named by its id may be named by its tenant and month too.
func TestReportNamedTwice(t *testing.T) {
	const (
		september = simulator.SeptemberReportID
		own       = `"` + simulator.OwnTenantID + `"`
	)
	for _, tool := range []string{"summarize_usage", "export_usage"} {
		named := func(more string) toolCall {
			return toolCall{tool, fmt.Sprintf(`{"report_id":%q%s}`, september, more)}
		}
		wantSameAnswers(t, named(""), named(`,"tenant":"Northwind Managed IT"`), named(`,"tenant":`+own), named(`,"month":"2026-09"`), named(`,"tenant":`+own+`,"month":"2026-09"`))
		wantRefused(t, named(`,"tenant":"Contoso Ltd"`), "Northwind Managed IT", "2026-09-01 to 2026-09-30", `tenant is "Contoso Ltd"`)
		wantRefused(t, named(`,"tenant":`+own+`,"month":"2026-10"`), "2026-09-01 to 2026-09-30", "the month is 2026-10")
		wantRefused(t, named(`,"tenant":"Contoso Ltd","month":"2026-10"`), `tenant is "Contoso Ltd" and the month is 2026-10`)
		wantRefused(t, named(`,"tenant":"Nobody"`), "There is no tenant")
	}
	named := func(more string) toolCall {
		return toolCall{"compare_usage", fmt.Sprintf(`{"before_report_id":%q,"after_report_id":%q%s}`, september, september, more)}
	}
	wantSameAnswers(t, named(""), named(`,"tenant":`+own), named(`,"months":["2026-09","2026-09"]`), named(`,"months":[]`))
	wantRefused(t, named(`,"months":["2026-09","2026-10"]`), "after_report_id names a report", "2026-09-01 to 2026-09-30", "the month is 2026-10")
	wantRefused(t, named(`,"months":["2026-08","2026-09"]`), "before_report_id names a report", "the month is 2026-08")
	wantRefused(t, named(`,"tenant":"Contoso Ltd"`), "before_report_id names a report", `tenant is "Contoso Ltd"`)
	wantRefused(t, named(`,"months":["2026-09"]`), "Give before_report_id and after_report_id, or tenant and months")
}

// A period named by its month may be named by its days too.
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

// wantSameAnswers wants calls answered like the first.
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

// wantRefused wants a call refused with some words.
func wantRefused(t *testing.T, c toolCall, words ...string) {
	t.Helper()
	answer := answerTo(t, c)
	for _, word := range words {
		if !strings.HasPrefix(answer, "error: ") || !strings.Contains(answer, word) {
			t.Errorf("%s %s: %s, want it refused with %q", c.tool, c.arguments, answer, word)
		}
	}
}
