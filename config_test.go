package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"acronis-reports-mcp/setup/settings"

	"github.com/google/go-cmp/cmp"
	"github.com/mark3labs/mcp-go/client"
	"github.com/mark3labs/mcp-go/client/transport"
	"github.com/mark3labs/mcp-go/mcp"
	"go.yaml.in/yaml/v4"
)

var absolute = settings.Absolute

// hard is an installation whose every text needs quoting.
var hard = installation{
	goos: "windows", home: `C:\Users\Zoë O'Hara`,
	command: `C:\Program Files\"q" $x & co\it's.exe`, args: []string{"--log-file", `C:\new folder\$(x).log`},
	env:        map[string]string{"ACRONIS_BASE_URL": "https://eu2-cloud.acronis.com", "ACRONIS_LABEL": "A: \"B\" <C> #d %PATH% `e`"},
	secretFile: `C:\Users\Zoë O'Hara\.secret`,
}

// snippetOf is what an app gets for an installation.
func snippetOf(t *testing.T, name string, i installation) string {
	t.Helper()
	for _, a := range apps {
		if a.name == name {
			snippet, err := a.snippet(i)
			if err != nil {
				t.Fatal(err)
			}
			return snippet
		}
	}
	t.Fatalf("no app %s", name)
	return ""
}

// written reads the one server out of a JSON app's snippet.
func written(t *testing.T, snippet string) launch {
	t.Helper()
	var config struct {
		McpServers, Servers map[string]launch
		Inputs              []map[string]any
	}
	if err := json.Unmarshal([]byte(snippet), &config); err != nil {
		t.Fatalf("%v: %s", err, snippet)
	}
	for _, l := range []map[string]launch{config.McpServers, config.Servers} {
		for _, found := range l { // there is one
			return found
		}
	}
	t.Fatalf("no server in %s", snippet)
	return launch{}
}

func TestSnippetsKeepEveryCharacter(t *testing.T) {
	want := launch{Command: hard.command, Args: hard.args, Env: hard.withSecret("ACRONIS_CLIENT_SECRET_FILE", hard.secretFile)}
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
			cmp.Diff(i.args, got.Args) != "" || cmp.Diff(i.launch("").Env, got.Envs) != "" {
			t.Errorf("%+v", got)
		}
	}
}

// TestChatGPTSnippet reads the lines back: what stands behind = is JSON, too.
func TestChatGPTSnippet(t *testing.T) {
	for _, i := range []installation{hard, {command: "/bin/x", args: []string{"--demo"}}} {
		var got launch
		table, keys := "", map[string]any{"command": &got.Command, "args": &got.Args, "tool_timeout_sec": new(int)}
		for line := range strings.SplitSeq(snippetOf(t, "chatgpt", i), "\n") {
			name, value, ok := strings.Cut(line, " = ")
			switch {
			case !ok:
				table += line
			case strings.HasSuffix(table, ".env]"):
				var text string
				if err := json.Unmarshal([]byte(value), &text); err != nil {
					t.Error(err)
				}
				if got.Env == nil {
					got.Env = map[string]string{}
				}
				got.Env[name] = text
			default:
				if err := json.Unmarshal([]byte(value), keys[name]); err != nil {
					t.Errorf("%s: %v", line, err)
				}
			}
		}
		if diff := cmp.Diff(i.launch(""), got); diff != "" || !strings.HasPrefix(table, "[mcp_servers."+i.serverName()+"]") {
			t.Errorf("%s (-want +got):\n%s", table, diff)
		}
	}
}

// TestClaudeCodeSnippet has a shell read the command back.
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

func TestPlaces(t *testing.T) {
	for _, a := range apps {
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
		{claudeCodePlace(windows), "PowerShell;"},
		{claudeCodePlace(quoted), "PowerShell 7.3"},
	} {
		if !strings.Contains(test.got, test.want) {
			t.Errorf("%s has no %s", test.got, test.want)
		}
	}
}

// TestSnippetsStart takes each JSON app's snippet from the built program, and
// starts what it says as that app would.
func TestSnippetsStart(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("MARKED"), 0o600); err != nil {
		t.Fatal(err)
	}
	settings := map[string]string{"ACRONIS_BASE_URL": "http://127.0.0.1:1", "ACRONIS_CLIENT_ID": "id", "ACRONIS_CLIENT_SECRET_FILE": secret, "ACRONIS_LABEL": "Europe"}
	for _, name := range []string{"claude-desktop", "vscode", "cursor", "windsurf", "generic"} {
		for _, args := range [][]string{{"config", name}, {"--demo", "config", name}} {
			c := command(t, settings, args...)
			out, err := c.Output()
			if err != nil {
				t.Fatal(err)
			}
			l := written(t, string(out))
			if strings.Contains(string(out), "MARKED") || !filepath.IsAbs(l.Command) {
				t.Errorf("%s: %s", name, out)
			}
			var env []string
			for k, v := range l.Env {
				env = append(env, k+"="+strings.Replace(v, "${input:acronis-secret}", "MARKED", 1))
			}
			serves(t, l.Command, env, l.Args)
		}
	}
}

