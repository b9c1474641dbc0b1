package tools_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/acronis/simulator"
)

const oneDelete = `{"reports":[{"report_id":"20dffb36-d77b-45c6-b2fa-39276e98d5fc","version":1}]}`

// TestConfirmation answers a question in every possible way. Only an answer to
// this question, about this call, in time and for the first time, has an
// effect.
func TestConfirmation(t *testing.T) {
	for _, test := range []struct {
		name    string
		answer  func(t *testing.T, dc *simulator.DataCentre, h *host, state string) result
		deletes int
		words   string
	}{
		{"as it should be", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, oneDelete, state, `{"action":"accept"}`)
		}, 1, `"deleted"`},
		{"no state", func(t *testing.T, _ *simulator.DataCentre, h *host, _ string) result {
			return reply(t, h, oneDelete, "", `{"action":"accept"}`)
		}, 0, "another question"},
		{"tampered with", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			middle := len(state) / 2
			return reply(t, h, oneDelete, state[:middle]+string(state[middle]^1)+state[middle+1:], `{"action":"accept"}`)
		}, 0, "another question"},
		{"not base64", func(t *testing.T, _ *simulator.DataCentre, h *host, _ string) result {
			return reply(t, h, oneDelete, "yes!", `{"action":"accept"}`)
		}, 0, "another question"},
		{"other arguments", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, `{"reports":[{"report_id":"c6f87718-6d76-407e-881e-d162ae2eb154","version":1}]}`, state, `{"action":"accept"}`)
		}, 0, "another question"},
		{"spelled in another way", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, strings.Replace(oneDelete, ":", ": ", 1), state, `{"action":"accept"}`)
		}, 1, `"deleted"`},
		{"in the arguments of a model", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return send(t, h, strings.TrimSuffix(oneDelete, "}")+fmt.Sprintf(`,"requestState":%q,"inputResponses":{"confirmation":{"action":"accept"}}}`, state), "")
		}, 0, `has no argument "inputResponses"`},
		{"expired", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			time.Sleep(10*time.Minute + 2*time.Second) // of the bubble
			return reply(t, h, oneDelete, state, `{"action":"accept"}`)
		}, 0, "10 minutes"},
		{"at the last moment", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			time.Sleep(10*time.Minute - 2*time.Second)
			return reply(t, h, oneDelete, state, `{"action":"accept"}`)
		}, 1, `"deleted"`},
		{"another process", func(t *testing.T, dc *simulator.DataCentre, h *host, _ string) result {
			other := send(t, &host{m: newServer(t, dc, setup{}), modern: true, answer: "accept"}, oneDelete, "")
			return reply(t, h, oneDelete, other.RequestState, `{"action":"accept"}`)
		}, 0, "another question"},
		{"of no process", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, oneDelete, strings.Repeat("A", len(state)), `{"action":"accept"}`)
		}, 0, "another question"},
		{"declined", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, oneDelete, state, `{"action":"decline"}`)
		}, 0, "did not agree"},
		{"closed without an answer", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, oneDelete, state, `{"action":"cancel"}`)
		}, 0, "did not agree"},
		{"agreeing choice", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, oneDelete, state, `{"action":"accept","content":{"choice":"Delete 1 report permanently"}}`)
		}, 1, `"deleted"`},
		{"content is null", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, oneDelete, state, `{"action":"accept","content":null}`)
		}, 1, `"deleted"`},
		{"other choice", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, oneDelete, state, `{"action":"accept","content":{"choice":"Cancel"}}`)
		}, 0, "did not agree"},
		{"agreeing choice, declined", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, oneDelete, state, `{"action":"decline","content":{"choice":"Delete 1 report permanently"}}`)
		}, 0, "did not agree"},
		{"no choice", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, oneDelete, state, `{"action":"accept","content":{}}`)
		}, 0, "none of the offered choices"},
		{"a choice that was not offered", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, oneDelete, state, `{"action":"accept","content":{"choice":"delete 1 report permanently"}}`)
		}, 0, "none of the offered choices"},
		{"a choice of another type", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, oneDelete, state, `{"action":"accept","content":{"choice":true}}`)
		}, 0, "none of the offered choices"},
		{"content that is no object", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, oneDelete, state, `{"action":"accept","content":"Delete 1 report permanently"}`)
		}, 0, "none of the offered choices"},
		{"more than the choice", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, oneDelete, state, `{"action":"accept","content":{"choice":"Delete 1 report permanently","note":"?"}}`)
		}, 0, "none of the offered choices"},
		{"a list of choices", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, oneDelete, state, `{"action":"accept","content":[{"choice":"Delete 1 report permanently"}]}`)
		}, 0, "none of the offered choices"},
		{"two actions", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, oneDelete, state, `{"action":"decline","action":"accept"}`)
		}, 0, "the client's answer can't be read"},
		{"an action in another case", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, oneDelete, state, `{"Action":"accept"}`)
		}, 0, "the client's answer can't be read"},
		{"two spellings of action", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, oneDelete, state, `{"action":"decline","ACTION":"accept"}`)
		}, 0, "the client's answer can't be read"},
		{"a content in another case", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, oneDelete, state, `{"action":"accept","Content":{"choice":"Cancel"}}`)
		}, 0, "the client's answer can't be read"},
		{"two contents", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, oneDelete, state, `{"action":"accept","content":{"choice":"Cancel"},"content":null}`)
		}, 0, "the client's answer can't be read"},
		{"two choices", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, oneDelete, state, `{"action":"accept","content":{"choice":"Cancel","choice":"Delete 1 report permanently"}}`)
		}, 0, "the client's answer can't be read"},
		{"two spellings of choice", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, oneDelete, state, `{"action":"accept","content":{"CHOICE":"Cancel","choice":"Delete 1 report permanently"}}`)
		}, 0, "the client's answer can't be read"},
		{"a list of answers", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, oneDelete, state, `[{"action":"accept"}]`)
		}, 0, "the client's answer can't be read"},
		{"an answer null", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, oneDelete, state, `null`)
		}, 0, "the client's answer can't be read"},
		{"no action", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, oneDelete, state, `{"content":null}`)
		}, 0, "the client's answer can't be read"},
		{"an action null", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, oneDelete, state, `{"action":null}`)
		}, 0, "the client's answer can't be read"},
		{"an action of another type", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, oneDelete, state, `{"action":["accept"]}`)
		}, 0, "the client's answer can't be read"},
		{"nonsense", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, oneDelete, state, `{"action":"sure"}`)
		}, 0, "the user was not asked, or the answer was lost (the client's answer can't be read)"},
		{"declined, then accepted with the same state", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			reply(t, h, oneDelete, state, `{"action":"decline"}`)
			return reply(t, h, oneDelete, state, `{"action":"accept"}`)
		}, 0, "another question"},
	} {
		for _, modern := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, modern %v", test.name, modern), func(t *testing.T) {
				simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
					// The question itself comes by the modern way, which shows its state.
					asking := &host{m: m, modern: true, answer: "accept"}
					r := send(t, asking, oneDelete, "")
					if r.ResultType != "input_required" || r.RequestState == "" {
						t.Fatalf("no question: %+v", r)
					}
					h := &host{m: m, modern: modern, answer: "accept"}
					got := test.answer(t, dc, h, r.RequestState)
					if len(got.Content) != 1 || !strings.Contains(got.Content[0].Text, test.words) {
						t.Errorf("got %+v, want %q", got, test.words)
					}
					deletes := 0
					for _, request := range dc.Requests() {
						if request.Method == "DELETE" {
							deletes++
						}
					}
					if deletes != test.deletes {
						t.Errorf("%d deletes were sent, want %d", deletes, test.deletes)
					}
				})
			})
		}
	}
}

