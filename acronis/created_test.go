package acronis_test

import (
	"strings"
	"testing"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
)

// The reply to the creation of a report must be about that report: a proxy may send that
// of another request.
func TestReplyAboutAnotherNewReport(t *testing.T) {
	once := acronis.NewReport{
		Recipients: []string{}, ResultAction: "save",
		Parameters: acronis.NewReportParameters{
			TenantID: simulator.OwnTenantID, Level: "all_customers", Kind: "usage_summary", Formats: []string{"csv_v2_0"},
			Period: &acronis.ReportPeriod{Start: "2026-10-01", End: "2026-10-31"},
		},
		Schedule: acronis.NewReportSchedule{Type: "once", Enabled: true},
	}
	monthly := once
	monthly.Schedule.Type = "monthly"
	const whole = `{"id":"` + guideID + `","version":1,"result_action":"save","schedule":{"type":"once","enabled":true},"parameters":{` +
		`"tenant_id":"` + simulator.OwnTenantID + `","level":"all_customers","kind":"usage_summary","period":{"start":"2026-10-01","end":"2026-10-31"}}}`
	for _, test := range []struct {
		request   acronis.NewReport
		old, made string // a part of the reply, and what it has instead
		want      string // the end of the error, "" if there is none
	}{
		{once, "", "", ""},
		{once, whole, `{"id":"` + guideID + `","version":1}`, ""},
		{once, `"start":"2026-10-01"`, `"start":"2026-10-01T00:00:00Z"`, ""},
		{once, simulator.OwnTenantID, strings.ToUpper(simulator.OwnTenantID), ""},
		{once, guideID, "", "its id is not a UUID"},
		{once, guideID, "../tenants", "its id is not a UUID"},
		{once, simulator.OwnTenantID, guideID, "its field parameters.tenant_id is not the one that was requested"},
		{once, "all_customers", "itself", "its field parameters.level is not the one that was requested"},
		{once, "usage_summary", "usage_daily", "its field parameters.kind is not the one that was requested"},
		{once, "2026-10-01", "2026-09-01", "its field parameters.period.start is not the one that was requested"},
		{once, "2026-10-31", "2026-11-30", "its field parameters.period.end is not the one that was requested"},
		{once, `"save"`, `"send"`, "its field result_action is not the one that was requested"},
		{once, `"once"`, `"monthly"`, "its field schedule.type is not the one that was requested"},
		{monthly, "", "", "its field schedule.type is not the one that was requested"},
		{monthly, `"once","enabled":true},"parameters":{`, `"monthly"},"parameters":{"formats":["csv"],`, ""},
	} {
		simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
			dc.Inject(simulator.Fault{Method: "POST", Path: "/api/2/reports", Body: strings.Replace(whole, test.old, test.made, 1)})
			created, err := c.CreateReport(t.Context(), test.request)
			if test.want == "" {
				if err != nil || created.ID != guideID {
					t.Errorf("%s as %s: got %v, %v", test.old, test.made, created, err)
				}
				return
			}
			if e := asError(t, err); e.Kind != acronis.Malformed || !strings.HasSuffix(err.Error(), test.want) {
				t.Errorf("%s as %s: got %v", test.old, test.made, err)
			}
			if n := count(dc, "/api/2/reports"); n != 1 {
				t.Errorf("%s as %s: sent %d times", test.old, test.made, n)
			}
		})
	}
}
