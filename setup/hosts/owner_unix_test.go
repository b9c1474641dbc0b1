//go:build !windows

package hosts

import (
	"os"
	"strings"
	"syscall"
	"testing"
)

// TestGroupStays has a file that a group may write.
func TestGroupStays(t *testing.T) {
	const group = 1234
	h, i := hostNamed("cursor"), here(t)
	put(t, h.path(i), "{}", 0o600)
	if err := os.Chown(h.path(i), -1, group); err != nil {
		t.Skip("only root can give files to any group")
	}
	if err := os.Chmod(h.path(i), 0o660); err != nil {
		t.Fatal(err)
	}
	c, backup := apply(t, h, i)
	for _, name := range []string{c.File, backup} {
		info, err := os.Stat(name)
		if err != nil || info.Mode().Perm() != 0o660 || info.Sys().(*syscall.Stat_t).Gid != group {
			t.Errorf("%s: %+v, error %v", name, info, err)
		}
	}
}

// TestPipesAreNotRead would block for ever.
func TestPipesAreNotRead(t *testing.T) {
	for _, h := range writable() {
		i := here(t)
		put(t, h.path(i), "", 0o600)
		if err := os.Remove(h.path(i)); err != nil {
			t.Fatal(err)
		}
		if err := syscall.Mkfifo(h.path(i), 0o600); err != nil {
			t.Skip("no named pipes here: ", err)
		}
		if _, err := h.entries(i, h.path(i)); err == nil || err.Error() != "this is not a regular file" {
			t.Errorf("%s: error %v", h.name, err)
		}
		if _, err := plan(h, i); err == nil || !strings.Contains(err.Error(), "not a regular file") {
			t.Errorf("%s: error %v", h.name, err)
		}
	}
}

// TestModeChangedInTheMeantime takes rights away between question and answer.
func TestModeChangedInTheMeantime(t *testing.T) {
	h, i := hostNamed("cursor"), here(t)
	put(t, h.path(i), "{}", 0o644)
	c, err := plan(h, i)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(h.path(i), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Apply(); err == nil || !strings.Contains(err.Error(), "has changed in the meantime") {
		t.Errorf("error %v", err)
	}
	wantMode(t, 0o600, h.path(i))
}
