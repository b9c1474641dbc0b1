package hosts

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// here is an installation with a home folder of the test.
func here(t *testing.T, args ...string) installation {
	t.Helper()
	home := t.TempDir()
	return installation{
		goos: "linux", home: home, configHome: filepath.Join(home, "config"), command: "/opt/acronis-reports-mcp", args: args,
		env:        map[string]string{"ACRONIS_CLIENT_ID": "20dffb36-d77b-45c6-b2fa-39276e98d5fc"},
		secretFile: filepath.Join(home, ".acronis-client-secret"),
	}
}

// writable returns the hosts whose file can be changed.
func writable() (found []host) {
	for _, h := range all {
		if h.path != nil {
			found = append(found, h)
		}
	}
	return found
}

// apply makes the change for a host.
func apply(t *testing.T, h host, i installation) (*Change, string) {
	t.Helper()
	c, err := plan(h, i)
	if err != nil {
		t.Fatal(err)
	}
	backup, err := c.Apply()
	if err != nil {
		t.Fatal(err)
	}
	return c, backup
}

// put writes the file of a host.
func put(t *testing.T, file, content string, mode os.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), mode); err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, file string) string {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestNewFileIsTheSnippet(t *testing.T) {
	for _, h := range writable() {
		i := here(t, "--access", "write", "--log-file", `C:\u003c<folder>&\log`)
		c, backup := apply(t, h, i)
		if backup != "" {
			t.Errorf("%s: there is a copy of a file that didn't exist", h.name)
		}
		var got, want any
		snippet, err := h.snippet(i)
		if err != nil {
			t.Fatal(err)
		}
		if decode([]byte(get(t, c.File)), &got) != nil || decode([]byte(snippet), &want) != nil || cmp.Diff(want, got) != "" {
			t.Errorf("%s: the file is\n%s\nwant\n%s", h.name, get(t, c.File), snippet)
		}
		if info, _ := os.Stat(c.File); runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("%s: mode %v", h.name, info.Mode())
		}
	}
}

// around are files of which everything but our entry must stay. %s is the name of the
// member that has the servers.
var around = map[string]string{
	"comments":       "// mine\n{\n\t/* a */ \"x\": 1, // b\n\t\"%s\": {\n\t\t\"other\": {\"command\": \"x\"} // c\n\t}\n}\n",
	"trailing comma": "{\n  \"%s\": {\n    \"other\": {\"command\": \"x\",},\n  },\n}\n",
	"one line":       `{"%s":{"other":{"command":"x"}},"z":[1,2.50,1e3,"é\u00e9"]}`,
	"empty servers":  "{\"%s\": {}}",
	"no servers":     "{\n    \"theme\": \"dark\" // dark\n}\n",
	"crlf":           "{\r\n  \"%s\": {\r\n  }\r\n}\r\n",
	"bom":            "\uFEFF{\"%s\": {}}",
	"large number":   "{\"n\": 12345678901234567890.10, \"%s\": {}}",
}

func TestEverythingElseStays(t *testing.T) {
	for name, content := range around {
		for _, h := range writable() {
			t.Run(name+" "+h.name, func(t *testing.T) {
				before := content
				if strings.Contains(content, "%s") {
					before = fmt.Sprintf(content, h.under)
				}
				i := here(t)
				put(t, h.path(i), before, 0o640)
				c, backup := apply(t, h, i)
				after := get(t, c.File)
				left := after // what was there is still there, in its order
				for _, part := range strings.FieldsFunc(before, func(r rune) bool { return strings.ContainsRune("{}, \t\r\n", r) }) {
					at := strings.Index(left, part)
					if at < 0 {
						t.Fatalf("%q is gone from\n%s", part, after)
					}
					left = left[at+len(part):]
				}
				if get(t, backup) != before {
					t.Error("the copy isn't the old file")
				}
				for _, file := range []string{c.File, backup} {
					if info, _ := os.Stat(file); runtime.GOOS != "windows" && info.Mode().Perm() != 0o640 {
						t.Errorf("%s has mode %v", file, info.Mode())
					}
				}
				if strings.Contains(before, "\r\n") != strings.Contains(after, "\r\n") || strings.Count(after, "\r\n") != 0 && strings.Count(after, "\r\n") != strings.Count(after, "\n") {
					t.Errorf("other line ends: %q", after)
				}
				var root map[string]any
				if err := decode([]byte(after), &root); err != nil {
					t.Fatalf("%v in\n%s", err, after)
				}
				if entry := root[h.under].(map[string]any)["acronis-reports"].(map[string]any); entry["command"] != i.command {
					t.Errorf("the entry is %v", entry)
				}
				again, err := plan(h, i)
				if err != nil || again.Diff != nil {
					t.Errorf("a second run changes %q, error %v", again.Diff, err)
				}
			})
		}
	}
}

