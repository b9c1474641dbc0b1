package profiles_test

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"acronis-reports-mcp/setup/profiles"
	"acronis-reports-mcp/setup/settings"
)

// TestChoose tries each combination of profiles, flags, environment and terminal.
func TestChoose(t *testing.T) {
	complete := map[string]string{"ACRONIS_BASE_URL": "https://eu2-cloud.acronis.com", "ACRONIS_CLIENT_ID": "id", "ACRONIS_CLIENT_SECRET": "MARKED"}
	token := map[string]string{"ACRONIS_BASE_URL": "https://eu2-cloud.acronis.com", "ACRONIS_ACCESS_TOKEN": "MARKED"}
	one, two := []string{"us"}, []string{"europe", "us"}
	for _, test := range []struct {
		name        string
		stored      []string
		args        string
		environment map[string]string
		terminal    bool
		want        string   // the profile
		problems    []string // parts of all problems
	}{
		{name: "a flag", stored: two, args: "--profile us", want: "us"},
		{name: "a flag after the command", stored: two, args: "doctor --json --profile=us", want: "us"},
		{name: "a variable", stored: two, environment: map[string]string{"ACRONIS_PROFILE": "us"}, want: "us"},
		{name: "a flag before a variable", stored: two, args: "--profile europe", environment: map[string]string{"ACRONIS_PROFILE": "us"}, want: "europe"},
		{name: "tenant and label", stored: one, args: "--profile us", environment: map[string]string{"ACRONIS_TENANT_ID": "20dffb36-d77b-45c6-b2fa-39276e98d5fc", "ACRONIS_LABEL": "x"}, want: "us"},
		{name: "no such profile", stored: two, args: "--profile asia", problems: []string{"--profile: there is no profile asia; the profiles are europe, us"}},
		{name: "none at all", args: "--profile asia", problems: []string{"--profile: there is no profile asia, and no other one; acronis-reports-mcp login stores one"}},
		{name: "no name", args: "--profile US", problems: []string{"--profile: the name of a profile must have"}},
		{name: "a placeholder", stored: one, environment: map[string]string{"ACRONIS_PROFILE": "<name>"}, problems: []string{"ACRONIS_PROFILE is still a placeholder"}},
		{name: "an empty field of a form", stored: one, args: "--profile us", environment: map[string]string{"ACRONIS_BASE_URL": "${user_config.base_url}"}, want: "us"},
		{name: "both", stored: one, args: "--profile us", environment: complete, problems: []string{"--profile us and ACRONIS_BASE_URL, ACRONIS_CLIENT_ID, ACRONIS_CLIENT_SECRET are both set"}},
		{name: "both variables", stored: one, environment: map[string]string{"ACRONIS_PROFILE": "us", "ACRONIS_ACCESS_TOKEN": "MARKED"}, problems: []string{"ACRONIS_PROFILE us and ACRONIS_ACCESS_TOKEN are both set"}},
		{name: "a secret file beside a profile", stored: one, args: "--profile us", environment: map[string]string{"ACRONIS_CLIENT_SECRET_FILE": "x"}, problems: []string{"--profile us and ACRONIS_CLIENT_SECRET_FILE are both set"}},
		{name: "complete", stored: one, environment: complete},
		{name: "complete at a terminal", stored: one, environment: complete, terminal: true},
		{name: "a token", stored: one, environment: token},
		{name: "incomplete", stored: two, environment: map[string]string{"ACRONIS_CLIENT_ID": "id"}, terminal: true, problems: []string{
			"ACRONIS_BASE_URL is missing", "ACRONIS_CLIENT_SECRET (or ACRONIS_CLIENT_SECRET_FILE) is missing",
			"--profile is not given either: there are the profiles europe and us, which are not used beside ACRONIS_CLIENT_ID",
		}},
		{name: "incomplete, without profiles", environment: map[string]string{"ACRONIS_BASE_URL": "https://eu2-cloud.acronis.com", "ACRONIS_CLIENT_ID": "id"}, problems: []string{
			"ACRONIS_CLIENT_SECRET (or ACRONIS_CLIENT_SECRET_FILE) is missing",
		}},
		{name: "the only one at a terminal", stored: one, terminal: true, want: "us"},
		{name: "the only one of a host", stored: one, problems: []string{"--profile is missing: there is the profile us; add --profile us to the arguments"}},
		{name: "two at a terminal", stored: two, terminal: true, problems: []string{"--profile is missing: there are the profiles europe and us; add --profile NAME"}},
		{name: "nothing", problems: []string{"ACRONIS_BASE_URL is missing", "ACRONIS_CLIENT_ID is missing", "ACRONIS_CLIENT_SECRET", "acronis-reports-mcp login"}},
		{name: "the demo", stored: one, args: "--demo", environment: map[string]string{"ACRONIS_PROFILE": "none"}},
		{name: "the demo with a profile", stored: one, args: "--demo --profile us", problems: []string{"--profile and --demo are both set"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder := profiles.Folder(filepath.Join(t.TempDir(), "profiles"))
			for _, name := range test.stored {
				if err := folder.Write(&profiles.Profile{Name: name, BaseURL: "https://" + name + "-cloud.acronis.com", ClientID: "id"}); err != nil {
					t.Fatal(err)
				}
			}
			f, err := settings.ParseFlags(strings.Fields(test.args))
			if err != nil {
				t.Fatal(err)
			}
			environment := maps.Clone(test.environment)
			getenv := func(name string) string { return environment[name] }
			s, err := settings.Load(f, getenv, "test", folder.Choose(f, getenv, test.terminal))
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if s.Profile != nil {
				got = s.Profile.Name
			}
			if got != test.want || (s.Client != nil) != (len(test.problems) == 0 && !f.Demo) {
				t.Errorf("profile %q, client %v; want %q", got, s.Client, test.want)
			}
			if test.want != "" && s.Client.Host() != test.want+"-cloud.acronis.com" {
				t.Errorf("the data centre is %s", s.Client.Host())
			}
			var texts []string
			for _, p := range s.Problems {
				texts = append(texts, p.Text)
			}
			for _, want := range test.problems {
				if !slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(text, want) }) {
					t.Errorf("%q is not in %q", want, texts)
				}
			}
			if len(texts) != len(test.problems) || strings.Contains(strings.Join(texts, " "), "MARKED") {
				t.Errorf("the problems are %q", texts)
			}
		})
	}
}

func TestProfileWithoutItsName(t *testing.T) {
	if _, err := settings.ParseFlags([]string{"doctor", "--profile"}); err == nil || !strings.Contains(err.Error(), "needs an argument") {
		t.Errorf("got %v", err)
	}
}
