package tools_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/acronis/simulator"
)

// Under a strict schema a model can leave no argument out: it writes null. Each
// tool answers then as if the argument weren't there.
func TestStrictSchemas(t *testing.T) {
	calls := firstStories(t, nil)
	calls = append(calls, toolCall{"summarize_usage", `{"month":"2026-09"}`}, toolCall{"compare_usage", `{"months":["2026-08","2026-09"]}`})
	all := catalogue(t)
	for _, call := range calls {
		var schema struct{ Properties map[string]any }
		var arguments map[string]any
		if err := json.Unmarshal(all[call.tool].InputSchema, &schema); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(call.arguments), &arguments); err != nil {
			t.Fatal(err)
		}
		for name := range schema.Properties {
			if _, given := arguments[name]; !given {
				arguments[name] = nil
			}
		}
		strict, err := json.Marshal(arguments)
		if err != nil {
			t.Fatal(err)
		}
		var answers []string
		for _, spelling := range []string{call.arguments, string(strict)} {
			simulate(t, setup{Export: true}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
				h := &host{m: m, answer: "accept"}
				r := h.call(t, call.tool, spelling)
				answers = append(answers, transcript(h, dc, r))
			})
		}
		if diff := cmp.Diff(answers[0], answers[1]); diff != "" {
			t.Errorf("%s %s (-left out +null):\n%s", call.tool, strict, diff)
		}
	}
}

// Arguments that are no object are refused, unless they are JSON text of one.
func TestArgumentsOfAnotherType(t *testing.T) {
	simulate(t, setup{}, func(t *testing.T, _ *simulator.DataCentre, m *server.MCPServer) {
		h := &host{m: m}
		for _, arguments := range []string{`5`, `true`, `[]`, `"x"`, `"[]"`} {
			r := h.call(t, "get_report", arguments)
			if want := "its arguments must be a JSON object such as"; !r.IsError || !strings.Contains(r.Content[0].Text, want) {
				t.Errorf("%s: %s", arguments, fmt.Sprint(r))
			}
		}
	})
}
