package hosts

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"acronis-reports-mcp/setup/settings"
)

// hostNamed returns the host with a name.
func hostNamed(name string) host {
	for _, h := range all {
		if h.name == name {
			return h
		}
	}
	panic(name)
}

// existing returns a file with an entry of a host, to which more is added.
func existing(h host, args []string, env fields, more ...field) string {
	i := installation{command: "/old", args: args}
	entry := i.launched(h.shape, "", "")
	if env != nil {
		entry = append(entry, field{h.shape.env, env})
	}
	return fileWith(h.format, nested(append(h.under(&node{}), "acronis-reports"), append(entry, more...)).(fields))
}

func TestAccessIsNeverRaised(t *testing.T) {
	for _, h := range writable() {
		for _, test := range []struct{ kept, args, want string }{
			{"--access read", "--access delete", "--access read"},
			{"--access=write", "--access delete", "--access=write"},
			{"", "--access delete", ""},
			{"", "--access delete --no-ask", ""},
			{"--access write", "", "--access write"},
			{"--log-level debug", "--log-level warn --export-dir /x", "--log-level debug --export-dir /x"},
			{"", "--invoice-prefix true", "--invoice-prefix true"},
			{"--demo", "--demo", "--demo"},
		} {
			i := here(t, strings.Fields(test.args)...)
			i.env["ACRONIS_ACCESS"] = "delete"
			put(t, h.path(i), existing(h, strings.Fields(test.kept), nil, field{"disabled", true}), 0o600)
			c, _ := apply(t, h, i)
			got := entryOf(t, h, get(t, c.File))
			if strings.Join(got.args, " ") != test.want || got.env["ACRONIS_ACCESS"] != "" || got.command != i.command || !strings.Contains(get(t, c.File), "true") {
				t.Errorf("%s: %s with %s: %+v, want the arguments %s", h.name, test.kept, test.args, got, test.want)
			}
			if differs := strings.HasPrefix(test.kept, "--log-level"); differs != strings.Contains(strings.Join(c.Notes, "\n"), "keeps its --log-level") {
				t.Errorf("%s: the notes are %q", h.name, c.Notes)
			}
			if h.shape.args != "" && !strings.Contains(strings.Join(c.Diff, "\n"), "/old") {
				t.Errorf("%s: the diff is %q", h.name, c.Diff)
			}
		}
	}
}

func TestSecretsAreNotShown(t *testing.T) {
	for _, h := range writable() {
		i := here(t)
		more := []field{{"headers", fields{{"Authorization", "MARKED"}}}, {"auth", []any{fields{{"token", "MARKED"}}}}, {"apiKey", "MARKED"}, {"link", "https://example.com?key=MARKED"}, {"env_keys", []string{"MARKED"}}, {"tools", []any{[]any{"MARKED"}}}}
		put(t, h.path(i), existing(h, nil, fields{{"ACRONIS_CLIENT_SECRET", "MARKED"}, {"MINE", "yes"}}, more...), 0o600)
		c, _ := apply(t, h, i)
		shown := strings.Join(c.Diff, "\n")
		if strings.Contains(shown, "MARKED") || !strings.Contains(shown, "hidden 7") || !strings.Contains(shown, "/opt/acronis-reports-mcp") {
			t.Errorf("%s: shown is\n%s", h.name, shown)
		}
		after := get(t, c.File)
		if strings.Count(after, "MARKED") != 7 || strings.Contains(after, "ACRONIS_CLIENT_SECRET_FILE") || entryOf(t, h, after).env["MINE"] != "yes" {
			t.Errorf("%s: the file is\n%s", h.name, after)
		}
	}
}

// TestInputIsShown has an entry without the input from which it takes the secret.
func TestInputIsShown(t *testing.T) {
	h, i := hostNamed("vscode"), here(t)
	apply(t, h, i)
	put(t, h.path(i), strings.Replace(get(t, h.path(i)), text(inputID), text("other"), 1), 0o600)
	c, _ := apply(t, h, i)
	if shown := strings.Join(c.Diff, "\n"); !strings.Contains(shown, `+       "id": "acronis-secret"`) || strings.Contains(shown, "\n- ") || strings.Contains(shown, "other") {
		t.Errorf("shown is\n%s", shown)
	}
}

