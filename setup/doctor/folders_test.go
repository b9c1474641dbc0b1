package doctor_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestFolders tries folders that exist, that can be created, and that cannot. A path
// that does not exist is not shown, and nothing is left behind.
func TestFolders(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ folder, want, detail string }{
		{dir, "ok", dir},
		{filepath.Join(dir, "MARKED", "a"), "ok", "does not exist yet"},
		{file, "fail", "not a directory"},
		{filepath.Join(file, "MARKED"), "fail", "not a directory"},
	} {
		checkFolder(t, test.folder, test.want, test.detail)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("%v, %v", left, err)
	}
}

func TestBrokenLink(t *testing.T) {
	dir := t.TempDir()
	link := filepath.Join(dir, "link")
	if err := os.Symlink(filepath.Join(dir, "nowhere"), link); err != nil {
		t.Skip(err) // it needs a privilege on Windows
	}
	checkFolder(t, link, "fail", "broken link")
}

// checkFolder sees what doctor says about a folder for exports and for the cache.
func checkFolder(t *testing.T, folder, want, detail string) {
	t.Helper()
	environment := simulated(t, nil)
	environment["ACRONIS_EXPORT_DIR"] = folder
	environment["ACRONIS_CACHE"] = folder
	r, _ := examine(t, environment)
	for _, check := range []string{"export folder", "cache folder"} {
		if f := of(r, check); f.Status != want || !strings.Contains(f.Detail, detail) || of(r, "first report").Status != "ok" {
			t.Errorf("%s: %+v, want %s with %q", folder, f, want, detail)
		}
	}
}

// TestTemporaryFolder tries a folder that exists, one that doesn't, and one that is
// not needed.
func TestTemporaryFolder(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows uses another variable")
	}
	dir := t.TempDir()
	for _, test := range []struct{ folder, cache, want string }{
		{dir, "", "ok can be written to"},
		{filepath.Join(dir, "MARKED"), "", "fail set TMPDIR"},
		{filepath.Join(dir, "MARKED"), dir, "skip not needed"},
	} {
		t.Setenv("TMPDIR", test.folder)
		environment := simulated(t, nil)
		environment["ACRONIS_CACHE"] = test.cache
		r, _ := examine(t, environment)
		status, words, _ := strings.Cut(test.want, " ")
		if f := of(r, "temporary folder"); f.Status != status || !strings.Contains(f.Detail+" "+f.Advice, words) || of(r, "first report").Status != "ok" {
			t.Errorf("%+v, want %s", f, test.want)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
