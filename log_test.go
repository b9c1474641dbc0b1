package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestLogFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "log")
	for range 2 {
		if status, _, errs := runProgram(nil, lines(1), "--demo", "--log-file", file); status != 0 || errs != "" {
			t.Fatalf("status %d, stderr %q", status, errs)
		}
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	logged := strings.Split(strings.TrimSpace(string(raw)), "\n")
	if len(logged) != 2 {
		t.Fatalf("%d lines, want one a call: %s", len(logged), raw)
	}
	var line map[string]any
	if err := json.Unmarshal([]byte(logged[0]), &line); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]any{"tool": "get_report_version", "outcome": "ok", "status": 200.0, "attempts": 2.0, "request": "1"} {
		if line[key] != want {
			t.Errorf("%s is %v, want %v", key, line[key], want)
		}
	}
}

// Hidden characters from a client are escaped in the log.
func TestLogHidesNothing(t *testing.T) {
	in := lines(0) + `{"jsonrpc":"2.0","id":"` + "\u202e\U000e0041" + `","method":"tools/call","params":{"name":"find_tenants"}}` + "\n"
	_, _, errs := runProgram(nil, in, "--demo")
	var line struct{ Request string }
	if err := json.Unmarshal([]byte(errs), &line); err != nil || line.Request != `"\u202e\U000e0041"` {
		t.Errorf("%v: %q is logged as %q", err, line.Request, errs)
	}
}
