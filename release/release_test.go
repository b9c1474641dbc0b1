package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestDownloadsAddress(t *testing.T) {
	for _, address := range []string{"dist", "http://github.com/o/r", "https://", "https:///r", "%"} {
		if err := release(t.TempDir(), address, []string{"none"}); err == nil || !strings.Contains(err.Error(), "https://") {
			t.Errorf("%s: %v", address, err)
		}
	}
	if err := release(t.TempDir(), "https://github.com/o/r", []string{"none"}); err == nil || !strings.Contains(err.Error(), "a target is") {
		t.Error(err)
	}
}

// TestNoReleaseOfChanges builds a small module in a checkout of its own, as
// committed and with a change.
func TestNoReleaseOfChanges(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "main.go")
	for name, content := range map[string]string{"go.mod": "module x\n", "main.go": "package main\n\nfunc main() {}\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	run := func(command ...string) {
		c := exec.Command(command[0], command[1:]...)
		c.Dir = dir
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	run("git", "init", "-q")
	run("git", "add", ".")
	run("git", "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-qm", "x")
	for _, changed := range []bool{false, true} {
		if changed {
			if err := os.WriteFile(file, []byte("package main\n\nfunc main() { println() }\n"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		built := filepath.Join(t.TempDir(), "x")
		run("go", "build", "-buildvcs=true", "-o", built, ".")
		content, err := os.ReadFile(built)
		if err != nil {
			t.Fatal(err)
		}
		p := program{content: content}
		if err := p.readInfo(); (err != nil) != changed || changed && !strings.Contains(err.Error(), "git status") {
			t.Errorf("changed %v: %v", changed, err)
		}
	}
}

// The profile is one of the program, with calls and with questions about files.
func TestProfile(t *testing.T) {
	out, err := exec.Command("go", "tool", "pprof", "-top", "-nodecount=100000", "-nodefraction=0", filepath.Base(cpuProfile)).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, hot := range []string{name + "/stdio.", name + "/tools.", name + "/usage.", name + "/acronis."} {
		if !strings.Contains(string(out), hot) {
			t.Errorf("%s has nothing of %s", cpuProfile, hot)
		}
	}
}
