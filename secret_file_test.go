package main

import (
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"acronis-reports-mcp/acronis/simulator"
)

// A secret file that other users can read causes a warning with the command that helps.
func TestSecretFileOfEverybody(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no mode bits")
	}
	settings := maps.Clone(simulated(t, nil))
	delete(settings, "ACRONIS_CLIENT_SECRET")
	file := filepath.Join(t.TempDir(), "secret")
	settings["ACRONIS_CLIENT_SECRET_FILE"] = file
	if err := os.WriteFile(file, []byte(simulator.ClientSecret), 0o600); err != nil {
		t.Fatal(err)
	}
	for mode, warned := range map[os.FileMode]bool{0o600: false, 0o400: false, 0o640: true, 0o604: true, 0o666: true} {
		if err := os.Chmod(file, mode); err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{nil, {"call", "find_tenants"}, {"doctor"}} {
			status, out, errs := runProgram(settings, lines(1), args...)
			if got := strings.Contains(out+errs, "chmod 600 "+file); status != 0 || got != warned {
				t.Errorf("mode %v, %q: status %d, warned %v: %s%s", mode, args, status, got, out, errs)
			}
		}
	}
}
