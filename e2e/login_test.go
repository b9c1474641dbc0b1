package e2e

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"acronis-reports-mcp/acronis/simulator"
)

// loggedIn stores a profile whose secret comes through a pipe, and returns the home
// folder and the settings that lead there.
func loggedIn(t *testing.T, args ...string) (home string, settings map[string]string) {
	t.Helper()
	_, given := simulated(t)
	home = t.TempDir()
	// None of them leads to a keychain on Linux.
	settings = map[string]string{"HOME": home, "XDG_CONFIG_HOME": home, "APPDATA": home, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}
	c := command(t, settings, append([]string{"login", "--profile", "europe"}, args...)...)
	c.Env = append(c.Env, "ACRONIS_BASE_URL="+given["ACRONIS_BASE_URL"], "ACRONIS_CLIENT_ID="+given["ACRONIS_CLIENT_ID"])
	c.Stdin = strings.NewReader(simulator.ClientSecret + "\r\n")
	if out, err := c.CombinedOutput(); err != nil || bytes.Contains(out, []byte(simulator.ClientSecret)) {
		t.Fatalf("login: %v: %s", err, out)
	}
	return home, settings
}

// useProfile calls a tool and serves a session with the profile, and removes it.
func useProfile(t *testing.T, settings map[string]string) {
	t.Helper()
	if out := outputOf(t, settings, "profiles"); !bytes.Contains(out, []byte("europe")) {
		t.Errorf("profiles: %s", out)
	}
	outputOf(t, settings, "--profile", "europe", "doctor")
	c := command(t, settings, "--profile", "europe")
	c.Stdin = strings.NewReader(lines(3))
	out, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	wantAnswers(t, bytes.NewReader(out), 3)
	outputOf(t, settings, "logout", "--profile", "europe")
	if out, err := command(t, settings, "--profile", "europe", "call", "find_tenants").CombinedOutput(); err == nil {
		t.Errorf("after logout: %s", out)
	}
}

// With a private file, login needs no keychain.
func TestLoginWithoutKeychain(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "secret")
	_, settings := loggedIn(t, "--secret-file", file)
	if raw, err := os.ReadFile(file); err != nil || !bytes.Contains(raw, []byte(simulator.ClientSecret)) {
		t.Errorf("the file has no secret: %v", err)
	}
	useProfile(t, settings)
	if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("after logout: %v", err)
	}
}

// The credential store of Windows keeps the secret, and no file has it.
func TestLoginWithCredentialStore(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "windows" || os.Getenv(programsEnv) == "" {
		t.Skip("it would write to the user's own keychain")
	}
	home, settings := loggedIn(t)
	err := filepath.WalkDir(home, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if err == nil && bytes.Contains(raw, []byte(simulator.ClientSecret)) {
			t.Errorf("%s has the secret", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	useProfile(t, settings)
}
