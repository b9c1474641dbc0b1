package hosts

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/setup/settings"
)

// withProfile is an installation whose data centre is that of a profile.
func withProfile(i installation, name string, args ...string) installation {
	i.profile, i.args, i.env, i.secretFile = name, append([]string{"--profile", name}, args...), map[string]string{}, ""
	return i
}

// TestTwoProfiles connects two data centres in one file of each host, twice.
func TestTwoProfiles(t *testing.T) {
	for _, h := range writable() {
		home := here(t)
		want := []Entry{{Name: "acronis-reports", Profile: "default", Access: "write"}, {Name: "acronis-reports-europe", Profile: "europe", Access: "read"}, {Name: "acronis-reports-us-2", Profile: "us_2", Access: "read"}}
		for run := range 2 {
			for _, i := range []installation{withProfile(home, "europe"), withProfile(home, "us_2"), withProfile(home, "default", "--access", "write")} {
				c, err := plan(h, i)
				if err != nil {
					t.Fatal(err)
				}
				if run == 1 && c.Diff != nil {
					t.Errorf("%s: a second run changes %q", h.name, c.Diff)
				}
				if _, err := c.Apply(); run == 0 && err != nil {
					t.Fatal(err)
				}
			}
		}
		got, err := h.entries(home, h.path(home))
		if err != nil || len(got) != 3 {
			t.Fatalf("%s: %v, error %v", h.name, got, err)
		}
		if diff := cmp.Diff(map[string]Entry{want[0].Name: want[0], want[1].Name: want[1], want[2].Name: want[2]}, map[string]Entry{got[0].Name: got[0], got[1].Name: got[1], got[2].Name: got[2]}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", h.name, diff)
		}
		if content := get(t, h.path(home)); strings.Contains(content, "ACRONIS_") || strings.Contains(content, "inputs") {
			t.Errorf("%s: there are variables in\n%s", h.name, content)
		}
	}
}

// TestProfilesAreNotMixed tries an entry that has a connection already.
func TestProfilesAreNotMixed(t *testing.T) {
	for _, h := range writable() {
		for _, test := range []struct {
			args string
			env  fields
			with string
			want string // part of the error, or ""
		}{
			{"", fields{{"ACRONIS_BASE_URL", "x"}, {"ACRONIS_CLIENT_ID", "y"}}, "default", "ACRONIS_BASE_URL, ACRONIS_CLIENT_ID, which are not combined with a profile"},
			{"--profile us", nil, "default", "has --profile us, and you gave --profile default"},
			{"--profile us", nil, "", "has --profile us, and you gave variables"},
			{"--profile MARKED", nil, "", "has another profile, and you gave variables"},
			{"--demo", nil, "default", "has --demo, and you gave --profile default"},
			{"--demo", nil, "", "has --demo, and you gave variables"},
			{"--profile us", nil, "--demo", "has --profile us, and you gave --demo"},
			{"", fields{{"ACRONIS_BASE_URL", "x"}}, "--demo", "has ACRONIS_BASE_URL, and you gave --demo"},
			{"--access read", nil, "--demo", ""},
			{"", fields{{"ACRONIS_BASE_URL", "https://us5-cloud.acronis.com"}, {"ACRONIS_ACCESS_TOKEN", "MARKED"}}, "", "has another ACRONIS_BASE_URL"},
			{"", fields{{"ACRONIS_CLIENT_ID", "MARKED"}, {"ACRONIS_CLIENT_SECRET", "MARKED"}}, "", "has another ACRONIS_CLIENT_ID"},
			{"", fields{{"ACRONIS_BASE_URL", "https://EU2-cloud.acronis.com/api/2"}, {"ACRONIS_CLIENT_ID", settings.FillIn}}, "", ""},
			{"", fields{{"ACRONIS_ACCESS_TOKEN", "MARKED"}}, "secret", "has ACRONIS_ACCESS_TOKEN, and you gave ACRONIS_CLIENT_SECRET_FILE"},
			{"", fields{{"ACRONIS_CLIENT_SECRET", "MARKED"}}, "secret", "has ACRONIS_CLIENT_SECRET, and you gave ACRONIS_CLIENT_SECRET_FILE"},
			{"", fields{{"ACRONIS_CLIENT_SECRET_FILE", "x"}}, "secret", ""},
			{"", fields{{"ACRONIS_PROFILE", "us"}}, "default", "has --profile us, and you gave --profile default"},
			{"", fields{{"ACRONIS_PROFILE", "default"}}, "default", ""},
			{"--profile default --access write", nil, "default", ""},
			{"", fields{{"ACRONIS_LABEL", "Europe"}}, "default", ""},
		} {
			i := here(t)
			i.env["ACRONIS_BASE_URL"] = "https://eu2-cloud.acronis.com"
			switch test.with {
			case "":
			case "--demo":
				i.args, i.env, i.secretFile = []string{"--demo"}, map[string]string{}, ""
			case "secret":
				i.secretGiven = true
			default:
				i = withProfile(i, test.with)
			}
			before := existing(h, strings.Fields(test.args), test.env)
			put(t, h.path(i), before, 0o600)
			c, err := plan(h, i)
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "MARKED")) {
				t.Errorf("%s: %+v: change %+v, error %v", h.name, test, c, err)
			}
		}
	}
}

