package hosts

import (
	"encoding/json"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"acronis-reports-mcp/setup/settings"
)

// hard is an installation in which every text needs quotes.
var hard = installation{
	goos: "windows", home: `C:\Users\Zoë O'Hara`,
	command: `C:\Program Files\"q" $x & co\it's.exe`, args: []string{"--log-file", `C:\new folder\$(x).log`},
	env:        map[string]string{"ACRONIS_BASE_URL": "https://eu2-cloud.acronis.com", "ACRONIS_LABEL": "A: \"B\" <C> #d %PATH% `e`"},
	secretFile: `C:\Users\Zoë O'Hara\.secret`,
}

// snippetOf returns the snippet of a host for an installation.
func snippetOf(t *testing.T, name string, i installation) string {
	t.Helper()
	for _, a := range all {
		if a.name == name {
			return a.snippet(i)
		}
	}
	t.Fatalf("no host %s", name)
	return ""
}

func TestSnippetsKeepEveryCharacter(t *testing.T) {
	want := started{Command: hard.command, Args: hard.args, Env: hard.withSecret("ACRONIS_CLIENT_SECRET_FILE", hard.secretFile)}
	for _, name := range []string{"claude-desktop", "cursor", "windsurf", "generic"} {
		got := written(t, snippetOf(t, name, hard))
		got.Type = ""
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	want.Type, want.Env = "stdio", hard.withSecret("ACRONIS_CLIENT_SECRET", "${input:acronis-secret}")
	if diff := cmp.Diff(want, written(t, snippetOf(t, "vscode", hard))); diff != "" {
		t.Errorf("vscode (-want +got):\n%s", diff)
	}
}

func TestGooseSnippet(t *testing.T) {
	for _, i := range []installation{hard, {command: "/bin/x", args: []string{"--demo"}}} {
		var config struct {
			Extensions map[string]struct {
				Enabled   bool
				Type, Cmd string
				Args      []string
				Envs      map[string]string
			}
		}
		if err := yaml.Unmarshal([]byte(snippetOf(t, "goose", i)), &config); err != nil {
			t.Fatal(err)
		}
		got := config.Extensions[i.serverName()]
		if !got.Enabled || got.Type != "stdio" || got.Cmd != i.command ||
			cmp.Diff(i.args, got.Args) != "" || cmp.Diff(i.variables(), got.Envs) != "" {
			t.Errorf("%+v", got)
		}
	}
}

func TestChatGPTSnippet(t *testing.T) {
	for _, i := range []installation{hard, {command: "/bin/x", args: []string{"--demo"}}} {
		var config struct {
			Servers map[string]struct {
				Command string
				Args    []string
				Timeout int `toml:"tool_timeout_sec"`
				Env     map[string]string
			} `toml:"mcp_servers"`
		}
		if err := toml.Unmarshal([]byte(snippetOf(t, "chatgpt", i)), &config); err != nil {
			t.Fatal(err)
		}
		got := config.Servers[i.serverName()]
		if got.Command != i.command || got.Timeout != 300 || cmp.Diff(i.args, got.Args) != "" || cmp.Diff(i.variables(), got.Env) != "" {
			t.Errorf("%+v", got)
		}
	}
}

func TestOpencodeSnippet(t *testing.T) {
	var config struct {
		MCP map[string]struct {
			Type        string
			Command     []string
			Environment map[string]string
		}
	}
	if err := json.Unmarshal([]byte(snippetOf(t, "opencode", hard)), &config); err != nil {
		t.Fatal(err)
	}
	got := config.MCP[hard.serverName()]
	if got.Type != "local" || cmp.Diff(append([]string{hard.command}, hard.args...), got.Command) != "" || cmp.Diff(hard.variables(), got.Environment) != "" {
		t.Errorf("%+v", got)
	}
}

// variables returns the environment of an entry, or nil if there is none.
func (i installation) variables() map[string]string {
	return i.withSecret("ACRONIS_CLIENT_SECRET_FILE", i.secretFile)
}

// TestClaudeCodeSnippet lets a shell parse the command.
func TestClaudeCodeSnippet(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no POSIX shell")
	}
	i := hard
	i.goos = "linux"
	out, err := exec.Command("sh", "-c", `claude() { printf '%s\n' "$@"; }; `+snippetOf(t, "claude-code", i)).Output()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"mcp", "add", "--scope", "user", "--env", "ACRONIS_BASE_URL=https://eu2-cloud.acronis.com",
		"--env", "ACRONIS_CLIENT_SECRET_FILE=" + i.secretFile, "--env", "ACRONIS_LABEL=" + i.env["ACRONIS_LABEL"],
		"--transport", "stdio", i.serverName(), "--", i.command, i.args[0], i.args[1]}
	if diff := cmp.Diff(want, strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, word := range []string{`'C:\Program Files\"q" $x & co\it''s.exe'`, " '--' "} {
		if power := snippetOf(t, "claude-code", hard); !strings.Contains(power, word) {
			t.Errorf("PowerShell gets %s, without %s", power, word)
		}
	}
}

// TestServerNames checks that the label is part of the name.
func TestServerNames(t *testing.T) {
	for _, test := range []struct{ label, profile, url, want string }{
		{"", "", "https://eu2-cloud.acronis.com", "acronis-reports"},
		{"Europe", "", "https://eu2-cloud.acronis.com", "acronis-reports-europe"},
		{"Zürich (2)", "", "", "acronis-reports-z-rich-2"},
		{"東京", "", "https://jp2-cloud.acronis.com", "acronis-reports-jp2-cloud"},
		{"Ελλάδα", "", "https://eu2-cloud.acronis.com", "acronis-reports-eu2-cloud"},
		{"東京", "us_2", "", "acronis-reports-us-2"},
		{"東京", settings.DefaultProfile, "", "acronis-reports"},
		{"東京", "", settings.FillIn, "acronis-reports"},
	} {
		i := installation{profile: test.profile, env: map[string]string{"ACRONIS_LABEL": test.label, "ACRONIS_BASE_URL": test.url}}
		if got := i.serverName(); got != test.want {
			t.Errorf("%+v: %s", test, got)
		}
	}
}
