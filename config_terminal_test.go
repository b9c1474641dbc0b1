package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestConfigAsks answers the question of config --write, once after the file has
// changed.
func TestConfigAsks(t *testing.T) {
	for _, test := range []struct {
		name, answer, changed, want string
		status                      int
		written                     bool
	}{
		{"yes", "y\n", "", "written; the old file is", 0, true},
		{"no", "n\n", "", "nobody agreed", 1, false},
		{"nothing", "\n", "", "nobody agreed", 1, false},
		{"end of input", "\x04", "", "nobody agreed", 1, false},
		{"interrupted", "\x03", "", "interrupted", 1, false},
		{"changed", "y\n", "# mine, too\n", "has changed in the meantime", 1, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			home := t.TempDir()
			file, content := filepath.Join(home, "config.toml"), "# mine\n"
			if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			s := inTerminal(t, map[string]string{"HOME": home, "CODEX_HOME": home}, "--demo", "config", "chatgpt", "--write")
			s.expect(`+ [mcp_servers.acronis-reports]`)
			s.expect("Write this?")
			if test.changed != "" {
				content = test.changed
				if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := s.terminal.WriteString(test.answer); err != nil {
				t.Fatal(err)
			}
			s.expect(test.want)
			status := s.end()
			raw, err := os.ReadFile(file)
			if written := strings.Contains(string(raw), "acronis-reports"); err != nil || status != test.status || written != test.written || !strings.HasPrefix(string(raw), content) {
				t.Errorf("status %d, file %q, error %v", status, raw, err)
			}
			if printed := strings.Count(s.shown.String(), "[mcp_servers.acronis-reports]") == 2; printed != (test.changed != "") {
				t.Errorf("the configuration is printed: %v, in %s", printed, s.shown.String())
			}
		})
	}
}