// Each question is a form with one field of choices, in words, and no default.
// It is the same in both eras.
func TestConfirmationForms(t *testing.T) {
	for _, test := range []struct{ tool, arguments, agree string }{
		{"delete_reports", oneDelete, "Delete 1 report permanently"},
		{"delete_reports", `{"reports":[{"report_id":"20dffb36-d77b-45c6-b2fa-39276e98d5fc","version":1},{"report_id":"` + simulator.SeptemberReportID + `","version":1}]}`,
			"Delete 2 reports permanently"},
		{"create_report", `{"schedule":"monthly"}`, "Create the monthly report"},
		{"create_report", `{"month":"2026-10","result_action":"send","recipients":["` + simulator.UserID + `"]}`, "Create the report and mail it"},
		{"update_report", `{"report_id":"` + simulator.MonthlyReportID + `","enabled":true}`, "Change the monthly report"},
	} {
		for _, modern := range []bool{false, true} {
			for _, content := range []any{nil, map[string]any{"choice": test.agree}} {
				simulate(t, setup{}, func(t *testing.T, _ *simulator.DataCentre, m *server.MCPServer) {
					h := &host{m: m, modern: modern, answer: "accept", content: content}
					if r := h.call(t, test.tool, test.arguments); r.IsError {
						t.Errorf("%s %s, content %v: %s", test.tool, test.arguments, content, r.Content[0].Text)
					}
					want := []string{`{"properties":{"choice":{"enum":["` + test.agree + `","Cancel"],"title":"Your choice","type":"string"}},"required":["choice"],"type":"object"}`}
					if diff := cmp.Diff(want, h.forms); diff != "" {
						t.Errorf("%s %s, modern %v (-want +got):\n%s", test.tool, test.arguments, modern, diff)
					}
				})
			}
			simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
				h := &host{m: m, modern: modern, answer: "accept", content: map[string]any{"choice": "Cancel"}}
				r := h.call(t, test.tool, test.arguments)
				if sent := transcript(h, dc, r); !r.IsError || strings.Contains(sent, "\nsent: ") {
					t.Errorf("%s %s after Cancel: %s", test.tool, test.arguments, sent)
				}
			})
		}
	}
}

