package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/setup/profiles"
)

func TestConfigCommandLine(t *testing.T) {
	for _, args := range [][]string{{"config"}, {"config", "emacs"}, {"config", "cursor", "goose"}, {"config", "emacs", "cursor"}, {"config", "cursor", "--list"}, {"config", "cursor", "--force"}} {
		status, out, errs := runProgram(nil, "", args...)
		if status != 2 || out != "" || !strings.Contains(errs, "claude-desktop, claude-code, vscode") {
			t.Errorf("%q: status %d, stdout %q, stderr %q", args, status, out, errs)
		}
	}
	status, out, errs := runProgram(map[string]string{"ACRONIS_CLIENT_SECRET": "MARKED"}, "", "config", "generic")
	if status != 0 || strings.Contains(out+errs, "MARKED") || !strings.Contains(errs, ".acronis-client-secret") {
		t.Errorf("status %d, stdout %q, stderr %q", status, out, errs)
	}
	if warned := strings.Contains(errs, "go build"); !warned { // go test, too, runs a temporary binary
		t.Errorf("no warning: %q", errs)
	}
}

// Codex has the file of ChatGPT's desktop app, but its users look for its own name.
func TestConfigCodex(t *testing.T) {
	_, want, _ := runProgram(nil, "", "--demo", "config", "chatgpt")
	if status, out, errs := runProgram(nil, "", "--demo", "config", "codex"); status != 0 || out != want || !strings.Contains(out, "mcp_servers") {
		t.Errorf("status %d, stdout %q, stderr %q", status, out, errs)
	}
}

func TestConfigWritesNoFile(t *testing.T) {
	log := filepath.Join(t.TempDir(), "log")
	_, out, _ := runProgram(nil, "", "--log-file", log, "config", "cursor")
	if quoted, _ := json.Marshal(log); !strings.Contains(out, string(quoted)) {
		t.Errorf("the log file is not in %s", out)
	}
	if _, err := os.Stat(log); err == nil {
		t.Error("config made the server's log file")
	}
}

func TestConfigWrite(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	settings := map[string]string{"ACRONIS_BASE_URL": "https://eu2-cloud.acronis.com", "ACRONIS_CLIENT_ID": "20dffb36-d77b-45c6-b2fa-39276e98d5fc", "ACRONIS_CLIENT_SECRET": "MARKED"}
	file := filepath.Join(home, ".cursor", "mcp.json")

	status, out, errs := runProgram(settings, "", "config", "cursor", "--write")
	if _, err := os.Stat(file); status != 1 || err == nil || !strings.Contains(errs, "--yes") {
		t.Errorf("nobody agreed: status %d, stdout %q, stderr %q", status, out, errs)
	}
	status, out, errs = runProgram(settings, "", "config", "cursor", "--write", "--yes")
	raw, err := os.ReadFile(file)
	if status != 0 || err != nil || !strings.Contains(string(raw), `"acronis-reports"`) || strings.Contains(out+errs+string(raw), "MARKED") {
		t.Errorf("status %d, stdout %q, stderr %q, file %s, error %v", status, out, errs, raw, err)
	}
	if secret := filepath.Join(home, ".acronis-client-secret"); !strings.Contains(errs, "Put the client secret, and nothing else, into "+secret) {
		t.Errorf("nothing says what is left to do: %s", errs)
	}
	settings["SSL_CERT_FILE"], settings["HTTPS_PROXY"] = file, "http://proxy:3128"
	for _, args := range []string{"config windsurf", "config windsurf --write --yes"} {
		if _, _, errs := runProgram(settings, "", strings.Fields(args)...); !strings.Contains(errs, "don't inherit the variables of a shell: HTTPS_PROXY, SSL_CERT_FILE.\n") {
			t.Errorf("%s doesn't say why variables of the network are included: %s", args, errs)
		}
	}
	delete(settings, "SSL_CERT_FILE")
	delete(settings, "HTTPS_PROXY")
	if status, out, _ := runProgram(settings, "", "config", "cursor", "--write", "--yes"); status != 0 || !strings.Contains(out, "needs no change") {
		t.Errorf("the second run: status %d, stdout %q", status, out)
	}
	if _, out, _ := runProgram(settings, "", "config", "--list"); !strings.Contains(out, "cursor          connected in "+file) {
		t.Errorf("the list is\n%s", out)
	}

	for _, args := range [][]string{{"generic"}, {"gemini"}} { // no file, and settings are missing
		status, out, errs := runProgram(nil, "", append([]string{"config"}, append(args, "--write", "--yes")...)...)
		if status != 1 || !strings.Contains(errs, "nothing was written") || !strings.Contains(out, "acronis-reports") {
			t.Errorf("%s: status %d, stdout %q, stderr %q", args, status, out, errs)
		}
	}
}

