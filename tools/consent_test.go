package tools_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/acronis/simulator"
)

const enable = `{"report_id":"` + simulator.MonthlyReportID + `","enabled":true}`

// monthlyReport is the monthly report of a data centre, with another version and level.
func monthlyReport(version int, level string) string {
	return fmt.Sprintf(`{"id":%q,"version":%d,"result_action":"send","recipients":[],"schedule":{"enabled":false,"type":"monthly"},`+
		`"parameters":{"tenant_id":%q,"kind":"usage_summary","level":%q,"formats":["csv"]}}`, simulator.MonthlyReportID, version, simulator.OwnTenantID, level)
}

// countSent returns how many requests with a method were carried out or refused.
func countSent(dc *simulator.DataCentre, method string) int {
	n := 0
	for _, request := range dc.Requests() {
		if request.Method == method {
			n++
		}
	}
	return n
}

// If the report changes between the question and the answer, even in a field
// that the question doesn't show, the user is asked again, and nothing is sent.
func TestAskedAgainAfterAChange(t *testing.T) {
	for _, modern := range []bool{false, true} {
		for _, changed := range []string{monthlyReport(9, "all_customers"), monthlyReport(4, "itself")} {
			simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
				h := &host{m: m, modern: modern, answer: "accept"}
				h.whenAsked = func() {
					if len(h.asked) == 1 {
						if err := dc.AddReport(changed); err != nil {
							t.Error(err)
						}
						if n := countSent(dc, "PUT"); n != 0 {
							t.Errorf("%d updates before the answer", n)
						}
					}
					if len(h.asked) == 2 && countSent(dc, "PUT") != 0 {
						t.Error("an update was sent although the report had changed")
					}
				}
				if r := h.call(t, "update_report", enable); r.IsError {
					t.Errorf("%s", r.Content[0].Text)
				}
				if len(h.asked) != 2 || countSent(dc, "PUT") != 1 {
					t.Errorf("asked %q, %d updates; want two questions and one update", h.asked, countSent(dc, "PUT"))
				}
			})
		}
	}
}

// The user is asked again before deleting if the report has become another one.
func TestAskedAgainBeforeDeleting(t *testing.T) {
	for _, modern := range []bool{false, true} {
		simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
			h := &host{m: m, modern: modern, answer: "accept"}
			h.whenAsked = func() {
				if err := dc.AddReport(`{"id":"20dffb36-d77b-45c6-b2fa-39276e98d5fc","version":1,"parameters":{"tenant_id":"ede9f834-70b3-476c-83d9-736f9f8c7dae","kind":"usage_daily"}}`); err != nil {
					t.Error(err)
				}
				if n := countSent(dc, "DELETE"); n != 0 {
					t.Errorf("%d deletes were sent before the answer to question %d", n, len(h.asked))
				}
			}
			h.call(t, "delete_reports", oneDelete)
			if len(h.asked) != 2 || h.asked[0] == h.asked[1] || countSent(dc, "DELETE") != 1 {
				t.Errorf("asked %q, %d deletes", h.asked, countSent(dc, "DELETE"))
			}
		})
	}
}

// The report changes at the worst moment: after it was read for the answer and
// before the update is sent, or during the wait before a second attempt.
func TestChangeRightBeforeTheUpdate(t *testing.T) {
	for name, fault := range map[string]simulator.Fault{
		"between reading and sending":       {Method: "GET", Path: "/api/2/users/", Delay: 2 * time.Second},
		"during the wait for a new attempt": {Method: "PUT", Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"4"}}},
		"while the service is unavailable":  {Method: "PUT", Status: http.StatusServiceUnavailable, Header: http.Header{"Retry-After": {"4"}}},
	} {
		for _, noAsk := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, no-ask %v", name, noAsk), func(t *testing.T) {
				simulate(t, setup{NoAsk: noAsk}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
					h := &host{m: m, modern: true, answer: "accept"}
					change := func() {
						dc.Inject(fault)
						time.AfterFunc(time.Second, func() {
							if err := dc.AddReport(monthlyReport(9, "itself")); err != nil {
								t.Error(err)
							}
						})
					}
					sentAtSecond := -1
					h.whenAsked = func() {
						if len(h.asked) == 1 {
							change()
						} else if len(h.asked) == 2 {
							sentAtSecond = countSent(dc, "PUT")
						}
					}
					if noAsk {
						change()
					}
					arguments := `{"report_id":"` + simulator.MonthlyReportID + `","recipients":["` + simulator.UserID + `"],"hide_zero_usage":true}`
					if r := h.call(t, "update_report", arguments); r.IsError {
						t.Fatal(r.Content[0].Text)
					}
					refused := 0 // of attempts
					if fault.Method == "PUT" {
						refused = 1
					}
					if !noAsk && (len(h.asked) != 2 || sentAtSecond != refused) {
						t.Errorf("asked %d times, %d updates were sent before the second answer, want %d", len(h.asked), sentAtSecond, refused)
					}
					if n := countSent(dc, "PUT"); n != refused+1 {
						t.Errorf("%d updates, want %d", n, refused+1)
					}
					last := dc.Requests()[len(dc.Requests())-2] // the last one reads the report
					if last.Method != "PUT" || !strings.Contains(string(last.Body), `"level":"itself"`) {
						t.Errorf("sent %s %s, want the level that the report has by now", last.Method, last.Body)
					}
				})
			})
		}
	}
}

