package store_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/figures/store"
)

// name is the name of the file of September's report, and other that of another
// report.
const (
	name  = "00000000-0000-4000-9000-000000000001.gz"
	other = "00000000-0000-4000-9000-000000000002.gz"
)

// september returns the stored report of September.
type september struct {
	dc     *simulator.DataCentre
	client *acronis.Client
	stored acronis.StoredReport
}

// simulate runs a test against a data centre in memory, with fake time.
func simulate(t *testing.T, test func(t *testing.T, s september)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))) // of the bubble
		s := september{dc: simulator.New()}
		defer s.dc.Close()
		var err error
		s.client, err = acronis.New(acronis.Config{
			BaseURL: "http://localhost", ClientID: simulator.ClientID, ClientSecret: simulator.ClientSecret, Dial: s.dc.DialContext,
		})
		if err != nil {
			t.Fatal(err)
		}
		defer s.client.Close()
		all, err := s.client.GetStoredReports(t.Context(), simulator.SeptemberReportID)
		if err != nil || len(all) != 1 {
			t.Fatalf("stored reports: %v, %v", all, err)
		}
		s.stored = all[0]
		test(t, s)
	})
}

// open opens the stored report, reads it, closes it, and returns its sha256.
func (s september) open(t *testing.T, files *store.Files) (hash string, err error) {
	t.Helper()
	file, err := files.Open(t.Context(), s.client, simulator.SeptemberReportID, s.stored, func(here, size int64) {})
	if err != nil {
		return "", err
	}
	for valid := false; !valid; {
		if err := file.Rewind(); err != nil {
			t.Fatal(err)
		}
		_, readErr := io.Copy(io.Discard, file)
		if valid, err = file.Wait(); err != nil || valid && readErr != nil {
			return "", errors.Join(err, readErr, file.Close())
		}
	}
	file.Unpacked(nil, io.EOF)
	return file.SHA256, file.Close()
}

// downloads returns how often the stored report was downloaded.
func (s september) downloads() (n int) {
	for _, r := range s.dc.Requests() {
		if strings.Contains(r.Path, "/stored/") {
			n++
		}
	}
	return n
}

// folderWith returns a folder with some empty files.
func folderWith(t *testing.T, names ...string) string {
	t.Helper()
	folder := t.TempDir()
	for _, name := range names {
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// contents returns the names of the files in a folder.
func contents(t *testing.T, folder string) (found []fs.FileInfo) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, info)
	}
	return found
}

func checkNames(t *testing.T, folder string, want ...string) {
	t.Helper()
	var got []string
	for _, info := range contents(t, folder) {
		got = append(got, info.Name())
	}
	if !slices.Equal(got, want) {
		t.Errorf("in the folder: %v, want %v", got, want)
	}
}

func TestTemporaryFolder(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	t.Setenv("TMP", temporary) // of Windows
	simulate(t, func(t *testing.T, s september) {
		files := &store.Files{}
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if _, err := s.open(t, files); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n := s.downloads(); n != 1 {
			t.Errorf("%d downloads, want one", n)
		}
		folders := contents(t, temporary)
		if len(folders) != 1 || runtime.GOOS != "windows" && folders[0].Mode().Perm() != 0o700 {
			t.Fatalf("temporary folders: %v", folders)
		}
		kept := contents(t, filepath.Join(temporary, folders[0].Name()))
		if len(kept) != 2 || kept[0].Name() != name || kept[1].Name() != "lock" || runtime.GOOS != "windows" && kept[0].Mode().Perm() != 0o600 {
			t.Errorf("kept: %v", kept)
		}
		if err := files.Close(); err != nil {
			t.Fatal(err)
		}
		checkNames(t, temporary)
		if _, err := s.open(t, files); !errors.Is(err, fs.ErrClosed) {
			t.Errorf("opened after Close: %v", err)
		}
		checkNames(t, temporary)
	})
}

func TestFolderAcrossRuns(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "cache")
	simulate(t, func(t *testing.T, s september) {
		var hashes []string
		for range 2 {
			files := &store.Files{Folder: folder}
			hash, err := s.open(t, files)
			if err := errors.Join(err, files.Close()); err != nil {
				t.Fatal(err)
			}
			hashes = append(hashes, hash)
		}
		if n := s.downloads(); n != 1 || hashes[0] != hashes[1] {
			t.Errorf("%d downloads, want one; sha256 %v", n, hashes)
		}
	})
}

// A call that ends while a file of an earlier run is hashed doesn't hash the rest of it,
// which may have gigabytes.
func TestCancelledWhileHashing(t *testing.T) {
	folder := privateFolder(t)
	simulate(t, func(t *testing.T, s september) {
		earlier := &store.Files{Folder: folder}
		if _, err := s.open(t, earlier); err != nil {
			t.Fatal(err)
		}
		earlier.Close()
		files := &store.Files{Folder: folder}
		defer files.Close()
		ctx := &endingContext{Context: t.Context(), left: 1} // it ends after the first read
		file, err := files.Open(ctx, s.client, simulator.SeptemberReportID, s.stored, func(here, size int64) {})
		if file != nil || err != context.Canceled {
			t.Errorf("got %v, %v", file, err)
		}
		if hash, err := s.open(t, files); hash == "" || err != nil || s.downloads() != 1 {
			t.Errorf("afterwards: %q, %v, %d downloads", hash, err, s.downloads())
		}
	})
}

// An endingContext ends when its error has been looked at some times.
type endingContext struct {
	context.Context
	left int
}

func (c *endingContext) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

func TestForget(t *testing.T) {
	simulate(t, func(t *testing.T, s september) {
		files := &store.Files{Folder: t.TempDir()}
		defer files.Close()
		for want := 1; want <= 2; want++ {
			if _, err := s.open(t, files); err != nil {
				t.Fatal(err)
			}
			if n := s.downloads(); n != want {
				t.Errorf("%d downloads, want %d", n, want)
			}
			files.Forget(s.stored.ID)
			files.Forget("../" + name) // not an id
		}
	})
}