// TestConfigWithProfiles connects two data centres, each with its profile.
func TestConfigWithProfiles(t *testing.T) {
	settings := withProfile(t, "europe", nil)
	home := settings["HOME"]
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	if err := profiles.UserFolder(func(name string) string { return settings[name] }).Write(&profiles.Profile{Name: "us", BaseURL: "https://us5-cloud.acronis.com", ClientID: simulator.ClientID}); err != nil {
		t.Fatal(err)
	}
	for _, args := range []string{"config cursor --write --yes --profile europe", "--profile us --access write config cursor --write --yes"} {
		if status, out, errs := runProgram(settings, "", strings.Fields(args)...); status != 0 || !strings.Contains(errs, "--profile") || !strings.Contains(out, "written") {
			t.Errorf("%s: status %d, %s%s", args, status, out, errs)
		}
		if status, out, _ := runProgram(settings, "", strings.Fields(args)...); status != 0 || !strings.Contains(out, "needs no change") {
			t.Errorf("%s again: status %d, %s", args, status, out)
		}
	}
	raw, err := os.ReadFile(filepath.Join(home, ".cursor", "mcp.json"))
	if err != nil || strings.Contains(string(raw), "ACRONIS_") || strings.Contains(string(raw), simulator.ClientID) {
		t.Errorf("error %v, file %s", err, raw)
	}
	_, list, _ := runProgram(settings, "", "config", "--list")
	for _, want := range []string{"acronis-reports-europe: profile europe, access read\n", "acronis-reports-us: profile us, access write\n"} {
		if !strings.Contains(list, want) {
			t.Errorf("%q is not in\n%s", want, list)
		}
	}

	folder := profiles.UserFolder(func(name string) string { return settings[name] })
	us, err := folder.Read("us")
	if err != nil || folder.Remove(us) != nil {
		t.Fatal(err)
	}
	if _, list, _ := runProgram(settings, "", "config", "--list"); !strings.Contains(list, "profile us, which doesn't exist, access write\n") || !strings.Contains(list, "profile europe, access read\n") {
		t.Errorf("a profile that was removed: %s", list)
	}
	if err := folder.Write(us); err != nil {
		t.Fatal(err)
	}

	for _, test := range []struct {
		args   string
		status int
		want   string
	}{
		{"config cursor --write --yes --profile asia", 2, "there is no profile asia"},
		{"config chatgpt --profile asia", 2, "there is no profile asia"},
		{"config chatgpt", 2, "--profile is missing: there are the profiles europe and us"},
		{"config goose --write", 2, "--profile is missing: there are the profiles europe and us"},
		{"config claude-code --write --yes", 2, "--profile is missing: there are the profiles europe and us"},
	} {
		status, out, errs := runProgram(settings, "", strings.Fields(test.args)...)
		if status != test.status || !strings.Contains(errs, test.want) || out != "" || strings.Count(errs, "\n") != 1 {
			t.Errorf("%s: status %d, stdout %s, stderr %s", test.args, status, out, errs)
		}
	}
	if status, out, errs := runProgram(settings, "", "logout", "--profile", "europe"); status != 0 || !strings.Contains(out, "cursor still starts this program with the profile: remove acronis-reports-europe from ") || strings.Contains(out, "acronis-reports-us") {
		t.Errorf("logout: status %d, %s%s", status, out, errs)
	}
	settings["ACRONIS_CLIENT_ID"] = simulator.ClientID
	if status, out, errs := runProgram(settings, "", "config", "cursor", "--profile", "europe"); status == 0 || !strings.Contains(errs, "both set") {
		t.Errorf("with a variable: status %d, %s%s", status, out, errs)
	}
}