// A report that changes all the time is not updated if no user can be asked.
func TestChangedTwice(t *testing.T) {
	simulate(t, setup{NoAsk: true}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
		for i := range 4 {
			dc.Inject(simulator.Fault{Method: "GET", Path: "/api/2/reports/", Body: monthlyReport(i+1, "itself")})
		}
		r := (&host{m: m}).call(t, "update_report", enable)
		if !r.IsError || !strings.Contains(r.Content[0].Text, "changed twice") || countSent(dc, "PUT") != 0 {
			t.Errorf("%s, %d updates", r.Content[0].Text, countSent(dc, "PUT"))
		}
	})
}

// Calls that change the same report run one after another. Calls for other
// reports don't wait.
func TestCallsOnOneReportDoNotInterleave(t *testing.T) {
	simulate(t, setup{NoAsk: true}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
		(&host{m: m}).call(t, "find_tenants", `{}`)
		begin := len(dc.Requests())
		dc.Inject(simulator.Fault{Method: "GET", Path: "/api/2/reports/" + simulator.MonthlyReportID, Delay: time.Second, Times: 20})
		start := time.Now()
		var calls sync.WaitGroup
		for _, arguments := range []string{`"enabled":true`, `"level":"itself"`, `"show_skus":true`} {
			calls.Go(func() {
				r := (&host{m: m}).call(t, "update_report", `{"report_id":"`+simulator.MonthlyReportID+`",`+arguments+`}`)
				if r.IsError {
					t.Error(r.Content[0].Text)
				}
			})
		}
		calls.Go(func() {
			(&host{m: m}).call(t, "delete_reports", oneDelete)
			if took := time.Since(start); took > time.Second {
				t.Errorf("deleting another report took %v", took)
			}
		})
		calls.Wait()
		var order []string
		for _, request := range dc.Requests()[begin:] {
			if strings.Contains(request.Path, simulator.MonthlyReportID) {
				order = append(order, request.Method)
			}
		}
		once := []string{"GET", "GET", "PUT", "GET"}
		if want := slices.Concat(once, once, once); !slices.Equal(order, want) {
			t.Errorf("requests %v, want %v", order, want)
		}
	})
}

// A call that waits for another one ends in time, with nothing sent.
func TestWaitingForAnotherCallEnds(t *testing.T) {
	simulate(t, setup{NoAsk: true}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
		dc.Inject(simulator.Fault{Method: "GET", Path: "/api/2/reports/" + simulator.MonthlyReportID, Delay: 14 * time.Second, Times: 50})
		var calls sync.WaitGroup
		for range 3 {
			calls.Go(func() {
				start := time.Now()
				(&host{m: m}).call(t, "update_report", enable)
				if took := time.Since(start); took > 51*time.Second {
					t.Errorf("a call took %v", took)
				}
			})
		}
		calls.Wait()
		if n := countSent(dc, "PUT"); n != 1 {
			t.Errorf("%d updates, want only the first", n)
		}
	})
}

// A secret in two fields that a question shows one after the other is not shown.
func TestNoSecretInQuestions(t *testing.T) {
	const recipient = "5c1b8a36-93a4-4e0b-9f0e-4d2f6a7b8c90"
	begin, end := simulator.ClientSecret[:12], simulator.ClientSecret[12:]
	simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
		dc.Inject(simulator.Fault{Path: "/api/2/users/", Times: 9, Body: fmt.Sprintf(
			`{"id":%q,"contact":{"email":"a@example.com","firstname":%q,"lastname":%q}}`, recipient, begin, end)})
		h := &host{m: m, answer: "decline"}
		h.call(t, "update_report", `{"report_id":"`+simulator.MonthlyReportID+`","recipients":["`+recipient+`"]}`)
		if len(h.asked) != 1 || !strings.Contains(h.asked[0], "a@example.com") || strings.Contains(h.asked[0], end) {
			t.Errorf("asked %q", h.asked)
		}
	})
}
