package tools_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"acronis-reports-mcp/acronis/simulator"
)

// hostileCalls are calls with much text of the API in their answers. Some are
// refused, with errors that contain text of the API. Tools that are not listed
// are called as in their first story.
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

// firstStories returns the first call in the stories of each tool, except some.
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
