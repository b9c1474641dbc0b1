package main

import (
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/term"

	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/setup/profiles"
)

// newHome returns settings with a new home folder, and an address where there is no
// keychain.
func newHome(t *testing.T) map[string]string {
	home := t.TempDir()
	return map[string]string{"HOME": home, "AppData": home, "DBUS_SESSION_BUS_ADDRESS": "unix:path=" + filepath.Join(home, "none")}
}

func folderOf(settings map[string]string) profiles.Folder {
	return profiles.UserFolder(func(name string) string { return settings[name] })
}

// TestLogin stores a profile in a private file, because there is no keychain, and
// works with it.
func TestLogin(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("other systems always have a keychain")
	}
	settings := newHome(t)
	address := simulated(t, nil)["ACRONIS_BASE_URL"]
	s := inTerminal(t, settings, "login", "--profile", "europe")
	s.expect("No secret can be stored in the keychain: the keychain can't be used")
	s.enter("instead, a file that only you and programs that you start can read? [y/N] ", "y\n")
	s.expect("4  https://au-cloud.acronis.com")
	s.enter("address of another one: ", "ftp://nowhere\n")
	s.enter("must begin with https://", "")
	s.enter("address of another one: ", "9\n")
	s.expect("The numbers are 1 to 4.")
	for _, reply := range []string{"eu2", "https://eu2", "http://eu2-cloud.acronis.com"} {
		s.enter("address of another one: ", reply+"\n")
		s.expect("such as https://eu2-cloud.acronis.com")
	}
	s.enter("address of another one: ", address+"/api/2\n")
	s.enter("Client id: ", simulator.ClientSecret+"\n")
	s.expect("That is not the id of an API client")
	s.enter("Client id: ", simulator.ClientID+"\n")
	s.enter("Secret (not shown): ", strings.Repeat("x", profiles.MaxSecret+1)+"\n")
	s.expect("at most 2560 can be stored")
	s.enter("Secret (not shown): ", simulator.ClientSecret+"\n")
	s.expect("Tenant       Northwind Managed IT (" + simulator.OwnTenantID + ")")
	s.expect("they can be read")
	s.expect("Access       read, the default")
	s.expect("readonly_admin")
	s.expect("config APP --write --profile europe")
	if status := s.end(); status != 0 {
		t.Fatalf("status %d: %s", status, &s.shown)
	}
	if strings.Count(s.shown.String(), simulator.ClientSecret) != 1 { // typed as the client id, which is shown
		t.Errorf("the terminal shows the secret: %s", &s.shown)
	}
	for _, args := range [][]string{{"--profile", "europe", "call", "get_report", "report_id=" + guideID}, {"doctor", "--profile", "europe"}} {
		if status, out, errs := runProgram(settings, "", args...); status != 0 {
			t.Errorf("%v: status %d, %s%s", args, status, out, errs)
		}
	}
	// The only profile is used at a terminal without its name.
	s = inTerminal(t, settings, "call", "get_report_version", "report_id="+guideID)
	s.expect(`"version": 1`)
	if status := s.end(); status != 0 {
		t.Errorf("status %d: %s", status, &s.shown)
	}
	s = inTerminal(t, settings)
	s.enter("Waiting for an MCP client", "\x03")
	if s.end(); strings.Contains(s.shown.String(), "is missing") {
		t.Errorf("a server at a terminal doesn't use the only profile: %s", &s.shown)
	}
}

