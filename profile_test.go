package main

import (
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/setup/profiles"
)

// withProfile stores a profile of a simulated data centre in a new configuration
// folder, and returns the environment that has it.
func withProfile(t *testing.T, name string, change func(*profiles.Profile)) map[string]string {
	t.Helper()
	home := t.TempDir()
	settings := map[string]string{"HOME": home, "AppData": home}
	p := &profiles.Profile{Name: name, BaseURL: simulated(t, nil)["ACRONIS_BASE_URL"], ClientID: simulator.ClientID, SecretFile: filepath.Join(home, "secret")}
	folder := profiles.UserFolder(func(name string) string { return settings[name] })
	if change != nil {
		change(p)
	}
	if err := folder.Write(p); err != nil {
		t.Fatal(err)
	}
	if p.SecretFile != "" {
		if err := folder.StoreSecret(t.Context(), p, simulator.ClientSecret); err != nil {
			t.Fatal(err)
		}
	}
	return settings
}

// Every command that works with a data centre works with a profile.
func TestProfileOfCommands(t *testing.T) {
	settings := withProfile(t, "europe", nil)
	out := t.TempDir()
	for _, args := range []string{
		"--profile europe call get_report report_id=" + guideID,
		"call --profile europe get_report report_id=" + guideID,
		"--profile europe doctor", "doctor --json --profile europe",
		"--profile europe dataset --out " + out + " --months 2026-09..2026-09",
		"--profile europe prices init --month 2026-09",
	} {
		if status, out, errs := runProgram(settings, "", strings.Fields(args)...); status != 0 {
			t.Errorf("%s: status %d, %s%s", args, status, out, errs)
		}
	}
	_, answers, _ := runProgram(settings, lines(1), "--profile", "europe")
	if !strings.Contains(answers, `"title":"Acronis usage reports: europe (127.0.0.1:`) || !strings.Contains(answers, `"report_id"`) && !strings.Contains(answers, guideID) {
		t.Errorf("the server answers %s", answers)
	}
	settings["ACRONIS_LABEL"] = "Europe 2"
	if _, answers, _ := runProgram(settings, lines(0), "--profile", "europe"); !strings.Contains(answers, `Acronis usage reports: Europe 2 (127.0.0.1:`) {
		t.Errorf("with a label the server answers %s", answers)
	}
}

// A server without settings names the profile that a host must give it, in each call.
func TestServerWithoutProfileName(t *testing.T) {
	settings := withProfile(t, "europe", nil)
	_, answers, _ := runProgram(settings, lines(1))
	if !strings.Contains(answers, "add --profile europe to the arguments of this server") {
		t.Errorf("the server answers %s", answers)
	}
	status, _, errs := runProgram(settings, "", "call", "find_tenants")
	if status != 1 || !strings.Contains(errs, "there is the profile europe") {
		t.Errorf("status %d, %s", status, errs)
	}
}

// listenAsBus listens where the keychain of Linux would.
func listenAsBus(t *testing.T) (bus net.Listener, address string) {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("only the keychain of Linux is found through an address")
	}
	folder, err := os.MkdirTemp("", "bus") // the path of a socket must be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	if bus, err = net.Listen("unix", filepath.Join(folder, "bus")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { bus.Close() })
	return bus, "unix:path=" + filepath.Join(folder, "bus")
}

// busCounter closes each connection to the keychain, and counts them.
func busCounter(t *testing.T) *atomic.Int32 {
	bus, address := listenAsBus(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
	count := new(atomic.Int32)
	go func() {
		for {
			c, err := bus.Accept()
			if err != nil {
				return
			}
			count.Add(1)
			c.Close()
		}
	}()
	return count
}

// The keychain is read before the first token: not at start, and not by what needs no
// data centre.
func TestKeychainIsReadBeforeTheFirstToken(t *testing.T) {
	count := busCounter(t)
	settings := withProfile(t, "europe", func(p *profiles.Profile) { p.SecretFile = "" })
	for _, args := range []string{"--version", "--help", "tools", "tools --json", "config generic", "config --list", "profiles", ""} {
		status, out, errs := runProgram(settings, lines(0), strings.Fields("--profile europe "+args)...)
		if status != 0 || out == "" {
			t.Errorf("%s: status %d, %s", args, status, errs)
		}
	}
	if n := count.Load(); n != 0 {
		t.Errorf("%d connections to the keychain before a call", n)
	}
	status, _, errs := runProgram(settings, "", "--profile", "europe", "call", "find_tenants")
	if status != 1 || !strings.Contains(errs, "the keychain can't be used") || !strings.Contains(errs, "login --secret-file FILE") || count.Load() == 0 {
		t.Errorf("status %d after %d connections, %s", status, count.Load(), errs)
	}
	_, out, _ := runProgram(settings, "", "--profile", "europe", "doctor")
	if !strings.Contains(out, "fail  secret") || !strings.Contains(out, "the keychain can't be used") {
		t.Errorf("doctor prints %s", out)
	}
}

// A profile whose address was changed by hand sends its secret nowhere.
func TestChangedAddressGetsNoSecret(t *testing.T) {
	settings := withProfile(t, "europe", nil)
	var dc *simulator.DataCentre
	other := simulated(t, func(d *simulator.DataCentre) { dc = d })["ACRONIS_BASE_URL"]
	folder := profiles.UserFolder(func(name string) string { return settings[name] })
	p, err := folder.Read("europe")
	if err != nil {
		t.Fatal(err)
	}
	p.BaseURL = other
	if err := folder.Write(p); err != nil {
		t.Fatal(err)
	}
	status, out, errs := runProgram(settings, "", "--profile", "europe", "call", "find_tenants")
	if status != 1 || !strings.Contains(errs, "was not stored for "+other) || strings.Contains(out+errs, simulator.ClientSecret) {
		t.Errorf("status %d, %s%s", status, out, errs)
	}
	if requests := dc.Requests(); len(requests) != 0 {
		t.Errorf("%d requests, want none", len(requests))
	}
}

// Errors name the profile, and not variables that it replaces.
func TestErrorsNameTheProfile(t *testing.T) {
	settings := withProfile(t, "europe", func(p *profiles.Profile) { p.ClientID = "20dffb36-d77b-45c6-b2fa-39276e98d5fc" })
	for _, args := range []string{"--profile europe call find_tenants", "--profile europe doctor"} {
		status, out, errs := runProgram(settings, "", strings.Fields(args)...)
		if status != 1 || !strings.Contains(out+errs, "the secret of the profile europe (to store them again: acronis-reports-mcp login --profile europe)") || strings.Contains(out+errs, "ACRONIS_") {
			t.Errorf("%s: status %d, %s%s", args, status, out, errs)
		}
	}
}
