package store_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"acronis-reports-mcp/figures/store"
)

// A crash leaves a partial file, or one that was not searched for secrets; another
// run that still downloads or searches has one too.
func TestPartialFiles(t *testing.T) {
	const left = "00000000-0000-4000-9000-000000000003.gz"
	folder := folderWith(t, other+".1.part", other+".2.part", "index.json.1.part", "notes", left, other)
	simulate(t, func(t *testing.T, s september) {
		for name, age := range map[string]time.Duration{other + ".1.part": 25 * time.Hour, "index.json.1.part": 25 * time.Hour, other + ".2.part": 23 * time.Hour, "notes": 25 * time.Hour, left: 25 * time.Hour, other: 23 * time.Hour} {
			if err := os.Chtimes(filepath.Join(folder, name), time.Time{}, time.Now().Add(-age)); err != nil {
				t.Fatal(err)
			}
		}
		files := &store.Files{Folder: folder}
		defer files.Close()
		if _, err := s.open(t, files); err != nil {
			t.Error(err)
		}
		checkNames(t, folder, name, other, other+".2.part", "index.json", "notes")
	})
}

// Other files in the folder stay, even if they are large.
func TestFilesOfOthers(t *testing.T) {
	folder := folderWith(t, other, "backup.tar.gz")
	for _, name := range []string{other, "backup.tar.gz"} {
		if err := os.Truncate(filepath.Join(folder, name), 3<<30); err != nil { // takes no room
			t.Skip(err)
		}
	}
	simulate(t, func(t *testing.T, s september) {
		files := &store.Files{Folder: folder}
		defer files.Close()
		if _, err := s.open(t, files); err != nil {
			t.Error(err)
		}
		checkNames(t, folder, name, "backup.tar.gz", "index.json")
	})
}

// At most 2 GiB are kept, and the oldest downloads are removed first.
func TestOldestFirst(t *testing.T) {
	const newer = "00000000-0000-4000-9000-000000000003.gz"
	folder := folderWith(t, other, newer)
	simulate(t, func(t *testing.T, s september) {
		for name, age := range map[string]time.Duration{other: 2 * time.Hour, newer: time.Hour} {
			path := filepath.Join(folder, name)
			if err := os.Truncate(path, 1<<30); err != nil { // takes no room
				t.Skip(err)
			}
			if err := os.Chtimes(path, time.Time{}, time.Now().Add(-age)); err != nil {
				t.Fatal(err)
			}
		}
		files := &store.Files{Folder: folder}
		defer files.Close()
		if _, err := s.open(t, files); err != nil {
			t.Error(err)
		}
		checkNames(t, folder, name, newer, "index.json")
	})
}