// serves starts a server, shakes hands and lists the tools.
func serves(t *testing.T, command string, env, args []string) {
	t.Helper()
	c := client.NewClient(transport.NewStdio(command, env, args...))
	if err := c.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	hello := mcp.InitializeRequest{}
	hello.Params.ClientInfo = mcp.Implementation{Name: "test", Version: "1"}
	if _, err := c.Initialize(t.Context(), hello); err != nil {
		t.Fatal(err)
	}
	list, err := c.ListTools(t.Context(), mcp.ListToolsRequest{})
	if err != nil || len(list.Tools) == 0 {
		t.Errorf("%d tools, %v", len(list.Tools), err)
	}
}

func TestConfigCommandLine(t *testing.T) {
	for _, args := range [][]string{{"config"}, {"config", "emacs"}, {"config", "cursor", "goose"}} {
		status, out, errs := runProgram(nil, "", args...)
		if status != 2 || out != "" || !strings.Contains(errs, "claude-desktop, claude-code, vscode") {
			t.Errorf("%q: status %d, stdout %q, stderr %q", args, status, out, errs)
		}
	}
	status, out, errs := runProgram(map[string]string{"ACRONIS_CLIENT_SECRET": "MARKED"}, "", "config", "generic")
	if status != 0 || strings.Contains(out+errs, "MARKED") || !strings.Contains(errs, ".acronis-client-secret") {
		t.Errorf("status %d, stdout %q, stderr %q", status, out, errs)
	}
	if warned := strings.Contains(errs, "go build"); !warned { // a test's own binary is such a one
		t.Errorf("no warning: %q", errs)
	}
}

func TestServingFlags(t *testing.T) {
	flags, err := settings.ParseFlags([]string{"--demo", "--yes", "--no-ask=false", "--access", "write", "--cache", "here", "--export-dir", "${HOME}"})
	if err != nil {
		t.Fatal(err)
	}
	var s installation
	s.takeFlags(flags)
	if diff := cmp.Diff([]string{"--access", "write", "--cache", absolute("here"), "--demo"}, s.args); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(s.open) != 1 || !strings.Contains(s.open[0], "--export-dir") {
		t.Errorf("got %q", s.open)
	}
}