// TestEntriesOfHosts lists entries without anything that may be secret.
func TestEntriesOfHosts(t *testing.T) {
	for _, test := range []struct {
		host, content string
		want          []Entry
		problem       string
	}{
		{"cursor", `{"mcpServers": {"a": {"command": "/x/acronis-reports-mcp", "args": ["--profile", "us"], "disabled": true}, "b": {"command": "C:\\x\\Acronis-Reports-MCP.exe", "env": {"ACRONIS_ACCESS": "delete"}}, "c": {"command": "/x/other"}}}`,
			[]Entry{{Name: "a", Profile: "us", Access: "read", Disabled: true}, {Name: "b", Access: "delete"}}, ""},
		{"cursor", `{"mcpServers": {"acronis-reports": {"command": "/x/wrapper", "args": ["MARKED"], "env": {"ACRONIS_ACCESS": "MARKED"}}, "acronis-reports-2": {"command": "x", "env": {"ACRONIS_ACCESS": "MARKED"}}}}`,
			[]Entry{{Name: "acronis-reports"}, {Name: "acronis-reports-2"}}, ""},
		{"opencode", `{"mcp": {"x": {"type": "local", "command": ["acronis-reports-mcp", "--demo"], "enabled": false}}}`,
			[]Entry{{Name: "x", Access: "delete", Demo: true, Disabled: true}}, ""},
		{"chatgpt", "[mcp_servers.x]\ncommand = 'acronis-reports-mcp'\nargs = ['--access=write']\n", []Entry{{Name: "x", Access: "write"}}, ""},
		{"goose", "extensions:\n  x: {cmd: acronis-reports-mcp, envs: {ACRONIS_PROFILE: us}}\n", []Entry{{Name: "x", Profile: "us", Access: "read"}}, ""},
		{"cursor", "{\n\"a\": MARKED}", nil, "the file is not valid JSON, near line 2"},
		{"chatgpt", "a = 1\nb = MARKED\n", nil, "the file is not valid TOML, near line 2"},
		{"goose", "a: 1\nb: \"MARKED\n", nil, "the file is not valid YAML, near line 2"},
		{"goose", "a: MARKED\n---\nb: 1\n", nil, "there are several documents in the file"},
	} {
		h, file := hostNamed(test.host), filepath.Join(t.TempDir(), "file")
		put(t, file, test.content, 0o600)
		got, err := h.entries(here(t), file)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.content, diff)
		}
		problem := ""
		if err != nil {
			problem = err.Error()
		}
		if problem != test.problem {
			t.Errorf("%s: error %q, want %q", test.content, problem, test.problem)
		}
	}
}
