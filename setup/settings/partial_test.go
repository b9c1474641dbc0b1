package settings

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func writeFile(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Only the partial files of one file are removed.
func TestRemovePartials(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "secret-europe.json")
	kept := []string{"secret-europe.json", "secret-europe.json.part", "secret-europe.json.old.part", "secret-europe.json.ABCDEFGHIJKLMNOPQRSTUVWXY1.part"}
	for _, name := range kept {
		writeFile(t, filepath.Join(folder, name), "")
	}
	other := PartialName(filepath.Join(folder, "secret-us.json"))
	kept = append(kept, filepath.Base(other))
	for _, partial := range []string{PartialName(path), PartialName(path), other} {
		writeFile(t, partial, "")
	}
	if err := RemovePartials(path); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(folder)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	slices.Sort(kept)
	if !slices.Equal(names, kept) || err != nil {
		t.Errorf("got %q, %v; want %q", names, err, kept)
	}
	if err := RemovePartials(filepath.Join(folder, "missing", "file")); err != nil {
		t.Errorf("without a folder: %v", err)
	}
}

// A file that exists is never replaced, with hard links or without them.
func TestPlaceNew(t *testing.T) {
	for name, place := range map[string]func(partial, path string) error{"links": PlaceNew, "no links": reserve} {
		path := filepath.Join(t.TempDir(), "file")
		for i, want := range []error{nil, fs.ErrExist} {
			partial := PartialName(path)
			writeFile(t, partial, name)
			if err := place(partial, path); !errors.Is(err, want) {
				t.Errorf("%s, %d: %v, want %v", name, i, err, want)
			}
			if Exists(partial) != (want != nil) {
				t.Errorf("%s, %d: the partial file exists: %v", name, i, want == nil)
			}
			if got, err := os.ReadFile(path); string(got) != name || err != nil {
				t.Errorf("%s, %d: %q, %v", name, i, got, err)
			}
		}
	}
}
