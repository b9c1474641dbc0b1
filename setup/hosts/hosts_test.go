package hosts

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"acronis-reports-mcp/setup/settings"
)

// config returns the configuration and the notes for a host.
func config(t *testing.T, name string, environment map[string]string, args ...string) (snippet, notes string) {
	t.Helper()
	f, err := settings.ParseFlags(args)
	if err != nil {
		t.Fatal(err)
	}
	s, err := settings.Load(f, func(name string) string { return environment[name] }, "test", settings.Choice{})
	if err != nil {
		t.Fatal(err)
	}
	snippet, notes, err = Config(name, s)
	if err != nil {
		t.Fatal(err)
	}
	return snippet, notes
}

// started is a server in a JSON snippet.
type started struct {
	Type, Command string
	Args          []string
	Env           map[string]string
}

// written returns the server in a JSON snippet.
func written(t *testing.T, snippet string) started {
	t.Helper()
	var config struct {
		McpServers, Servers map[string]started
		Inputs              []map[string]any
	}
	if err := json.Unmarshal([]byte(snippet), &config); err != nil {
		t.Fatalf("%v: %s", err, snippet)
	}
	for _, l := range []map[string]started{config.McpServers, config.Servers} {
		for _, found := range l { // there is one
			return found
		}
	}
	t.Fatalf("no server in %s", snippet)
	return started{}
}

func TestPlaces(t *testing.T) {
	for _, a := range all {
		for goos, separator := range map[string]string{"windows": `\`, "darwin": "/", "linux": "/"} {
			place := a.place(installation{goos: goos, home: "HOME"})
			if strings.Contains(place, "HOME") && !strings.Contains(place, "HOME"+separator) {
				t.Errorf("%s on %s: %s", a.name, goos, place)
			}
		}
	}
	windows := installation{goos: "windows", home: `C:\Users\zoe`, appData: `D:\Roaming`, env: map[string]string{"ACRONIS_LABEL": "Zoë's"}}
	quoted := windows
	quoted.env = map[string]string{"ACRONIS_LABEL": `"Europe"`}
	moved := installation{goos: "linux", home: "/home/zoe", configHome: "/etc/zoe"}
	for _, test := range []struct{ got, want string }{
		{claudeDesktopPlace(installation{goos: "darwin", home: "/Users/zoe"}), "/Users/zoe/Library/Application Support/Claude/claude_desktop_config.json"},
		{claudeDesktopPlace(windows), `D:\Roaming\Claude\claude_desktop_config.json`},
		{claudeDesktopPlace(windows), `%LOCALAPPDATA%\Packages\Claude_*\LocalCache\Roaming\Claude\claude_desktop_config.json`},
		{claudeDesktopPlace(windows), "mcpb"},
		{vscodePlace(windows), `D:\Roaming\Code\User\mcp.json`},
		{vscodePlace(moved), "/etc/zoe/Code/User/mcp.json"},
		{goosePlace(moved), "/etc/zoe/goose/config.yaml"},
		{goosePlace(installation{goos: "darwin", home: "/Users/zoe", configHome: "not/whole"}), "/Users/zoe/.config/goose/config.yaml"},
		{claudeCodePlace(windows), "in PowerShell."},
		{claudeCodePlace(quoted), "PowerShell 7.3"},
	} {
		if !strings.Contains(test.got, test.want) {
			t.Errorf("%s has no %s", test.got, test.want)
		}
	}
}

// TestClaudeDesktopPackage finds the folder from which the MSIX package reads.
func TestClaudeDesktopPackage(t *testing.T) {
	if runtime.GOOS != "windows" {
		t.Skip("only Windows has such packages")
	}
	i := installation{goos: "windows", home: t.TempDir()}
	if got := claudeDesktopFile(i); strings.Contains(got, "Packages") {
		t.Errorf("without the package: %s", got)
	}
	folder := filepath.Join(i.home, "AppData", "Local", "Packages", "Claude_x", "LocalCache", "Roaming", "Claude")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if got, want := claudeDesktopFile(i), filepath.Join(folder, "claude_desktop_config.json"); got != want || strings.Contains(claudeDesktopPlace(i), "If no server") {
		t.Errorf("got %s, want %s: %s", got, want, claudeDesktopPlace(i))
	}
}

func TestVSCodeNotes(t *testing.T) {
	environment := map[string]string{"ACRONIS_BASE_URL": "https://eu2-cloud.acronis.com", "ACRONIS_CLIENT_ID": "id"}
	if _, notes := config(t, "vscode", environment); !strings.Contains(notes, `"ACRONIS_CLIENT_SECRET_FILE": "`) {
		t.Errorf("got %q", notes)
	}
	if _, notes := config(t, "vscode", nil, "--demo"); strings.Contains(notes, "inputs") {
		t.Errorf("the demo has no inputs: %q", notes)
	}
}
