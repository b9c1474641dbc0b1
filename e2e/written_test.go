package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"go.yaml.in/yaml/v4"
)

// entry is a server as the file of an app has it.
type entry struct {
	Command                any // opencode has the arguments in it
	Cmd                    string
	Args                   []string
	Env, Envs, Environment map[string]string
}

// TestWrittenEntriesStart puts an entry into the file of an app of each format, and
// starts the server as the app would.
func TestWrittenEntriesStart(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("the paths are those of other systems")
	}
	for _, app := range []struct {
		name, file, under string
		decode            func([]byte, any) error
	}{
		{"cursor", ".cursor/mcp.json", "mcpServers", json.Unmarshal},
		{"chatgpt", ".codex/config.toml", "mcp_servers", toml.Unmarshal},
		{"goose", ".config/goose/config.yaml", "extensions", func(raw []byte, into any) error { return yaml.Load(raw, into) }},
		{"opencode", ".config/opencode/opencode.json", "mcp", json.Unmarshal},
	} {
		home := t.TempDir()
		secret := filepath.Join(home, "secret")
		if err := os.WriteFile(secret, []byte("MARKED"), 0o600); err != nil {
			t.Fatal(err)
		}
		settings := map[string]string{
			"HOME": home, "XDG_CONFIG_HOME": filepath.Join(home, ".config"), "CODEX_HOME": "",
			"ACRONIS_BASE_URL": "http://127.0.0.1:1", "ACRONIS_CLIENT_ID": "20dffb36-d77b-45c6-b2fa-39276e98d5fc", "ACRONIS_CLIENT_SECRET_FILE": secret, "ACRONIS_LABEL": "Europe",
		}
		c := command(t, settings, "--log-level", "debug", "config", app.name, "--write", "--yes")
		if out, err := c.CombinedOutput(); err != nil || strings.Contains(string(out), "MARKED") {
			t.Fatalf("%s: %v: %s", app.name, err, out)
		}
		raw, err := os.ReadFile(filepath.Join(home, app.file))
		if err != nil {
			t.Fatal(err)
		}
		var config map[string]map[string]entry
		if err := app.decode(raw, &config); err != nil {
			t.Fatalf("%s: %v: %s", app.name, err, raw)
		}
		e := config[app.under]["acronis-reports-europe"]
		words := append([]string{e.Cmd}, e.Args...)
		switch command := e.Command.(type) {
		case string:
			words[0] = command
		case []any:
			words = nil
			for _, word := range command {
				words = append(words, word.(string))
			}
		}
		var env []string
		for _, variables := range []map[string]string{e.Env, e.Envs, e.Environment} {
			for name, value := range variables {
				env = append(env, name+"="+value)
			}
		}
		if len(env) < 4 || len(words) != 3 { // a proxy and certificates may be among them
			t.Errorf("%s: %q with %q", app.name, words, env)
		}
		connect(t, words[0], env, words[1:])
	}
}