// entries are entries in the ways of writing that a format has, and what must be left
// of them. Each has the old command, one argument and one variable.
var entries = map[string][]struct{ before, after string }{
	"chatgpt": {
		{"[mcp_servers.\"acronis-reports\"] # a\ncommand = '/old' # b\nargs = [ '--no-ask', # c\n]\n\n# d\n[mcp_servers.acronis-reports.env]\nMINE = 'x'\n# e\n[z]\n",
			"[mcp_servers.\"acronis-reports\"] # a\ncommand = \"/opt/acronis-reports-mcp\" # b\nargs = [ '--no-ask', \"--log-level\", \"debug\", # c\n]\n\n# d\n[mcp_servers.acronis-reports.env]\nMINE = 'x'\nACRONIS_CLIENT_ID = \"ID\"\nACRONIS_CLIENT_SECRET_FILE = \"FILE\"\n# e\n[z]\n"},
		{"mcp_servers = { acronis-reports = { command = '/old', args = ['--no-ask'], env = {MINE='x'} }, other = {} } # a\n",
			"mcp_servers = { acronis-reports = { command = \"/opt/acronis-reports-mcp\", args = ['--no-ask', \"--log-level\", \"debug\"], env = { ACRONIS_CLIENT_SECRET_FILE = \"FILE\", ACRONIS_CLIENT_ID = \"ID\",MINE='x'} }, other = {} } # a\n"},
		{"[mcp_servers]\nacronis-reports.command = '/old'\nacronis-reports.args = ['--no-ask']\nacronis-reports.env.MINE = 'x'\nother.command = 'y'\n",
			"[mcp_servers]\nacronis-reports.command = \"/opt/acronis-reports-mcp\"\nacronis-reports.args = ['--no-ask', \"--log-level\", \"debug\"]\nacronis-reports.env.MINE = 'x'\nacronis-reports.env.ACRONIS_CLIENT_ID = \"ID\"\nacronis-reports.env.ACRONIS_CLIENT_SECRET_FILE = \"FILE\"\nother.command = 'y'\n"},
		{"[mcp_servers.acronis-reports]\r\ncommand = '/old'\r\nargs = [\r\n  '--no-ask'\r\n]\r\nenv.MINE = 'x'\r\nenabled = false\r\n",
			"[mcp_servers.acronis-reports]\r\ncommand = \"/opt/acronis-reports-mcp\"\r\nargs = [\r\n  '--no-ask',\r\n  \"--log-level\",\r\n  \"debug\"\r\n]\r\nenv.MINE = 'x'\r\nenv.ACRONIS_CLIENT_ID = \"ID\"\r\nenv.ACRONIS_CLIENT_SECRET_FILE = \"FILE\"\r\nenabled = false\r\n"},
	},
	"goose": {
		{"extensions:\n  acronis-reports: # a\n    enabled: false\n    type: stdio\n    cmd: /old # b\n    args:\n      # c\n      - --no-ask # d\n    envs:\n      MINE: x\n  other: {}\n",
			"extensions:\n  acronis-reports: # a\n    enabled: false\n    type: stdio\n    cmd: \"/opt/acronis-reports-mcp\" # b\n    args:\n      # c\n      - --no-ask # d\n      - \"--log-level\"\n      - \"debug\"\n    envs:\n      ACRONIS_CLIENT_SECRET_FILE: \"FILE\"\n      ACRONIS_CLIENT_ID: \"ID\"\n      MINE: x\n  other: {}\n"},
		{"extensions: {'acronis-reports': {type: stdio, cmd: '/old', args: [--no-ask], envs: {MINE: x}}, other: {}}\n",
			"extensions: {'acronis-reports': {type: stdio, cmd: \"/opt/acronis-reports-mcp\", args: [--no-ask, \"--log-level\", \"debug\"], envs: {ACRONIS_CLIENT_SECRET_FILE: \"FILE\", ACRONIS_CLIENT_ID: \"ID\", MINE: x}}, other: {}}\n"},
		{"extensions:\n    \"acronis-reports\":\n        type: stdio\n        cmd: \"/old\"\n        args:\n        - '--no-ask'\n        envs: {MINE: x}\n",
			"extensions:\n    \"acronis-reports\":\n        type: stdio\n        cmd: \"/opt/acronis-reports-mcp\"\n        args:\n        - '--no-ask'\n        - \"--log-level\"\n        - \"debug\"\n        envs: {ACRONIS_CLIENT_SECRET_FILE: \"FILE\", ACRONIS_CLIENT_ID: \"ID\", MINE: x}\n"},
	},
	"opencode": {
		{"{\"mcp\": {\"acronis-reports\": {\"type\": \"local\", \"enabled\": false, \"command\": [\"/old\", \"--no-ask\" /* a */], // b\n \"environment\": {\"MINE\": \"x\"}}}}",
			"{\"mcp\": {\"acronis-reports\": {\"type\": \"local\", \"enabled\": false, \"command\": [\"/opt/acronis-reports-mcp\", \"--no-ask\", \"--log-level\", \"debug\" /* a */], // b\n \"environment\": {\"MINE\": \"x\",\n  \"ACRONIS_CLIENT_ID\": \"ID\",\n  \"ACRONIS_CLIENT_SECRET_FILE\": \"FILE\"\n }}}}"},
		{"{\"mcp\": {\"timeout\": 1, \"servers\": {\"acronis-reports\": {\"type\": \"local\", \"command\": [\"/old\", \"--no-ask\"], \"environment\": {\"MINE\": \"x\"}}}}}",
			"{\"mcp\": {\"timeout\": 1, \"servers\": {\"acronis-reports\": {\"type\": \"local\", \"command\": [\"/opt/acronis-reports-mcp\", \"--no-ask\", \"--log-level\", \"debug\"], \"environment\": {\"MINE\": \"x\",\n  \"ACRONIS_CLIENT_ID\": \"ID\",\n  \"ACRONIS_CLIENT_SECRET_FILE\": \"FILE\"\n}}}}}"},
	},
	"cursor": {
		{"{\n\t\"mcpServers\": {\n\t\t// a\n\t\t\"\\u0061cronis-reports\": {\n\t\t\t\"command\": \"/old\", // b\n\t\t\t\"args\": [\n\t\t\t\t\"--no-ask\", // c\n\t\t\t],\n\t\t\t\"env\": {\n\t\t\t\t\"MINE\": \"x\" // d\n\t\t\t},\n\t\t\t\"type\": \"stdio\"\n\t\t}\n\t}\n}\n",
			"{\n\t\"mcpServers\": {\n\t\t// a\n\t\t\"\\u0061cronis-reports\": {\n\t\t\t\"command\": \"/opt/acronis-reports-mcp\", // b\n\t\t\t\"args\": [\n\t\t\t\t\"--no-ask\", \"--log-level\", \"debug\", // c\n\t\t\t],\n\t\t\t\"env\": {\n\t\t\t\t\"MINE\": \"x\", // d\n\t\t\t\t\"ACRONIS_CLIENT_ID\": \"ID\",\n\t\t\t\t\"ACRONIS_CLIENT_SECRET_FILE\": \"FILE\"\n\t\t\t},\n\t\t\t\"type\": \"stdio\"\n\t\t}\n\t}\n}\n"},
	},
}

