package tools_test

import (
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/acronis/simulator"
)

// The user is asked about every change that may cause mail, even if the report
// is disabled. Disabling a report needs no question.
func TestWhatNeedsConsent(t *testing.T) {
	for _, enabled := range []bool{false, true} {
		for arguments, asks := range map[string]bool{
			`"enabled":true`: true, `"enabled":false`: false, `"kind":"usage_daily"`: true, `"level":"itself"`: true, `"show_skus":true`: true,
			`"hide_zero_usage":true`: true, `"recipients":[]`: true, `"recipients":["` + simulator.UserID + `"]`: true, `"enabled":false,"kind":"usage_daily"`: true,
		} {
			simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
				if !enabled {
					if err := dc.AddReport(monthlyReport(4, "itself")); err != nil {
						t.Fatal(err)
					}
				}
				h := &host{m: m, answer: "decline"}
				h.call(t, "update_report", `{"report_id":"`+simulator.MonthlyReportID+`",`+arguments+`}`)
				if asked := len(h.asked) > 0; asked != asks || asks == (countSent(dc, "PUT") > 0) {
					t.Errorf("enabled %v, %s: asked %q, %d updates", enabled, arguments, h.asked, countSent(dc, "PUT"))
				}
			})
		}
	}
}

// Text of the data centre is quoted, shortened and cleaned in a question.
// Recipients are shown with names and addresses if these can be read.
func TestWordsOfAQuestion(t *testing.T) {
	long := strings.Repeat("x", 150)
	for _, noUsers := range []bool{false, true} {
		simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
			dc.Change(func(o *simulator.Options) { o.NoUsers = noUsers })
			report := strings.Replace(monthlyReport(4, "? Harmless.\n\u202e"+long), `"recipients":[]`, `"recipients":["`+simulator.BillingUserID+`","? Yes"]`, 1)
			if err := dc.AddReport(report); err != nil {
				t.Fatal(err)
			}
			h := &host{m: m, answer: "decline"}
			h.call(t, "update_report", `{"report_id":"`+simulator.MonthlyReportID+`","level":"itself","recipients":["`+simulator.UserID+`","`+simulator.ForeignUserID+`"]}`)
			want := []string{`to "Alex Morgan" ("admin@northwind.example"), ` + simulator.ForeignUserID, `from "Robin Keller" ("billing@northwind.example"), "? Yes"`,
				`level from "? Harmless.\n\u202e` + long[:100-len("? Harmless.\n")-1] + `…" to itself`}
			if noUsers {
				want[0], want[1] = "to "+simulator.UserID+", "+simulator.ForeignUserID, "from "+simulator.BillingUserID+`, "? Yes"`
			}
			for _, words := range want {
				if len(h.asked) != 1 || !strings.Contains(h.asked[0], words) {
					t.Errorf("asked %q, want %s in it", h.asked, words)
				}
			}
		})
	}
}
