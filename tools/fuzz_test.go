package tools_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"acronis-reports-mcp/acronis/simulator"
)

// FuzzArguments checks that every tool returns a result for any arguments, and
// never one that says that the server failed.
func FuzzArguments(f *testing.F) {
	for i, c := range hostileCalls {
		f.Add(byte(i), c.arguments)
	}
	f.Fuzz(func(t *testing.T, which byte, arguments string) {
		if json.Unmarshal([]byte(arguments), new(any)) != nil {
			t.Skip() // mcp-go refuses the whole request: no JSON, or a number beyond 64-bit floating point
		}
		synctest.Test(t, func(t *testing.T) {
			dc := simulator.New()
			defer dc.Close()
			h := &host{m: newServer(t, dc, setup{Export: true}), answer: "accept"}
			names := slices.Sorted(maps.Keys(h.m.ListTools()))
			tool := names[int(which)%len(names)]
			r := h.call(t, tool, arguments)
			if text := r.Content[0].Text; text == "" || strings.Contains(text, "inside this server") {
				t.Errorf("%s %s: %q", tool, arguments, text)
			}
		})
	})
}
