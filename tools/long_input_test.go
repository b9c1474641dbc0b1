package tools_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/mark3labs/mcp-go/mcp"

	"acronis-reports-mcp/acronis/simulator"
)

// longValues are what an argument of three megabytes or so may be.
var longValues = map[string]string{
	"a text":       `"` + strings.Repeat("x", 3<<20) + `"`,
	"blanks":       `"` + strings.Repeat(" ", 3<<20) + `"`,
	"a pattern":    `"` + strings.Repeat("*a", 1<<20) + `"`,
	"texts":        `[` + strings.Repeat(`"ab",`, 500_000) + `"ab"]`,
	"patterns":     `["` + strings.Repeat(`*a*b*c*d","`, 250_000) + `x"]`,
	"one pattern":  `["` + strings.Repeat("*a", 1<<20) + `"]`,
	"reports":      `[` + strings.Repeat(`{"report_id":"20dffb36-d77b-45c6-b2fa-39276e98d5fc","version":1},`, 40_000) + `{}]`,
	"nested lists": strings.Repeat("[", 9000) + strings.Repeat("]", 9000),
}

// longInput makes calls with one long argument each, and wants each of them over soon,
// refused in few words.
func longInput(t *testing.T, tools []string) {
	t.Helper()
	dc := simulator.New()
	defer dc.Close()
	m := newServer(t, dc, setup{NoAsk: true})
	all := catalogue(t)
	for _, name := range tools {
		var input struct {
			Properties map[string]json.RawMessage
			Required   []string
		}
		if err := json.Unmarshal(all[name].InputSchema, &input); err != nil {
			t.Fatal(err)
		}
		for property := range input.Properties {
			for what, value := range longValues {
				arguments := map[string]json.RawMessage{property: json.RawMessage(value)}
				for _, other := range input.Required {
					if other != property {
						arguments[other] = json.RawMessage(`"` + simulator.SavedReportID + `"`)
					}
				}
				raw, err := json.Marshal(arguments)
				if err != nil {
					t.Fatal(err)
				}
				h, took := &host{m: m}, time.Duration(0)
				for range 3 { // because other work of the machine can make one late
					start := time.Now()
					r := h.call(t, name, string(raw))
					if len(r.Content[0].Text) > 20<<10 || !r.IsError {
						t.Fatalf("%s with %s as %s: %d bytes: %.300s", name, what, property, len(r.Content[0].Text), r.Content[0].Text)
					}
					if took = time.Since(start); took < 10*time.Second {
						break
					}
				}
				if took > 10*time.Second {
					t.Errorf("%s with %s as %s: %v", name, what, property, took)
				}
			}
		}
	}
	for _, request := range dc.Requests() {
		if request.Method != "GET" && request.Path != "/api/2/idp/token" {
			t.Errorf("%s %s was sent", request.Method, request.Path)
		}
	}
}

func TestLongArguments(t *testing.T) { longInput(t, []string{"delete_reports"}) }

// Arguments of 32 KiB are accepted, and one byte more is refused before anything is sent.
func TestArgumentsOf32KiB(t *testing.T) {
	dc := simulator.New()
	defer dc.Close()
	h := &host{m: newServer(t, dc, setup{})}
	arguments := `{"report_id":"` + simulator.SavedReportID + `"`
	for _, size := range []int{32<<10 + 1, 32 << 10} {
		refused := size > 32<<10
		r := h.call(t, "get_report", arguments+strings.Repeat(" ", size-len(arguments)-1)+"}")
		if r.IsError != refused || refused && (len(dc.Requests()) != 0 || !strings.Contains(r.Content[0].Text, "32769 bytes long")) {
			t.Errorf("%d bytes: %d requests, %s", size, len(dc.Requests()), r.Content[0].Text)
		}
	}
}

// TestLongestArguments has as many patterns as are accepted.
func TestLongestArguments(t *testing.T) {
	dc := simulator.New()
	defer dc.Close()
	h := &host{m: newServer(t, dc, setup{})}
	for _, pattern := range []string{`*a*b*c*d","`, `*","`, `2026-","`, strings.Repeat("*a", 15_000) + `","`} {
		arguments := `{"report_id":"` + simulator.SavedReportID + `","usages":["`
		arguments += strings.Repeat(pattern, (32<<10-len(arguments)-len(`x"]}`))/len(pattern)) + `x"]}`
		start := time.Now()
		r := h.call(t, "summarize_usage", arguments)
		if took := time.Since(start); took > 10*time.Second || strings.Contains(r.Content[0].Text, "at most 32768 are accepted") {
			t.Errorf("%.20s: %v: %.300s", pattern, took, r.Content[0].Text)
		} else {
			t.Logf("%.20s: %v", pattern, took)
		}
	}
}

// TestLongURI has a URI that would be compared with the templates for seconds.
func TestLongURI(t *testing.T) {
	dc := simulator.New()
	defer dc.Close()
	m := newServer(t, dc, setup{})
	for _, uri := range []string{"acronis://reports/", "acronis://reports/x/stored/", ""} {
		start := time.Now()
		answer := m.HandleMessage(t.Context(), json.RawMessage(`{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"`+uri+strings.Repeat("x", 4<<20-200)+`"}}`))
		took := time.Since(start)
		refusal, ok := answer.(mcp.JSONRPCError)
		if raw, err := json.Marshal(answer); !ok || err != nil || refusal.Error.Code == 0 || len(raw) > 20<<10 || took > 6*time.Second {
			t.Errorf("%s…: %v, %d bytes: %.300s", uri, took, len(raw), raw)
		}
	}
}
