package e2e

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"acronis-reports-mcp/acronis/simulator"
)

// The rows of a large report are kept in a file without a name. A killed program leaves
// its temporary folder with compressed reports only, until the program starts again.
func TestFilesOfKilledProgram(t *testing.T) {
	t.Parallel()
	dc, settings := simulated(t)
	if err := dc.SetFile(simulator.SeptemberReportID, "csv_v2_0", usageFile(200_000, 40), ""); err != nil {
		t.Fatal(err)
	}
	temp := t.TempDir()
	settings["TMPDIR"] = temp
	c := command(t, settings)
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill() }) // it has been
	fmt.Fprint(in, lines(0))
	fmt.Fprintf(in, `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"summarize_usage","arguments":{"report_id":%q}}}`+"\n", simulator.SeptemberReportID)
	answers := bufio.NewReader(out)
	for range 2 {
		if line, err := answers.ReadString('\n'); err != nil || strings.Contains(line, `"isError":true`) {
			t.Fatalf("%v: %s", err, line)
		}
	}
	if n := unnamedIn(t, c.Process.Pid, temp); n != 1 {
		t.Errorf("%d files without a name, want one", n)
	}
	wantTemporary(t, temp)
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = c.Wait() // it was killed
	wantTemporary(t, temp)
	outputOf(t, settings, "call", "find_tenants")
	if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
		t.Errorf("the next start left %v, %v", left, err)
	}
}

// wantTemporary wants one private folder, with a compressed report and a lock.
func wantTemporary(t *testing.T, temp string) {
	t.Helper()
	folders, err := filepath.Glob(filepath.Join(temp, "*"))
	if err != nil || len(folders) != 1 {
		t.Fatalf("temporary folders: %v, %v", folders, err)
	}
	if info, err := os.Stat(folders[0]); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("%v, %v", info, err)
	}
	entries, err := os.ReadDir(folders[0])
	if err != nil || len(entries) != 2 || !strings.HasSuffix(entries[0].Name(), ".gz") || entries[1].Name() != "lock" {
		t.Errorf("in the temporary folder: %v, %v", entries, err)
	}
}

// unnamedIn returns how many files without a name a process keeps in a folder. Nobody
// else can read them.
func unnamedIn(t *testing.T, pid int, folder string) (n int) {
	t.Helper()
	opened, err := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", pid))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range opened {
		path, err := os.Readlink(file)
		if err != nil || !strings.HasPrefix(path, folder) || !strings.HasSuffix(path, " (deleted)") {
			continue // the process may have closed it
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 || info.Size() == 0 {
			t.Errorf("%s: %v, %v", path, info, err)
		}
		n++
	}
	return n
}