// A second login of the same profile asks before it replaces the first.
func TestLoginReplaces(t *testing.T) {
	settings := newHome(t)
	address := simulated(t, nil)["ACRONIS_BASE_URL"]
	secret := filepath.Join(settings["HOME"], "secret")
	login := func(file string) *terminalSession {
		s := inTerminal(t, settings, "login", "--secret-file", file)
		return s
	}
	s := login(secret)
	s.enter("another one: ", strings.TrimPrefix(address, "http://")+"\n") // https:// is added, but not spoken there
	s.enter("Client id: ", simulator.ClientID+"\n")
	s.enter("Secret (not shown): ", simulator.ClientSecret+"\n")
	s.expect("To fix it: ")
	s.expect("nothing was stored")
	if status := s.end(); status != 1 {
		t.Errorf("status %d: %s", status, &s.shown)
	}
	s = login(secret)
	s.enter("another one: ", address+"\n")
	s.enter("Client id: ", simulator.ClientID+"\n")
	s.enter("Secret (not shown): ", simulator.ClientSecret+"\n")
	s.expect("The profile default is stored, and its secret is in " + secret)
	s.end()

	s = login(secret) // never replaced
	s.expect("names a file that exists")
	if status := s.end(); status != 2 {
		t.Errorf("status %d: %s", status, &s.shown)
	}
	s = login(secret + "2")
	s.enter("Replace it? [y/N] ", "n\n")
	s.expect("not to be replaced")
	if status := s.end(); status != 1 {
		t.Errorf("status %d: %s", status, &s.shown)
	}
	s = login(secret + "2")
	s.enter("Replace it? [y/N] ", "y\n")
	s.enter("another one ["+address+"]: ", "\n")
	s.enter("Client id ["+simulator.ClientID+"]: ", "\n")
	for range 3 {
		s.enter("Secret (not shown): ", "MARKED-WRONG\n")
		s.expect("token: the data centre refused the client id and secret")
	}
	s.expect("nothing was stored")
	s.end()
	if p, err := folderOf(settings).Read("default"); err != nil || p.SecretFile != secret {
		t.Errorf("after a failed login: %+v, %v", p, err)
	}
	s = login(secret + "2")
	s.enter("Replace it? [y/N] ", "y\n")
	s.enter(": ", "\n")
	s.enter("Client id ["+simulator.ClientID+"]: ", "\n")
	s.enter("Secret (not shown): ", "MARKED-WRONG\n")
	s.expect("type it again")
	s.enter("Secret (not shown): ", simulator.ClientSecret+"\n")
	s.expect("its secret is in " + secret + "2")
	s.end()
	if _, err := os.Stat(secret); err == nil {
		t.Error("the old secret is still there")
	}
	if status, _, errs := runProgram(settings, "", "--profile", "default", "call", "find_tenants"); status != 0 {
		t.Error(errs)
	}
}

// Ctrl-C at any question, or SIGTERM, stores nothing and leaves the terminal as it was.
func TestLoginInterrupted(t *testing.T) {
	settings := newHome(t)
	address := simulated(t, nil)["ACRONIS_BASE_URL"]
	for answers := range 4 {
		s := inTerminal(t, settings, "login", "--secret-file", filepath.Join(settings["HOME"], "secret"))
		s.expect("another one: ")
		before, err := term.GetState(int(s.program.Fd()))
		if err != nil {
			t.Fatal(err)
		}
		if answers > 0 {
			s.enter("", address+"\n")
			s.expect("Client id: ")
		}
		if answers > 1 {
			s.enter("", simulator.ClientID+"\n")
			s.expect("Secret (not shown): ")
		}
		if answers == 3 { // Ctrl-C is no signal while the secret is typed
			if err := s.command.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
		} else {
			s.enter("", "\x03")
		}
		s.expect("interrupted")
		s.expect("nothing was stored")
		if status := s.end(); status != 1 {
			t.Errorf("status %d: %s", status, &s.shown)
		}
		after, err := term.GetState(int(s.program.Fd()))
		if err != nil || !reflect.DeepEqual(before, after) {
			t.Errorf("after %d answers the terminal is in another state: %v, %v", answers, after, err)
		}
	}
	if names, err := folderOf(settings).Names(); err != nil || len(names) != 0 {
		t.Errorf("stored: %v, %v", names, err)
	}
}

