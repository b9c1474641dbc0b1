package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"acronis-reports-mcp/figures/store"
)

// TestFilesNobodyDownloaded puts files where downloads are kept. None is used, and
// each is replaced.
func TestFilesNobodyDownloaded(t *testing.T) {
	for what, put := range map[string]func(t *testing.T, folder string, original []byte){
		"an empty file": func(t *testing.T, folder string, _ []byte) {
			write(t, filepath.Join(folder, name), nil)
		},
		"without an index": func(t *testing.T, folder string, original []byte) {
			write(t, filepath.Join(folder, name), original)
		},
		"beside a broken index": func(t *testing.T, folder string, original []byte) {
			write(t, filepath.Join(folder, name), original)
			write(t, filepath.Join(folder, "index.json"), []byte(`{"`+name+`":`))
		},
		"of another hash than in the index": func(t *testing.T, folder string, original []byte) {
			indexed(t, folder)
			original[9]++ // the system that packed it
			write(t, filepath.Join(folder, name), original)
		},
		"of another size than in the index": func(t *testing.T, folder string, original []byte) {
			indexed(t, folder)
			write(t, filepath.Join(folder, name), original[:len(original)-1])
		},
	} {
		t.Run(what, func(t *testing.T) {
			want, original := reference(t)
			folder := privateFolder(t)
			put(t, folder, original)
			simulate(t, func(t *testing.T, s september) {
				for range 2 {
					files := &store.Files{Folder: folder}
					if got, err := s.open(t, files); got != want || err != nil {
						t.Errorf("got %s, %v; want %s", got, err, want)
					}
					files.Close()
				}
				if n := s.downloads(); n != 1 {
					t.Errorf("%d downloads, want one", n)
				}
				checkNames(t, folder, name, "index.json")
			})
		})
	}
}

// A file that is replaced while the program runs is not used either.
func TestReplacedFile(t *testing.T) {
	for _, folder := range []string{"", privateFolder(t)} {
		temporary := t.TempDir()
		t.Setenv("TMPDIR", temporary)
		t.Setenv("TMP", temporary) // of Windows
		simulate(t, func(t *testing.T, s september) {
			files := &store.Files{Folder: folder}
			defer files.Close()
			want, err := s.open(t, files)
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(folder, name)
			if folder == "" {
				file = filepath.Join(temporary, contents(t, temporary)[0].Name(), name)
			}
			packed, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			packed[9]++ // the system that packed it
			write(t, file, packed)
			if err := os.Chtimes(file, time.Time{}, time.Now().Add(-time.Hour)); err != nil {
				t.Fatal(err)
			}
			if got, err := s.open(t, files); got != want || err != nil || s.downloads() != 2 {
				t.Errorf("got %s, %v after %d downloads; want %s", got, err, s.downloads(), want)
			}
		})
	}
}

// Runs that share a folder, one after the other, keep each other's entries.
func TestIndexOfTwoRuns(t *testing.T) {
	folder := privateFolder(t)
	write(t, filepath.Join(folder, "index.json"), []byte(`{"`+other+`": {"size": 1, "sha256": "a"}, "gone.gz": {"size": 2, "sha256": "b"}}`))
	write(t, filepath.Join(folder, other), []byte("x"))
	indexed(t, folder)
	raw, err := os.ReadFile(filepath.Join(folder, "index.json"))
	if err != nil {
		t.Fatal(err)
	}
	hash, original := reference(t)
	want := fmt.Sprintf("{\n  %q: {\n    \"size\": %d,\n    \"sha256\": %q,\n    \"client\": \"2f64e1ebeef3b56e\"\n  },\n  %q: {\n    \"size\": 1,\n    \"sha256\": \"a\"\n  }\n}\n", name, len(original), hash, other)
	if string(raw) != want {
		t.Errorf("the index is %s, want %s", raw, want)
	}
}

// indexed downloads the stored report into a folder.
func indexed(t *testing.T, folder string) (hash string) {
	t.Helper()
	simulate(t, func(t *testing.T, s september) {
		files := &store.Files{Folder: folder}
		defer files.Close()
		var err error
		if hash, err = s.open(t, files); err != nil {
			t.Fatal(err)
		}
	})
	return hash
}

// reference is the stored report as it is downloaded.
func reference(t *testing.T) (hash string, content []byte) {
	t.Helper()
	folder := privateFolder(t)
	hash = indexed(t, folder)
	content, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return hash, content
}

func privateFolder(t *testing.T) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "cache")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	return folder
}

func write(t *testing.T, file string, content []byte) {
	t.Helper()
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
}
