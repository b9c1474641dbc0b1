package store_test

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"acronis-reports-mcp/figures/store"
)

// holderEnv makes this test binary hold a temporary folder until it is killed.
const holderEnv = "ACRONIS_REPORTS_MCP_TEST_HOLDER"

// TestHolder is not a test: TestStaleFolders runs it as another process.
func TestHolder(t *testing.T) {
	if os.Getenv(holderEnv) == "" {
		t.Skip("only as another process")
	}
	files := &store.Files{}
	simulate(t, func(t *testing.T, s september) {
		if _, err := s.open(t, files); err != nil {
			t.Fatal(err)
		}
	})
	os.Stdout.WriteString("ready\n")
	_, _ = io.Copy(io.Discard, os.Stdin) // ends with the test that started it
}

// A folder of a process that was killed is removed, one of a living process stays.
func TestStaleFolders(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	t.Setenv("TMP", temporary) // of Windows
	held := startHolder(t)
	folder := contents(t, temporary)[0].Name()
	store.RemoveStale()
	checkNames(t, temporary, folder)
	checkNames(t, filepath.Join(temporary, folder), name, "lock")
	if err := held.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = held.Wait() // killed
	checkNames(t, temporary, folder)
	store.RemoveStale()
	checkNames(t, temporary)
}

func startHolder(t *testing.T) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(self, "-test.run", "^TestHolder$")
	c.Env = append(os.Environ(), holderEnv+"=1")
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill() }) // it may have been killed
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "ready\n" || err != nil {
		t.Fatalf("%q, %v", line, err)
	}
	return c
}

// What only looks like a stale folder stays.
func TestFoldersThatStay(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	t.Setenv("TMP", temporary) // of Windows
	elsewhere := t.TempDir()
	write(t, filepath.Join(elsewhere, "lock"), nil)
	for _, f := range []struct {
		name  string
		files []string
		age   time.Duration
	}{
		{"acronis-reports-1", []string{"data"}, 48 * time.Hour}, // no lock
		{"acronis-reports-2", nil, time.Hour},                   // being made
		{"acronis-reports-3", nil, 48 * time.Hour},              // left before it was locked
		{"acronis-reports-x", []string{"lock"}, 48 * time.Hour}, // of another program
		{"acronis-reports-4", []string{"lock", "data"}, 0},      // stale
		{"other-5", []string{"lock"}, 48 * time.Hour},           // of another program
	} {
		folder := filepath.Join(temporary, f.name)
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		for _, file := range f.files {
			write(t, filepath.Join(folder, file), nil)
		}
		if err := os.Chtimes(folder, time.Time{}, time.Now().Add(-f.age)); err != nil {
			t.Fatal(err)
		}
	}
	write(t, filepath.Join(temporary, "acronis-reports-6"), nil)
	err := os.Symlink(elsewhere, filepath.Join(temporary, "acronis-reports-7"))
	if err != nil {
		t.Skip(err) // links need rights on Windows
	}
	store.RemoveStale()
	checkNames(t, temporary, "acronis-reports-1", "acronis-reports-2", "acronis-reports-6", "acronis-reports-7", "acronis-reports-x", "other-5")
	checkNames(t, elsewhere, "lock")
}
