package tools_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/acronis/simulator"
)

// Under a strict schema a model can leave no argument out: it writes null. Each
// tool answers then as if the argument weren't there.
func TestStrictSchemas(t *testing.T) {
	calls := []toolCall{
		{"wait_for_report", `{"report_id":"` + simulator.SeptemberReportID + `"}`},
		{"summarize_usage", `{"month":"2026-09"}`},
	}
	calls = append(calls, firstStories(t, calls[:1])...)
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
		wantSameAnswers(t, call, toolCall{call.tool, string(strict)})
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
