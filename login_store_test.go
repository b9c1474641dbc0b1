package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/setup/profiles"
)

// A login that can't write the profile keeps the secret of the old one.
func TestFailedLoginKeepsTheOldSecret(t *testing.T) {
	settings := withProfile(t, "europe", func(p *profiles.Profile) {
		home := filepath.Dir(p.SecretFile)
		p.SecretFile = folderOf(map[string]string{"HOME": home, "AppData": home}).SecretFile("europe")
	})
	folder := folderOf(settings)
	old, err := folder.Read("europe")
	if err != nil {
		t.Fatal(err)
	}
	if err := folder.Remove(old); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(string(folder), "profile-europe.json", "in-the-way"), 0o700); err != nil {
		t.Fatal(err)
	}
	l := &loggingIn{env: &env{errw: &bytes.Buffer{}}, folder: folder, old: old, profile: *old, secret: "MARKED-NEW"}
	if err := l.store(t.Context()); err == nil {
		t.Fatal("the profile was written over a folder")
	}
	if secret, err := old.Secret(t.Context()); err != nil || secret != simulator.ClientSecret {
		t.Errorf("the old secret is %q, %v", secret, err)
	}
}

// A profile that can't be read may leave a secret behind.
func TestLoginSaysThatASecretMayRemain(t *testing.T) {
	settings := withProfile(t, "europe", nil)
	p, err := folderOf(settings).Read("europe")
	if err != nil {
		t.Fatal(err)
	}
	settings["ACRONIS_BASE_URL"], settings["ACRONIS_CLIENT_ID"] = p.BaseURL, p.ClientID
	folder := string(folderOf(settings))
	for _, file := range []string{"profile-us.json", "new"} {
		status, _, errs := runProgram(settings, simulator.ClientSecret, "login", "--profile", "us", "--secret-file", filepath.Join(folder, file))
		if status != 2 || !strings.Contains(errs, "in the folder of the profiles") {
			t.Errorf("a secret as a profile: status %d, %s", status, errs)
		}
	}
	if err := os.WriteFile(filepath.Join(folder, "profile-europe.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	status, _, errs := runProgram(settings, simulator.ClientSecret, "login", "--profile", "europe", "--yes", "--secret-file", filepath.Join(settings["HOME"], "new"))
	if status != 0 || !strings.Contains(errs, "may still be there, because the old profile could not be read") {
		t.Errorf("status %d, %s", status, errs)
	}
}

// What to type next must work where the program isn't installed, too.
func TestToType(t *testing.T) {
	started := os.Args
	defer func() { os.Args = started }()
	for name, want := range map[string]string{"acronis-reports-mcp": "acronis-reports-mcp", "./acronis-reports-mcp": "./acronis-reports-mcp", "/a b/x": "acronis-reports-mcp", "": "acronis-reports-mcp"} {
		if os.Args = []string{name}; toType() != want {
			t.Errorf("%q: got %q, want %q", name, toType(), want)
		}
	}
}

// An empty secret file is reported, and so is a missing one when the profile is removed.
func TestProfileWithoutSecret(t *testing.T) {
	settings := withProfile(t, "europe", nil)
	p, err := folderOf(settings).Read("europe")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p.SecretFile, []byte(`{"base_url":"`+p.BaseURL+`","secret":""}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if status, _, errs := runProgram(settings, "", "--profile", "europe", "call", "find_tenants"); status != 1 || !strings.Contains(errs, "has no secret of the profile europe; to store it: acronis-reports-mcp login --profile europe") {
		t.Errorf("an empty secret: status %d, %s", status, errs)
	}
	if err := os.Remove(p.SecretFile); err != nil {
		t.Fatal(err)
	}
	status, out, errs := runProgram(settings, "", "--profile", "europe", "dataset", "--out", t.TempDir(), "--months", "2020-01..2024-12")
	if status != 1 || out != "" || strings.Count(errs, "nothing was written, because the secret of the profile europe can't be read") != 1 {
		t.Errorf("a dataset: status %d, %s%s", status, out, errs)
	}
	if status, out, errs := runProgram(settings, "", "logout", "--profile", "europe"); status != 0 || !strings.Contains(out, "The profile europe is removed from this machine. No secret of it was found in "+p.SecretFile) {
		t.Errorf("without a secret: status %d, %s%s", status, out, errs)
	}
}

// A login that was killed may have stored the secret but not the profile. Then logout
// removes it too.
func TestLogoutAfterAnInterruptedLogin(t *testing.T) {
	settings := withProfile(t, "europe", nil)
	folder := folderOf(settings)
	p, err := folder.Read("europe")
	if err != nil {
		t.Fatal(err)
	}
	p.SecretFile = folder.SecretFile("europe")
	if err := errors.Join(folder.StoreSecret(t.Context(), p, "MARKED-SECRET"), folder.Remove(p)); err != nil {
		t.Fatal(err)
	}
	status, out, errs := runProgram(settings, "", "logout", "--profile", "europe")
	if status != 0 || !strings.Contains(out, "There is no profile europe. A secret of it, which an interrupted login had left in "+p.SecretFile+", is removed.") {
		t.Errorf("status %d, %s%s", status, out, errs)
	}
	if _, err := os.Stat(p.SecretFile); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the file of the secret: %v", err)
	}
	if status, out, errs := runProgram(settings, "", "logout", "--profile", "europe"); status != 1 || !strings.Contains(errs, "there is no profile europe") {
		t.Errorf("again: status %d, %s%s", status, out, errs)
	}
}