// The question names the tenant, kind, level and period of each report. Reports
// that differ only in the period are on one line.
func TestConfirmationOfManyReports(t *testing.T) {
	simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
		var reports, periods []string
		for i := 1; i <= 50; i++ {
			id, level := fmt.Sprintf("00000000-0000-4000-b000-%012d", i), "accounts"
			if i == 50 {
				level = "itself"
			}
			day := time.Date(2026, time.September, i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
			report := fmt.Sprintf(`{"id":%q,"version":1,"parameters":{"tenant_id":%q,"level":%q,"kind":"usage_summary","period":{"start":%q,"end":%q}}}`,
				id, simulator.ContosoID, level, day, day)
			if err := dc.AddReport(report); err != nil {
				t.Fatal(err)
			}
			reports = append(reports, fmt.Sprintf(`{"report_id":%q,"version":1}`, id))
			periods = append(periods, fmt.Sprintf("%s to %s (%s)", day, day, id))
		}
		h := &host{m: m, answer: "decline"}
		h.call(t, "delete_reports", `{"reports":[`+strings.Join(reports, ",")+`]}`)
		want := []string{
			"Delete 50 reports permanently?",
			`usage_summary about "Contoso Ltd", level accounts, made once: ` + strings.Join(periods[:49], ", "),
			`usage_summary about "Contoso Ltd", level itself, made once: ` + periods[49],
		}
		if diff := cmp.Diff(want, strings.Split(h.asked[0], "\n- ")); diff != "" {
			t.Errorf("asked (-want +got):\n%s", diff)
		}
	})
}

// reply makes the call of delete_reports that brings an answer along.
func reply(t *testing.T, h *host, arguments, state, answer string) result {
	t.Helper()
	return send(t, h, arguments, fmt.Sprintf(`,"requestState":%q,"inputResponses":{"confirmation":%s}`, state, answer))
}

// send makes one call of delete_reports, without answering questions.
func send(t *testing.T, h *host, arguments, extra string) result {
	t.Helper()
	answer := h.m.HandleMessage(h.m.WithContext(t.Context(), &session{host: h}), json.RawMessage(fmt.Sprintf(
		`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"delete_reports","arguments":%s%s}}`, arguments, extra+h.meta())))
	raw, err := json.Marshal(answer.(mcp.JSONRPCResponse).Result)
	if err != nil {
		t.Fatal(err)
	}
	var r result
	if err := json.Unmarshal(raw, &r); err != nil {
		t.Fatal(err)
	}
	return r
}
