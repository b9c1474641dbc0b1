package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/client"
	"github.com/mark3labs/mcp-go/client/transport"
	"github.com/mark3labs/mcp-go/mcp"
)

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

// A launch is how a JSON snippet starts a server.
type launch struct {
	Command string
	Args    []string
	Env     map[string]string
}

// written reads the one server out of a JSON snippet.
func written(t *testing.T, snippet string) launch {
	t.Helper()
	var config struct{ McpServers, Servers map[string]launch }
	if err := json.Unmarshal([]byte(snippet), &config); err != nil {
		t.Fatalf("%v: %s", err, snippet)
	}
	for _, servers := range []map[string]launch{config.McpServers, config.Servers} {
		for _, l := range servers {
			return l
		}
	}
	t.Fatalf("no server in %s", snippet)
	return launch{}
}
