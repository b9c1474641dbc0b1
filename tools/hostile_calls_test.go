package tools_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"acronis-reports-mcp/acronis/simulator"
)

// hostileCalls are calls with much of the API's in their answers; some are refused, where what the API says
// is put into words. A tool that is not among them is called as in its first story.
var hostileCalls = []toolCall{
	{"find_tenants", `{}`},
	{"find_tenants", `{"query":"contosso"}`},
	{"list_reports", `{}`},
	{"list_reports", `{"detail":true}`},
	{"list_reports", `{"tenant":"Wingtip Toys"}`},
	{"list_reports", `{"tenant":"nobody"}`},
	{"get_report", `{"report_id":"` + simulator.ExtraFieldReportID + `"}`},
	{"get_report_version", `{"report_id":"` + simulator.GuideReportID + `"}`},
	{"create_report", `{"month":"2025-10"}`},
	{"create_report", `{"kind":"usage_current","result_action":"send","recipients":["` + simulator.UserID + `"]}`},
	{"create_report", `{"month":"2025-10","tenant":"` + simulator.ForeignTenantID + `"}`},
	{"wait_for_report", `{"report_id":"` + simulator.SavedReportID + `","timeout_seconds":0}`},
	{"wait_for_report", `{"report_id":"` + simulator.SavedReportID + `","timeout_seconds":0,"formats":["html"]}`},
	{"update_report", `{"report_id":"` + simulator.MonthlyReportID + `","level":"itself","recipients":["` + simulator.UserID + `"],"enabled":true}`},
	{"update_report", `{"report_id":"` + simulator.GuideReportID + `","level":"itself"}`},
	{"delete_reports", `{"reports":[{"report_id":"` + simulator.GuideReportID + `","version":1}]}`},
	{"prepare_months", `{"months":["2025-09"],"timeout_seconds":0}`},
	{"prepare_months", `{"months":["2025-10"],"tenant":"` + simulator.ForeignTenantID + `","timeout_seconds":0}`},
	{"summarize_usage", `{"report_id":"` + simulator.SeptemberReportID + `","group_by":["tenant","application","edition","infra","sku"],"ids":true,"limit":5}`},
	{"summarize_usage", `{"report_id":"` + simulator.GuideReportID + `"}`},
	{"summarize_usage", `{"month":"2025-08"}`},
	{"compare_usage", `{"before_report_id":"` + simulator.SeptemberReportID + `","after_report_id":"` + simulator.SeptemberReportID + `"}`},
	{"compare_usage", `{"before_report_id":"` + simulator.SavedReportID + `","after_report_id":"` + simulator.SeptemberReportID + `"}`},
	{"export_usage", `{"report_id":"` + simulator.SeptemberReportID + `"}`},
	{"export_usage", `{"report_id":"` + simulator.SeptemberReportID + `","format":"json"}`},
	{"export_usage", `{"report_id":"` + simulator.SeptemberReportID + `","format":"xlsx"}`},
	{"get_current_usage", `{"tenant":"` + simulator.ContosoID + `"}`},
}

type toolCall struct{ tool, arguments string }

// firstStories are the first calls in the stories of all tools but some.
func firstStories(t *testing.T, but []toolCall) (calls []toolCall) {
	t.Helper()
	for name := range catalogue(t) {
		if slices.ContainsFunc(but, func(c toolCall) bool { return c.tool == name }) {
			continue
		}
		archive, err := txtar.ParseFile(storyFile(name))
		if err != nil || len(archive.Files) == 0 {
			t.Fatalf("%s has no stories: %v", name, err)
		}
		calls = append(calls, toolCall{name, strings.TrimSpace(string(archive.Files[0].Data))})
	}
	return calls
}
