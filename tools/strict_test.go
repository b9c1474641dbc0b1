package tools_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/acronis/simulator"
)

// With strict schemas, a model can't leave arguments out and writes null. Each
// tool then answers as if the argument were missing.
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

// Arguments that aren't an object are refused, unless they are a text with the
// JSON of one.
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