// A keychain that hangs stops neither a login nor a call.
func TestKeychainThatHangs(t *testing.T) {
	settings := newHome(t)
	_, settings["DBUS_SESSION_BUS_ADDRESS"] = listenAsBus(t) // connections wait, and get no answer
	s := inTerminal(t, settings, "login")
	s.expect("the keychain did not answer within 3s")
	s.enter("[y/N] ", "\n")
	s.expect("--secret-file FILE names another file; nothing was stored")
	if status := s.end(); status != 1 || strings.Count(s.shown.String(), "did not answer") != 1 {
		t.Errorf("status %d: %s", status, &s.shown)
	}
	if err := folderOf(settings).Write(&profiles.Profile{Name: "us", BaseURL: "https://us-cloud.acronis.com", ClientID: simulator.ClientID}); err != nil {
		t.Fatal(err)
	}
	s = inTerminal(t, settings, "--profile", "us", "call", "find_tenants")
	s.expect("Nothing was sent to us (us-cloud.acronis.com), because the keychain did not answer within 3s")
	if status := s.end(); status != 1 {
		t.Errorf("status %d: %s", status, &s.shown)
	}
}

// Without a terminal the environment says which data centre and API client, and the
// secret comes from standard input.
func TestLoginWithoutTerminal(t *testing.T) {
	given := simulated(t, nil)
	settings := newHome(t)
	settings["ACRONIS_BASE_URL"], settings["ACRONIS_CLIENT_ID"] = given["ACRONIS_BASE_URL"], given["ACRONIS_CLIENT_ID"]
	file := filepath.Join(settings["HOME"], "secret")
	if runtime.GOOS == "linux" {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", settings["DBUS_SESSION_BUS_ADDRESS"])
		status, _, errs := runProgram(settings, simulator.ClientSecret, "login")
		if status != 1 || !strings.Contains(errs, "the keychain can't be used") || !strings.Contains(errs, "login --secret-file FILE") {
			t.Errorf("without a keychain: status %d, %s", status, errs)
		}
	}
	for in, want := range map[string]string{
		"": "standard input, which is empty", "a\nb": "more than one line", "MARKED-WRONG": "refused the client id and secret",
		strings.Repeat("x", profiles.MaxSecret+1): "at most 2560 can be stored",
	} {
		status, out, errs := runProgram(settings, in, "login", "--secret-file", file)
		if status != 1 || !strings.Contains(errs, want) || strings.Contains(out+errs, "MARKED") {
			t.Errorf("%.20q: status %d, %s; want %q", in, status, errs, want)
		}
	}
	status, out, errs := runProgram(settings, simulator.ClientSecret+"\r\n", "login", "--secret-file", file)
	if status != 0 || !strings.Contains(out, "The profile default is stored") || !strings.Contains(errs, "ACRONIS_BASE_URL is set in this environment. Unset it") {
		t.Errorf("status %d, %s%s", status, out, errs)
	}
	if status, _, errs := runProgram(settings, simulator.ClientSecret, "login", "--secret-file", file+"2"); status != 1 || !strings.Contains(errs, "to replace it, add --yes") {
		t.Errorf("a second one: status %d, %s", status, errs)
	}
	if status, _, errs := runProgram(settings, simulator.ClientSecret, "login", "--secret-file", file+"2", "--yes"); status != 0 {
		t.Errorf("a second one with --yes: status %d, %s", status, errs)
	}
	for _, args := range []string{"login x", "login --force", "--demo login", "login --profile X", "logout x", "profiles x", "login --secret-file $MISSING/x", "login --secret-file /nowhere/at/all"} {
		if status, _, errs := runProgram(settings, "", strings.Fields(args)...); status != 2 {
			t.Errorf("%s: status %d, %s", args, status, errs)
		}
	}
}

func TestLoginWithoutHome(t *testing.T) {
	if status, _, errs := runProgram(nil, "", "login"); status != 1 || !strings.Contains(errs, "HOME (on Windows: AppData) is not set; nothing was stored") {
		t.Errorf("status %d, %s", status, errs)
	}
}
