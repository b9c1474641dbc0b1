package tools_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/acronis/simulator"
)

// Every tool works although the working directory was removed.
func TestWorkingDirectoryIsGone(t *testing.T) {
	calls := slices.Concat(hostileCalls, firstStories(t, hostileCalls)) // from files of the working directory
	gone := filepath.Join(t.TempDir(), "gone")
	if err := os.Mkdir(gone, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Chdir(gone)
	if err := os.Remove(gone); err != nil {
		t.Skip("a working directory can't be removed here")
	}
	simulate(t, setup{Export: true}, func(t *testing.T, _ *simulator.DataCentre, m *server.MCPServer) {
		h := &host{m: m, answer: "accept"}
		for _, c := range calls {
			if r := h.call(t, c.tool, c.arguments); strings.Contains(r.Content[0].Text, "inside this server") {
				t.Errorf("%s %s: %s", c.tool, c.arguments, r.Content[0].Text)
			}
		}
	})
}
