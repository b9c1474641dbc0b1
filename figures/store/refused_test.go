package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"acronis-reports-mcp/figures/store"
)

// A name that isn't a regular file isn't opened: a pipe would block, and a link
// may lead out of the folder.
func TestNoRegularFile(t *testing.T) {
	for what, place := range map[string]func(path string) error{
		"a folder": func(path string) error { return os.Mkdir(path, 0o700) },
		"a link":   func(path string) error { return os.Symlink(os.DevNull, path) },
	} {
		t.Run(what, func(t *testing.T) {
			folder := t.TempDir()
			if err := place(filepath.Join(folder, name)); err != nil {
				t.Skip(err) // links need rights on Windows
			}
			simulate(t, func(t *testing.T, s september) {
				files := &store.Files{Folder: folder}
				defer files.Close()
				_, err := s.open(t, files)
				if !errors.As(err, new(*store.TrustError)) || !strings.Contains(err.Error(), "no regular file") || s.downloads() != 0 {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

func TestIDThatIsNone(t *testing.T) {
	simulate(t, func(t *testing.T, s september) {
		files := &store.Files{}
		defer files.Close()
		s.stored.ID = "../../etc/passwd"
		var e *store.IDError
		if _, err := s.open(t, files); !errors.As(err, &e) || e.ID != s.stored.ID || s.downloads() != 0 {
			t.Errorf("got %v", err)
		}
	})
}