// TestEntriesAreUpdated compares every byte: comments, order and quoting stay.
func TestEntriesAreUpdated(t *testing.T) {
	for name, tests := range entries {
		h := hostNamed(name)
		for n, test := range tests {
			i := here(t, "--log-level", "debug")
			put(t, h.path(i), test.before, 0o600)
			c, _ := apply(t, h, i)
			want := strings.NewReplacer("\"ID\"", text(i.env["ACRONIS_CLIENT_ID"]), "\"FILE\"", text(i.secretFile)).Replace(test.after)
			if got := get(t, c.File); got != want {
				t.Errorf("%s %d: got\n%s\nwant\n%s", name, n, got, want)
			}
			if again, err := plan(h, i); err != nil || again.Diff != nil {
				t.Errorf("%s %d: a second run changes %q, error %v", name, n, again.Diff, err)
			}
		}
	}
}

func TestRefusedFiles(t *testing.T) {
	for _, h := range writable() {
		for name, content := range refused[h.format.name] {
			content = strings.NewReplacer("NAME", h.under(&node{})[0], "\\u006eAME", fmt.Sprintf("\\u%04x%s", h.under(&node{})[0][0], h.under(&node{})[0][1:])).Replace(content)
			i := here(t, "--log-level", "debug")
			put(t, h.path(i), content, 0o600)
			if c, err := plan(h, i); err == nil && (h.shape.args != "" || !strings.Contains(content, `"args"`)) {
				t.Errorf("%s, %s: the change is %q", h.name, name, c.Diff)
			}
			if get(t, h.path(i)) != content {
				t.Errorf("%s, %s: the file has changed", h.name, name)
			}
		}
	}
}

