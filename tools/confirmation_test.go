package tools_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/acronis/simulator"
)

const oneDelete = `{"reports":[{"report_id":"20dffb36-d77b-45c6-b2fa-39276e98d5fc","version":1}]}`

// TestSealedConsent answers a question in every way but the right one. Only the
// answer to this question, about this call, in time and once, has an effect.
func TestSealedConsent(t *testing.T) {
	for _, test := range []struct {
		name    string
		answer  func(t *testing.T, dc *simulator.DataCentre, h *host, state string) result
		deletes int
		words   string
	}{
		{"as it should be", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, oneDelete, state, "accept")
		}, 1, `"deleted"`},
		{"no state", func(t *testing.T, _ *simulator.DataCentre, h *host, _ string) result {
			return reply(t, h, oneDelete, "", "accept")
		}, 0, "another question"},
		{"tampered with", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			middle := len(state) / 2
			return reply(t, h, oneDelete, state[:middle]+string(state[middle]^1)+state[middle+1:], "accept")
		}, 0, "another question"},
		{"not base64", func(t *testing.T, _ *simulator.DataCentre, h *host, _ string) result {
			return reply(t, h, oneDelete, "yes!", "accept")
		}, 0, "another question"},
		{"other arguments", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, `{"reports":[{"report_id":"c6f87718-6d76-407e-881e-d162ae2eb154","version":1}]}`, state, "accept")
		}, 0, "another question"},
		{"what it is about has changed", func(t *testing.T, dc *simulator.DataCentre, h *host, state string) result {
			if err := dc.AddReport(`{"id":"20dffb36-d77b-45c6-b2fa-39276e98d5fc","version":1,"parameters":{"tenant_id":"ede9f834-70b3-476c-83d9-736f9f8c7dae","kind":"usage_daily"}}`); err != nil {
				t.Fatal(err)
			}
			return reply(t, h, oneDelete, state, "accept")
		}, 0, "another question"},
		{"spelled in another way", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, strings.Replace(oneDelete, ":", ": ", 1), state, "accept")
		}, 1, `"deleted"`},
		{"expired", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			time.Sleep(10*time.Minute + 2*time.Second) // of the bubble
			return reply(t, h, oneDelete, state, "accept")
		}, 0, "10 minutes"},
		{"at the last moment", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			time.Sleep(10*time.Minute - 2*time.Second)
			return reply(t, h, oneDelete, state, "accept")
		}, 1, `"deleted"`},
		{"another process", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, oneDelete, strings.Repeat("A", len(state)), "accept")
		}, 0, "another question"},
		{"declined", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, oneDelete, state, "decline")
		}, 0, "did not agree"},
		{"nonsense", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			return reply(t, h, oneDelete, state, "sure")
		}, 0, "did not agree"},
		{"declined, then accepted with the same state", func(t *testing.T, _ *simulator.DataCentre, h *host, state string) result {
			reply(t, h, oneDelete, state, "decline")
			return reply(t, h, oneDelete, state, "accept")
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

// reply makes the call of delete_reports that brings an answer along.
func reply(t *testing.T, h *host, arguments, state, action string) result {
	t.Helper()
	return send(t, h, arguments, fmt.Sprintf(`,"requestState":%q,"inputResponses":{"consent":{"action":%q}}`, state, action))
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
