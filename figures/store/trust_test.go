//go:build !windows

package store_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"acronis-reports-mcp/figures/store"
)

// stranger is the id of a user that no test runs as.
const stranger = 54321

func chmod(t *testing.T, path string, mode fs.FileMode) {
	t.Helper()
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

// giveAway makes a folder, file or link belong to another user, which only root can.
func giveAway(t *testing.T, path string) {
	t.Helper()
	if err := os.Lchown(path, stranger, stranger); err != nil {
		t.Skip(err)
	}
}

// What other users own or can write to is refused with the command that helps,
// before anything is downloaded.
func TestFoldersOfOthers(t *testing.T) {
	for what, test := range map[string]struct {
		prepare func(t *testing.T, above, folder string) string // returns the folder to use
		fix     string                                          // "" if the folder is good
	}{
		"private": {func(t *testing.T, above, folder string) string { return folder }, ""},
		"new":     {func(t *testing.T, above, folder string) string { return filepath.Join(above, "a", "b") }, ""},
		"writable": {func(t *testing.T, above, folder string) string {
			chmod(t, folder, 0o777)
			return folder
		}, "chmod go-w 'FOLDER'"},
		"writable for the group": {func(t *testing.T, above, folder string) string {
			chmod(t, folder, 0o770)
			return folder
		}, "chmod go-w 'FOLDER'"},
		"writable and sticky": {func(t *testing.T, above, folder string) string {
			chmod(t, folder, 0o777|fs.ModeSticky)
			return folder
		}, "chmod go-w 'FOLDER'"},
		"of another user": {func(t *testing.T, above, folder string) string {
			giveAway(t, folder)
			return folder
		}, "sudo chown UID 'FOLDER'"},
		"below a writable one": {func(t *testing.T, above, folder string) string {
			chmod(t, above, 0o777)
			return folder
		}, "chmod go-w 'ABOVE'"},
		"below a sticky one": {func(t *testing.T, above, folder string) string {
			chmod(t, above, 0o777|fs.ModeSticky)
			return folder
		}, ""},
		"below one of another user": {func(t *testing.T, above, folder string) string {
			giveAway(t, above)
			return folder
		}, "sudo chown UID 'ABOVE'"},
		"behind a link": {func(t *testing.T, above, folder string) string {
			return link(t, folder, filepath.Join(above, "link"))
		}, ""},
		"behind a link of another user": {func(t *testing.T, above, folder string) string {
			l := link(t, folder, filepath.Join(above, "link"))
			giveAway(t, l)
			return l
		}, "sudo chown UID 'ABOVE/link'"},
		"behind a link through a writable folder": {func(t *testing.T, above, folder string) string {
			between := filepath.Join(above, "between")
			if err := os.Mkdir(between, 0o700); err != nil {
				t.Fatal(err)
			}
			chmod(t, between, 0o777)
			second := link(t, folder, filepath.Join(between, "second"))
			return link(t, filepath.Join("between", filepath.Base(second)), filepath.Join(above, "first"))
		}, "chmod go-w 'ABOVE/between'"},
	} {
		t.Run(what, func(t *testing.T) {
			above, err := filepath.EvalSymlinks(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			folder := filepath.Join(above, "folder")
			if err := os.Mkdir(folder, 0o700); err != nil {
				t.Fatal(err)
			}
			files := &store.Files{Folder: test.prepare(t, above, folder)}
			checked := store.Check(files.Folder)
			simulate(t, func(t *testing.T, s september) {
				defer files.Close()
				_, err := s.open(t, files)
				if test.fix == "" {
					if err != nil || checked != nil {
						t.Errorf("%v, %v", checked, err)
					}
					return
				}
				fix := replace(test.fix, above, folder)
				for _, err := range []error{checked, err} {
					var trust *store.TrustError
					if !errors.As(err, &trust) || trust.Fix != fix || s.downloads() != 0 {
						t.Errorf("got %v, want %s", err, fix)
					}
				}
			})
		})
	}
}

func link(t *testing.T, to, path string) string {
	t.Helper()
	if err := os.Symlink(to, path); err != nil {
		t.Fatal(err)
	}
	return path
}

func replace(fix, above, folder string) string {
	return strings.NewReplacer("UID", strconv.Itoa(os.Getuid()), "FOLDER", folder, "ABOVE", above).Replace(fix)
}

// A kept file of another user, or one that others can change, is refused.
func TestFilesOthersCanChange(t *testing.T) {
	for what, test := range map[string]struct {
		change func(t *testing.T, file string)
		fix    string
	}{
		"writable":        {func(t *testing.T, file string) { chmod(t, file, 0o666) }, "chmod go-w 'FILE'"},
		"of another user": {giveAway, "sudo chown UID 'FILE'"},
		"a hard link": {func(t *testing.T, file string) {
			if err := os.Link(file, file+".other"); err != nil {
				t.Skip(err)
			}
		}, "rm 'FILE'"},
	} {
		t.Run(what, func(t *testing.T) {
			folder := t.TempDir()
			chmod(t, folder, 0o700)
			file := filepath.Join(folder, name)
			simulate(t, func(t *testing.T, s september) {
				files := &store.Files{Folder: folder}
				defer files.Close()
				if _, err := s.open(t, files); err != nil {
					t.Fatal(err)
				}
				test.change(t, file)
				_, err := s.open(t, files)
				fix := strings.NewReplacer("UID", strconv.Itoa(os.Getuid()), "FILE", file).Replace(test.fix)
				for _, err := range []error{err, store.Check(folder)} {
					var trust *store.TrustError
					if !errors.As(err, &trust) || trust.Fix != fix || s.downloads() != 1 {
						t.Errorf("got %v, want %s", err, fix)
					}
				}
			})
		})
	}
}

// A temporary folder that another user owns or can write to is not removed.
func TestTemporaryFoldersOfOthers(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	for _, name := range []string{"acronis-reports-1", "acronis-reports-2", "acronis-reports-3"} {
		folder := filepath.Join(temporary, name)
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(folder, "lock"), nil)
	}
	chmod(t, filepath.Join(temporary, "acronis-reports-2"), 0o777)
	giveAway(t, filepath.Join(temporary, "acronis-reports-3"))
	store.RemoveStale()
	checkNames(t, temporary, "acronis-reports-2", "acronis-reports-3")
}
