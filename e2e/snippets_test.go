package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSnippetsStart starts the server of each JSON snippet as an app would.
func TestSnippetsStart(t *testing.T) {
	t.Parallel()
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
			connect(t, l.Command, env, l.Args)
		}
	}
}

// launch is a server in a JSON snippet.
type launch struct {
	Command string
	Args    []string
	Env     map[string]string
}

// written returns the server in a JSON snippet.
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
