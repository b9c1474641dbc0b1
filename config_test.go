package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestConfigCommandLine(t *testing.T) {
	for _, args := range [][]string{{"config"}, {"config", "emacs"}, {"config", "cursor", "goose"}} {
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
