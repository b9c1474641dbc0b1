package hosts

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// here is an installation with a home folder of the test.
func here(t *testing.T, args ...string) installation {
	t.Helper()
	home := t.TempDir()
	return installation{
		goos: "linux", home: home, configHome: filepath.Join(home, "config"), command: "/opt/acronis-reports-mcp", args: args,
		env:        map[string]string{"ACRONIS_CLIENT_ID": "20dffb36-d77b-45c6-b2fa-39276e98d5fc"},
		secretFile: filepath.Join(home, ".acronis-client-secret"),
	}
}

// writable returns the hosts whose file can be changed.
func writable() (found []host) {
	for _, h := range all {
		if h.path != nil {
			found = append(found, h)
		}
	}
	return found
}

// apply makes the change for a host.
func apply(t *testing.T, h host, i installation) (*Change, string) {
	t.Helper()
	c, err := plan(h, i)
	if err != nil {
		t.Fatal(err)
	}
	backup, err := c.Apply()
	if err != nil {
		t.Fatal(err)
	}
	return c, backup
}

// put writes the file of a host.
func put(t *testing.T, file, content string, mode os.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), mode); err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, file string) string {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// parse returns what the file of a host has, by its format.
func parse(t *testing.T, h host, content string) *node {
	t.Helper()
	d, err := newDocument(h.format, content)
	if err != nil {
		t.Fatalf("%s: %v in\n%s", h.name, err, content)
	}
	return d.root
}

func TestNewFileIsTheSnippet(t *testing.T) {
	for _, h := range writable() {
		i := here(t, "--access", "write", "--log-file", `C:\u003c<folder>&\log`)
		c, backup := apply(t, h, i)
		if backup != "" {
			t.Errorf("%s: there is a copy of a file that didn't exist", h.name)
		}
		h.command = nil // Claude Code prints a command instead
		if got, want := get(t, c.File), h.snippet(i); !parse(t, h, got).equal(parse(t, h, want)) && h.name != "vscode" {
			t.Errorf("%s: the file is\n%s\nwant\n%s", h.name, got, want)
		}
		wantMode(t, 0o600, c.File)
	}
}

// pure reports whether a file is another one with at most two insertions, or with a
// text replaced that meant nothing.
func pure(before, after string) bool {
	n := 0
	for n < len(before) && n < len(after) && before[n] == after[n] {
		n++
	}
	before, after = before[n:], after[n:]
	for before != "" && after != "" && before[len(before)-1] == after[len(after)-1] {
		before, after = before[:len(before)-1], after[:len(after)-1]
	}
	return strings.Contains(after, before) || before == "null" || before == "~"
}

// contains reports whether a text has all bytes of another one in their order.
func contains(text, bytes string) bool {
	for i := 0; i < len(text) && bytes != ""; i++ {
		if text[i] == bytes[0] {
			bytes = bytes[1:]
		}
	}
	return bytes == ""
}

func TestEverythingElseStays(t *testing.T) {
	for _, h := range writable() {
		for name, content := range around[h.format.name] {
			t.Run(h.name+" "+name, func(t *testing.T) {
				before := strings.ReplaceAll(content, "NAME", h.under(&node{})[0])
				i := here(t)
				put(t, h.path(i), before, 0o640)
				c, backup := apply(t, h, i)
				after := get(t, c.File)
				if h.name == "vscode" { // gets inputs, too
					before = strings.Replace(before, "null", "", 1)
				}
				if !pure(before, after) && (h.name != "vscode" || !contains(after, before)) {
					t.Errorf("something else has changed:\n%s\nwas\n%s", after, before)
				}
				if get(t, backup) != strings.ReplaceAll(content, "NAME", h.under(&node{})[0]) {
					t.Error("the copy isn't the old file")
				}
				wantMode(t, 0o640, c.File, backup)
				if strings.Contains(name, "crlf") && strings.Count(after, "\r\n") != strings.Count(after, "\n") {
					t.Errorf("other line ends: %q", after)
				}
				if entry := entryOf(t, h, after); entry.command != i.command || entry.env["ACRONIS_CLIENT_ID"] != i.env["ACRONIS_CLIENT_ID"] {
					t.Errorf("the entry is %v in\n%s", entry, after)
				}
				again, err := plan(h, i)
				if err != nil || again.Diff != nil {
					t.Errorf("a second run changes %q, error %v", again.Diff, err)
				}
			})
		}
	}
}

// wantMode checks the mode of files, which Windows doesn't have.
func wantMode(t *testing.T, want os.FileMode, files ...string) {
	t.Helper()
	for _, file := range files {
		if info, err := os.Stat(file); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, error %v", file, info.Mode(), err)
		}
	}
}

// entryOf returns our entry in a file.
func entryOf(t *testing.T, h host, content string) launch {
	t.Helper()
	root := parse(t, h, content)
	entry, err := root.at(append(h.under(root), "acronis-reports")...)
	if err != nil || entry == nil {
		t.Fatalf("no entry: %v in\n%s", err, content)
	}
	l, err := h.shape.read(entry)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestChangedInTheMeantime changes, removes or makes the file between question and
// answer.
func TestChangedInTheMeantime(t *testing.T) {
	for _, h := range writable() {
		for _, test := range []struct{ before, after string }{{" ", " # x"}, {" ", ""}, {"", " "}} {
			i := here(t)
			if test.before != "" {
				put(t, h.path(i), test.before, 0o600)
			}
			c, err := plan(h, i)
			if err != nil {
				t.Fatal(err)
			}
			if test.after != "" {
				put(t, h.path(i), test.after, 0o600)
			} else if err := os.Remove(h.path(i)); err != nil {
				t.Fatal(err)
			}
			if _, err := c.Apply(); err == nil || !strings.Contains(err.Error(), "has changed in the meantime") {
				t.Errorf("%s: error %v", h.name, err)
			}
			left, err := os.ReadDir(filepath.Dir(c.File))
			if test.after == "" && len(left) != 0 || test.after != "" && (len(left) != 1 || get(t, c.File) != test.after) {
				t.Errorf("%s: files are left: %v, error %v", h.name, left, err)
			}
		}
	}
}

// TestLinksStay follows a link to a link, in a folder that is a link.
func TestLinksStay(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need a right that few users have")
	}
	for _, h := range writable() {
		i := here(t)
		file := filepath.Join(i.home, "dotfiles", "file")
		put(t, file, "", 0o600)
		folder := filepath.Join(i.home, "folder")
		if err := os.MkdirAll(filepath.Dir(filepath.Dir(h.path(i))), 0o700); err != nil {
			t.Fatal(err)
		}
		if filepath.Dir(h.path(i)) == i.home {
			folder = i.home
		} else if err := errors.Join(os.Mkdir(folder, 0o700), os.Symlink(folder, filepath.Dir(h.path(i)))); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(os.Symlink(file, filepath.Join(folder, "other")), os.Symlink("other", h.path(i))); err != nil {
			t.Fatal(err)
		}
		c, _ := apply(t, h, i)
		for _, link := range []string{h.path(i), filepath.Join(folder, "other")} {
			if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
				t.Errorf("%s: the link %s is gone: %v", h.name, link, err)
			}
		}
		if !strings.HasSuffix(c.File, filepath.Join("dotfiles", "file")) || !strings.Contains(get(t, file), "acronis-reports") {
			t.Errorf("%s: %s is\n%s", h.name, c.File, get(t, file))
		}
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
		if c, err := plan(h, i); err == nil {
			t.Errorf("%s: a link to nothing was changed: %q", h.name, c.Diff)
		}
	}
}
