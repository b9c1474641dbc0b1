package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// limited makes a command run with files of at most 512 bytes times blocks, like
// those on a disk that is full after that.
func limited(t *testing.T, c *exec.Cmd, blocks string) {
	t.Helper()
	shell, err := exec.LookPath("sh")
	if err != nil || runtime.GOOS == "windows" {
		t.Skip("no shell that limits the size of files: the full disk is not tested on this system")
	}
	c.Args = append([]string{shell, "-c", `ulimit -f ` + blocks + ` && exec "$0" "$@"`, c.Path}, c.Args[1:]...)
	c.Path = shell
}

// wantNoPartialFiles fails if a folder has files that aren't complete.
func wantNoPartialFiles(t *testing.T, folder string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, _ os.DirEntry, err error) error {
		if strings.HasSuffix(path, ".part") {
			t.Errorf("%s is left", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// TestDatasetWithoutSpace writes a month when there is too little space for it, and
// again when there is enough.
func TestDatasetWithoutSpace(t *testing.T) {
	t.Parallel()
	settings, args, folder := september(t, 20_000)
	if out, err := command(t, settings, args...).Output(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	want := parts(t, folder)

	small := t.TempDir()
	args[2] = small
	c := command(t, settings, args...) // needs no download
	limited(t, c, "40")
	wantTooLittle(t, c, small)
	if out, err := command(t, settings, args...).Output(); err != nil || !strings.HasPrefix(string(out), "2026-09 written") {
		t.Errorf("with enough space: %v, %s", err, out)
	}
	wantParts(t, small, want)
}

// TestDatasetOnFullDisk writes a month to a small file system.
func TestDatasetOnFullDisk(t *testing.T) {
	t.Parallel()
	settings, args, _ := september(t, 20_000)
	disk := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", disk).CombinedOutput(); err != nil {
		t.Skipf("only the superuser of Linux can mount a small disk, so this isn't tested here: %v %s", err, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", disk).CombinedOutput(); err != nil {
			t.Errorf("umount: %v %s", err, out)
		}
	})
	args[2] = disk
	wantTooLittle(t, command(t, settings, args...), disk)
	if out, err := exec.Command("mount", "-o", "remount,size=16m", disk).CombinedOutput(); err != nil {
		t.Fatalf("mount: %v %s", err, out)
	}
	if out, err := command(t, settings, args...).Output(); err != nil || !strings.HasPrefix(string(out), "2026-09 written") {
		t.Errorf("with enough space: %v, %s", err, out)
	}
}

// wantTooLittle runs a command that must fail because there is too little space in a
// folder. It must leave whole files only, and say which month it failed for.
func wantTooLittle(t *testing.T, c *exec.Cmd, folder string) {
	t.Helper()
	out, err := c.Output()
	if err == nil || c.ProcessState.ExitCode() != 1 {
		t.Errorf("exit status %d, want 1", c.ProcessState.ExitCode())
	}
	const part = "usage/data_centre="
	if got := string(out); strings.Count(got, "\n") != 1 || !strings.HasPrefix(got, "2026-09 failed: "+part) ||
		!strings.Contains(got, "can't be written: ") || !strings.Contains(got, "No incomplete file is left.") {
		t.Errorf("it printed %q", got)
	}
	wantParts(t, folder, map[string]string{})
	wantNoPartialFiles(t, folder)
}
