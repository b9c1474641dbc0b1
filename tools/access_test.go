package tools_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/acronis/simulator"
)

// Whatever is called, also what isn't listed, and without any question to the user: with
// access read nothing in the data centre changes, and with write nothing is deleted.
func TestAccessOfCalls(t *testing.T) {
	want := map[string][]string{"read": nil, "write": {"POST", "PUT"}, "delete": {"DELETE", "POST", "PUT"}}
	for access, methods := range want {
		simulate(t, setup{Access: access, NoAsk: true}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
			h := &host{m: m}
			for _, c := range append(hostileCalls, firstStories(t, hostileCalls)...) {
				h.call(t, c.tool, c.arguments)
			}
			sent := map[string]bool{}
			for _, r := range dc.Requests() {
				if r.Method != "GET" && !strings.HasSuffix(r.Path, "/idp/token") {
					sent[r.Method] = true
				}
			}
			if diff := cmp.Diff(methods, slices.Sorted(maps.Keys(sent))); diff != "" {
				t.Errorf("access %s sends other changes (-want +got):\n%s", access, diff)
			}
		})
	}
}
