package main

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
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

// The log file is private, also if it was there before, and no link leads to
// another file.
func TestLogFileIsPrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no mode bits")
	}
	folder := t.TempDir()
	file, link := filepath.Join(folder, "log"), filepath.Join(folder, "link")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if status, _, errs := runProgram(nil, lines(1), "--demo", "--log-file", file); status != 0 || errs != "" {
		t.Errorf("status %d, stderr %q", status, errs)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 || info.Size() == 0 {
		t.Errorf("%v, %v", info, err)
	}
	for _, target := range []string{file, filepath.Join(folder, "new")} {
		if err := errors.Join(os.RemoveAll(link), os.Symlink(target, link)); err != nil {
			t.Fatal(err)
		}
		if status, _, errs := runProgram(nil, lines(1), "--demo", "--log-file", link); status != 2 || !strings.Contains(errs, "is a link") {
			t.Errorf("status %d, stderr %q", status, errs)
		}
	}
	// A link that is placed after the check isn't followed, either.
	if opened, err := os.OpenFile(link, os.O_WRONLY|os.O_CREATE|noFollow, 0o600); err == nil {
		opened.Close()
		t.Error("a link was followed")
	}
	if err := os.Link(file, filepath.Join(folder, "hard link")); err != nil {
		t.Skip(err)
	}
	if status, _, errs := runProgram(nil, lines(1), "--demo", "--log-file", file); status != 2 || !strings.Contains(errs, "hard links") {
		t.Errorf("status %d, stderr %q", status, errs)
	}
	foreign := filepath.Join(t.TempDir(), "log")
	if err := os.WriteFile(foreign, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(foreign, 54321, 54321); err == nil { // only root can
		if status, _, errs := runProgram(nil, lines(1), "--demo", "--log-file", foreign); status != 2 || !strings.Contains(errs, "belongs to another user") {
			t.Errorf("status %d, stderr %q", status, errs)
		}
	}
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := exec.Command("mkfifo", pipe).Run(); err != nil {
		t.Skip(err)
	}
	for _, path := range []string{pipe, folder} {
		if status, _, errs := runProgram(nil, lines(1), "--demo", "--log-file", path); status != 2 || !strings.Contains(errs, "is no regular file") {
			t.Errorf("status %d, stderr %q", status, errs)
		}
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 3 {
		t.Errorf("in the folder: %v, %v", entries, err)
	}
	if status, _, errs := runProgram(nil, lines(1), "--demo", "--log-file", os.DevNull); status != 0 || errs != "" {
		t.Errorf("%s: status %d, stderr %q", os.DevNull, status, errs)
	}
}