func TestAccessIsNeverRaised(t *testing.T) {
	for _, test := range []struct{ kept, args, want string }{
		{`"args": ["--access", "read"]`, "--access delete", `--access read`},
		{`"args": ["--access=write"]`, "--access delete", `--access=write`},
		{`"args": []`, "--access delete", ``},
		{`"env": {}`, "--access delete --no-ask", ``},
		{`"args": ["--access", "write"]`, "", `--access write`},
		{`"args": ["--log-level", "debug"]`, "--log-level warn --export-dir /x", `--log-level debug --export-dir /x`},
		{`"args": ["--demo"]`, "--demo", `--demo`},
	} {
		h := all[0]
		i := here(t, strings.Fields(test.args)...)
		i.env["ACRONIS_ACCESS"] = "delete"
		put(t, h.path(i), `{"mcpServers": {"acronis-reports": {"command": "/old", `+test.kept+`, "disabled": true}}}`, 0o600)
		c, _ := apply(t, h, i)
		var root struct {
			MCPServers map[string]struct {
				Command  string
				Args     []string
				Env      map[string]string
				Disabled bool
			}
		}
		if err := decode([]byte(get(t, c.File)), &root); err != nil {
			t.Fatal(err)
		}
		entry := root.MCPServers["acronis-reports"]
		if got := strings.Join(entry.Args, " "); got != test.want || entry.Env["ACRONIS_ACCESS"] != "" || entry.Command != i.command || !entry.Disabled {
			t.Errorf("%s with %s: %+v, want the arguments %s", test.kept, test.args, entry, test.want)
		}
	}
}

func TestSecretsAreNotShown(t *testing.T) {
	h := all[0]
	i := here(t)
	put(t, h.path(i), `{"mcpServers": {"acronis-reports": {"command": "/old", "env": {"ACRONIS_CLIENT_SECRET": "MARKED"}}, "other": {"env": {"KEY": "MARKED"}}}}`, 0o600)
	c, _ := apply(t, h, i)
	if shown := strings.Join(c.Diff, "\n"); strings.Contains(shown, "MARKED") || strings.Contains(shown, "other") {
		t.Errorf("shown is\n%s", shown)
	}
	if after := get(t, c.File); strings.Count(after, "MARKED") != 2 || strings.Contains(after, "ACRONIS_CLIENT_SECRET_FILE") {
		t.Errorf("the file is\n%s", after)
	}
}

func TestRefusedFiles(t *testing.T) {
	for name, content := range map[string]string{
		"not JSON":            `{"mcpServers": `,
		"a list":              `[]`,
		"servers are no list": `{"mcpServers": []}`,
		"twice":               `{"mcpServers": {}, "mcpServers": {}}`,
		"entry twice":         `{"mcpServers": {"acronis-reports": {}, "acronis-reports": {}}}`,
		"entry is text":       `{"mcpServers": {"acronis-reports": "x"}}`,
		"foreign arguments":   `{"mcpServers": {"acronis-reports": {"args": ["--unknown"]}}}`,
		"env is a list":       `{"mcpServers": {"acronis-reports": {"env": [1]}}}`,
	} {
		h := all[0]
		i := here(t)
		put(t, h.path(i), content, 0o600)
		if c, err := plan(h, i); err == nil {
			t.Errorf("%s: the change is %q", name, c.Diff)
		}
		if get(t, h.path(i)) != content {
			t.Errorf("%s: the file has changed", name)
		}
	}
}

func TestChangedInTheMeantime(t *testing.T) {
	h := all[0]
	i := here(t)
	put(t, h.path(i), `{}`, 0o600)
	c, err := plan(h, i)
	if err != nil {
		t.Fatal(err)
	}
	put(t, h.path(i), `{"x": 1}`, 0o600)
	if _, err := c.Apply(); err == nil || get(t, c.File) != `{"x": 1}` {
		t.Errorf("error %v, file %s", err, get(t, c.File))
	}
	entries, err := os.ReadDir(filepath.Dir(c.File))
	if err != nil || len(entries) != 1 {
		t.Errorf("files are left: %v, error %v", entries, err)
	}
}

func TestLinksStay(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need a right that few users have")
	}
	h := all[0]
	i := here(t)
	file := filepath.Join(i.home, "dotfiles", "claude.json")
	put(t, file, `{"mcpServers": {}}`, 0o600)
	if err := os.MkdirAll(filepath.Dir(h.path(i)), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(file, h.path(i)); err != nil {
		t.Fatal(err)
	}
	c, _ := apply(t, h, i)
	if info, err := os.Lstat(h.path(i)); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v", err)
	}
	if !strings.HasSuffix(c.File, filepath.Join("dotfiles", "claude.json")) || !strings.Contains(get(t, file), "acronis-reports") {
		t.Errorf("%s is\n%s", c.File, get(t, file))
	}
}
