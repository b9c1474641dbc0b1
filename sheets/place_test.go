package sheets

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// spy lists the files in a folder while a sheet is written there.
type spy struct {
	folder string
	seen   *[]string
}

func (s spy) MarshalJSON() ([]byte, error) {
	*s.seen = namesIn(s.folder)
	return []byte("{}"), nil
}

func namesIn(folder string) (names []string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		panic(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// Until a sheet is complete, no file has its name.
func TestWholeOrAbsent(t *testing.T) {
	folder := t.TempDir()
	var during []string
	if _, err := (Sheet{Proof: spy{folder, &during}}).Write(t.Context(), folder, "name", "json"); err != nil {
		t.Fatal(err)
	}
	if len(during) != 1 || !strings.HasPrefix(during[0], partialPrefix) {
		t.Errorf("while it is written: %v", during)
	}
	if got := namesIn(folder); !slices.Equal(got, []string{"name.json"}) {
		t.Errorf("afterwards: %v", got)
	}
}

// On a disk without hard links nothing is replaced either.
func TestPlaceWithoutLinks(t *testing.T) {
	folder := t.TempDir()
	root, err := os.OpenRoot(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if err := root.WriteFile("name.csv", []byte("of the user"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := root.WriteFile("partial", []byte("a sheet"), 0o600); err != nil {
		t.Fatal(err)
	}
	noLinks := func(from, to string) error { return &os.LinkError{Op: "link", Old: from, New: to, Err: syscall.EPERM} }
	if name, err := place(root, noLinks, "partial", "name", "csv"); name != "name-2.csv" || err != nil {
		t.Errorf("%s, %v", name, err)
	}
	for name, want := range map[string]string{"name.csv": "of the user", "name-2.csv": "a sheet"} {
		if got := readFile(t, filepath.Join(folder, name)); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if _, err := place(root, noLinks, "missing", "other", "csv"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is missing: %v", err)
	}
	if got := namesIn(folder); !slices.Equal(got, []string{"name-2.csv", "name.csv"}) {
		t.Errorf("in the folder: %v", got)
	}
}

// Files left by a crash are removed after a day. Other files are kept.
func TestStalePartialFiles(t *testing.T) {
	folder := t.TempDir()
	for name, age := range map[string]time.Duration{
		partialPrefix + "OLD" + partialSuffix: 25 * time.Hour,
		partialPrefix + "NEW" + partialSuffix: time.Hour,
		"download.part":                       1000 * time.Hour,
	} {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, time.Time{}, time.Now().Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := (Sheet{}).Write(t.Context(), folder, "name", "csv"); err != nil {
		t.Fatal(err)
	}
	if got, want := namesIn(folder), []string{partialPrefix + "NEW" + partialSuffix, "download.part", "name.csv"}; !slices.Equal(got, want) {
		t.Errorf("in the folder: %v, want %v", got, want)
	}
}
