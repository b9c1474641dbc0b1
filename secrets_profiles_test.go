package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"acronis-reports-mcp/acronis/simulator"
)

// TestSecretsOfProfiles stores, uses, lists and removes a profile at data centres that
// repeat the credentials. The secret is in its own file only.
func TestSecretsOfProfiles(t *testing.T) {
	for name, echo := range echoes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			center := repeatingFor(t, simulator.ClientID)
			secret := filepath.Join(t.TempDir(), "secret")
			home := t.TempDir()
			connection := map[string]string{"HOME": home, "AppData": home}
			settings := map[string]string{"HOME": home, "AppData": home, "ACRONIS_BASE_URL": center.settings["ACRONIS_BASE_URL"], "ACRONIS_CLIENT_ID": simulator.ClientID}
			flags := []string{"--log-level", "debug", "--log-file", filepath.Join(home, "log"), "--cache", filepath.Join(home, "cache")}
			run := func(settings map[string]string, in, command string) (status int) {
				t.Helper()
				status, out, errs := runProgram(settings, in, slices.Concat(flags, strings.Fields(command))...)
				wantUnmarked(t, command, true, home, strings.ReplaceAll(out, simulator.ClientID, ""), errs)
				return status
			}
			logins := 0
			login := func(in string) (status int) {
				logins++
				return run(settings, in, fmt.Sprint("login --yes --secret-file ", secret, logins))
			}
			for _, token := range []bool{false, true} {
				center.answers, center.tokens = echo, nil
				if token {
					center.answers, center.tokens = nil, echo
				}
				if status := login(markedSecret); status != 1 && name != "not a number" { // which is an answer
					t.Errorf("status %d for a login that can't succeed", status)
				}
			}
			center.answers, center.tokens = nil, nil
			for _, wrong := range []string{"MARKED-OTHER", "MARKED-\x1bSECRET", "MARKED" + strings.Repeat("x", 2560)} {
				if status := login(wrong); status != 1 {
					t.Errorf("status %d for a wrong secret", status)
				}
			}
			if status := login(markedSecret); status != 0 {
				t.Errorf("status %d for the login", status)
			}
			run(settings, markedSecret, fmt.Sprint("login --secret-file ", secret, logins)) // which exists
			center.answers = echo
			for _, command := range []string{"doctor --profile default", "--profile default call find_tenants", "profiles", "--profile default config generic", "--profile default"} {
				run(connection, lines(1), command)
			}
			run(settings, lines(1), "--profile default call find_tenants") // mixed
			if status := run(connection, "", "logout"); status != 0 {
				t.Errorf("status %d for the logout", status)
			}
		})
	}
}
