package e2e

import (
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/mcp"
)

// removeAndRun is a shell script that runs a program in a folder that it has removed.
const removeAndRun = `cd "$1" && rmdir "$1" && shift && exec "$@"`

// Nothing depends on the working directory, which may have been removed.
func TestWorkingDirectoryIsGone(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("a folder in use can't be removed there")
	}
	t.Run("tools", func(t *testing.T) {
		t.Parallel()
		useEveryTool(t, mcp.ProtocolVersion20251125, "sh", "-c", removeAndRun, "sh", t.TempDir(), program(t))
	})
	for _, args := range [][]string{
		{"--version"}, {"--help"}, {"tools"}, {"tools", "--json"}, {"doctor"}, {"config", "generic"}, {"config", "claude-code"},
		{"call", "list_reports"}, {"call", "get_report", `{"report_id":"` + guideID + `"}`},
	} {
		args = append([]string{"--demo", "--export-dir", os.TempDir()}, args...)
		want, err := command(t, nil, args...).Output()
		if err != nil {
			t.Fatal(err)
		}
		gone := exec.Command("sh", slices.Concat([]string{"-c", removeAndRun, "sh", t.TempDir(), program(t)}, args)...)
		if got, err := gone.Output(); err != nil || string(got) != string(want) {
			t.Errorf("%q: %v: %s, want %s", args, err, got, want)
		}
	}
	gone := exec.Command("sh", "-c", removeAndRun, "sh", t.TempDir(), program(t), "--cache", "kept", "doctor")
	if got, err := gone.Output(); err == nil || !strings.Contains(string(got), "--cache is a relative path") {
		t.Errorf("%v: %s", err, got)
	}
}