// TestConfigTakesSettings has each setting good, missing, and wrong with a
// secret in it, which has to stay out and be told.
func TestConfigTakesSettings(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("MARKED"), 0o600); err != nil {
		t.Fatal(err)
	}
	const tenant = "ede9f834-70b3-476c-83d9-736f9f8c7dae"
	for _, test := range []struct{ name, value, want, told string }{
		{"ACRONIS_BASE_URL", "https://eu2-cloud.acronis.com/api/2", "https://eu2-cloud.acronis.com", ""},
		{"ACRONIS_BASE_URL", "", fillIn, "to fill in: ACRONIS_BASE_URL is missing"},
		{"ACRONIS_BASE_URL", "https://me:MARKED@eu2-cloud.acronis.com/?t=MARKED", fillIn, "to fill in: ACRONIS_BASE_URL holds a user name or password"},
		{"ACRONIS_BASE_URL", "https://eu2-cloud.acronis.com/?t=MARKED", fillIn, "must end after the host"},
		{"ACRONIS_BASE_URL", "https://eu2-cloud.acronis.com/MARKED", fillIn, "has a path"},
		{"ACRONIS_CLIENT_ID", "", fillIn, "to fill in: ACRONIS_CLIENT_ID is missing"},
		{"ACRONIS_CLIENT_ID", "MARKED", fillIn, "ACRONIS_CLIENT_ID is no UUID"},
		{"ACRONIS_TENANT_ID", "", "", ""},
		{"ACRONIS_TENANT_ID", tenant, tenant, ""},
		{"ACRONIS_TENANT_ID", "MARKED", fillIn, "to fill in: ACRONIS_TENANT_ID must be a UUID"},
		{"ACRONIS_ACCESS", "write", "write", ""},
		{"ACRONIS_ACCESS", "MARKED", fillIn, "access must be read, write or delete"},
		{"ACRONIS_CLIENT_SECRET_FILE", secret, secret, secret},
		{"ACRONIS_CLIENT_SECRET_FILE", "MARKED", ".acronis-client-secret", "Left out: ACRONIS_CLIENT_SECRET_FILE can't be read"},
		{"ACRONIS_ACCESS_TOKEN", "MARKED", "", "two hours"},
		{"ACRONIS_LABEL", "Europe", "Europe", ""},
		{"ACRONIS_LABEL", "${env:MARKED}", "", "Left out: ACRONIS_LABEL has ${ inside"},
		{"ACRONIS_CLIENT_ID", "${env:MARKED}", fillIn, "ACRONIS_CLIENT_ID has ${ inside"},
		{"ACRONIS_EXPORT_DIR", "sheets", absolute("sheets"), ""},
		{"ACRONIS_CACHE", "kept", absolute("kept"), ""},
		{"HTTPS_PROXY", "http://proxy.example:3128/x?MARKED", "http://proxy.example:3128", ""},
		{"HTTPS_PROXY", "proxy.example:3128", "http://proxy.example:3128", ""},
		{"HTTPS_PROXY", "http://me:MARKED@proxy.example:3128", "", "Left out: HTTPS_PROXY, which holds a user name"},
		{"HTTPS_PROXY", "me:MARKED@proxy.example:3128", "", "Left out: HTTPS_PROXY, which holds a user name"},
		{"HTTPS_PROXY", "http://MARKED/%zz %", "", "Left out: HTTPS_PROXY, which is no URL"},
		{"NO_PROXY", "localhost,.example", "localhost,.example", ""},
		{"SSL_CERT_FILE", "ca.pem", absolute("ca.pem"), ""},
		{"SSL_CERT_DIR", "a" + string(os.PathListSeparator) + "b", absolute("a") + string(os.PathListSeparator) + settings.Absolute("b"), ""},
	} {
		settings := map[string]string{"ACRONIS_BASE_URL": "https://eu2-cloud.acronis.com", "ACRONIS_CLIENT_ID": tenant, test.name: test.value}
		status, out, errs := runProgram(settings, "", "config", "cursor")
		got := written(t, out).Env[test.name]
		if test.name == "ACRONIS_CLIENT_SECRET_FILE" && test.told != secret {
			got = filepath.Base(got)
		}
		if status != 0 || got != test.want || strings.Contains(out+errs, "MARKED") {
			t.Errorf("%s=%s: status %d, %q, want %q: %s%s", test.name, test.value, status, got, test.want, out, errs)
		}
		if !strings.Contains(errs, test.told) || test.told == "" && (strings.Contains(errs, "Still") || strings.Contains(errs, "Left out")) {
			t.Errorf("%s=%s: told %q, want %q", test.name, test.value, errs, test.told)
		}
	}
}

// TestConfigTellsDataCentresApart has servers named by their labels.
func TestConfigTellsDataCentresApart(t *testing.T) {
	for label, want := range map[string]string{"": "acronis-reports", "Europe": "acronis-reports-europe", "Zürich (2)": "acronis-reports-z-rich-2"} {
		if got := (installation{env: map[string]string{"ACRONIS_LABEL": label}}).serverName(); got != want {
			t.Errorf("%s: %s, want %s", label, got, want)
		}
	}
}

// TestConfigOfTheDemo takes over what the demo looks at, and nothing else.
func TestConfigOfTheDemo(t *testing.T) {
	settings := map[string]string{"ACRONIS_BASE_URL": "https://eu2-cloud.acronis.com", "ACRONIS_CLIENT_SECRET_FILE": "x", "ACRONIS_CACHE": "kept", "ACRONIS_EXPORT_DIR": "sheets", "https_proxy": "http://x"}
	_, out, errs := runProgram(settings, "", "--demo", "config", "cursor")
	if diff := cmp.Diff(map[string]string{"ACRONIS_EXPORT_DIR": absolute("sheets")}, written(t, out).Env); diff != "" || strings.Contains(errs, "secret") {
		t.Errorf("told %q (-want +got):\n%s", errs, diff)
	}
}

func TestConfigWritesNoFile(t *testing.T) {
	log := filepath.Join(t.TempDir(), "log")
	_, out, _ := runProgram(nil, "", "--log-file", log, "config", "cursor")
	if args := written(t, out).Args; len(args) != 2 || args[1] != log {
		t.Errorf("got %q", args)
	}
	if _, err := os.Stat(log); err == nil {
		t.Error("config made the server's log file")
	}
}

func TestVSCodeTellsTheOtherForm(t *testing.T) {
	settings := map[string]string{"ACRONIS_BASE_URL": "https://eu2-cloud.acronis.com", "ACRONIS_CLIENT_ID": "id"}
	if _, _, errs := runProgram(settings, "", "config", "vscode"); !strings.Contains(errs, `"ACRONIS_CLIENT_SECRET_FILE": "`) {
		t.Errorf("got %q", errs)
	}
	if _, _, errs := runProgram(nil, "", "--demo", "config", "vscode"); strings.Contains(errs, "inputs") {
		t.Errorf("the demo has no inputs: %q", errs)
	}
}