func TestFilesThatCannotBeReplaced(t *testing.T) {
	for _, h := range writable() {
		i := here(t)
		if err := os.MkdirAll(h.path(i), 0o700); err != nil {
			t.Fatal(err)
		}
		if c, err := plan(h, i); err == nil {
			t.Errorf("%s: a folder was changed: %q", h.name, c.Diff)
		}
		i = here(t)
		put(t, h.path(i), "", 0o400)
		if c, err := plan(h, i); err == nil {
			t.Errorf("%s: a file that is read-only was changed: %q", h.name, c.Diff)
		}
		if runtime.GOOS == "windows" {
			continue
		}
		i = here(t)
		put(t, h.path(i), "", 0o600)
		if err := os.Link(h.path(i), h.path(i)+"2"); err != nil {
			t.Fatal(err)
		}
		if c, err := plan(h, i); err == nil || !strings.Contains(err.Error(), "hard links") {
			t.Errorf("%s: a file with two names was changed: %+v, error %v", h.name, c, err)
		}
		if os.Remove(h.path(i)+"2") != nil || os.Chown(h.path(i), 1234, -1) != nil {
			continue // only root can give files away
		}
		if c, err := plan(h, i); err == nil || !strings.Contains(err.Error(), "another user (1234)") {
			t.Errorf("%s: a file of another user was changed: %+v, error %v", h.name, c, err)
		}
	}
}

// A crash may leave a partial file, with a secret in it. The next run removes it.
func TestPartialFilesAreRemoved(t *testing.T) {
	for _, h := range writable() {
		i := here(t)
		put(t, h.path(i), "", 0o600)
		left := settings.PartialName(h.path(i))
		put(t, left, "SECRET", 0o600)
		c, err := plan(h, i)
		if err != nil {
			t.Fatal(err)
		}
		backup, err := c.Apply()
		if err != nil || get(t, backup) != "" || settings.Exists(left) {
			t.Errorf("%s: %v, and the partial file exists: %v", h.name, err, settings.Exists(left))
		}
		if left, err := filepath.Glob(h.path(i) + ".*.part"); len(left) > 0 || err != nil {
			t.Errorf("%s: %q is left, %v", h.name, left, err)
		}
	}
}

// TestLargeFiles has a file of 10 MB in each format.
func TestLargeFiles(t *testing.T) {
	long := strings.Repeat("some text ", 200)
	for name, line := range map[string]string{"cursor": `"k%d": ["%s"],`, "chatgpt": "[t%d]\na = ['%s'] # b\n", "goose": "k%d:\n  a: ['%s'] # b\n"} {
		h := hostNamed(name)
		var b strings.Builder
		for n := 0; b.Len() < 10_000_000; n++ {
			fmt.Fprintf(&b, line, n, long)
		}
		content := b.String()
		if h.format.name == "JSON" {
			content = "{" + content + "}"
		}
		i := here(t)
		put(t, h.path(i), content, 0o600)
		c, _ := apply(t, h, i)
		if !pure(content, get(t, c.File)) || len(c.Diff) > 20 {
			t.Errorf("%s: something else has changed: %q", name, c.Diff)
		}
	}
}
