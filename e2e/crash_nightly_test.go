//go:build nightly

package e2e

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"acronis-reports-mcp/acronis/simulator"
)

// TestCrashLoop kills the program many times while it downloads a report into a
// cache and adds it up. Every run without a crash must give the same figures,
// and every file with the name of a download must be complete.
func TestCrashLoop(t *testing.T) {
	dc, settings := simulated(t)
	report := usageFile(50_000, 50)
	if err := dc.SetFile(simulator.SeptemberReportID, "csv_v2_0", report, ""); err != nil {
		t.Fatal(err)
	}
	settings["ACRONIS_CACHE"] = filepath.Join(t.TempDir(), "cache")
	args := []string{"call", "summarize_usage", "report_id=" + simulator.SeptemberReportID}
	first := command(t, settings, args...)
	start := time.Now()
	want, err := first.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, want)
	}
	took := time.Since(start)

	const runs = 200
	crashes := 0
	for range runs {
		removeDownloads(t, settings["ACRONIS_CACHE"])
		c := command(t, settings, args...)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		kill := time.AfterFunc(rand.N(took), func() { _ = c.Process.Kill() }) // it may have ended
		if c.Wait() != nil {
			crashes++
		}
		kill.Stop()
		wantWholeDownloads(t, settings["ACRONIS_CACHE"], report)
		if got, err := command(t, settings, args...).Output(); err != nil || !bytes.Equal(got, want) {
			t.Fatalf("after %d crashes: %v\n%s\nwant\n%s", crashes, err, got, want)
		}
	}
	partial, err := filepath.Glob(filepath.Join(settings["ACRONIS_CACHE"], "*.part"))
	t.Logf("%d of %d runs crashed, %d of them while they downloaded", crashes, runs, len(partial))
	if err != nil || len(partial) == 0 {
		t.Errorf("no run crashed while it downloaded: %v", err)
	}
}

// downloads returns the files in a cache that have the name of a complete
// download.
func downloads(t *testing.T, cache string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(cache, "*.gz"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func removeDownloads(t *testing.T, cache string) {
	t.Helper()
	for _, file := range downloads(t, cache) {
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
}

func wantWholeDownloads(t *testing.T, cache string, want []byte) {
	t.Helper()
	for _, file := range downloads(t, cache) {
		if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, want) {
			t.Fatalf("%s: %v, %d bytes of %d", file, err, len(got), len(want))
		}
	}
}

// TestCrashWhileExporting kills the program many times while it exports. A
// sheet must be complete or absent.
func TestCrashWhileExporting(t *testing.T) {
	dc, settings := simulated(t)
	if err := dc.SetFile(simulator.SeptemberReportID, "csv_v2_0", usageFile(20_000, 20_000), ""); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	settings["ACRONIS_CACHE"] = filepath.Join(folder, "cache")
	for _, format := range []string{"csv", "xlsx", "json"} {
		t.Run(format, func(t *testing.T) {
			settings["ACRONIS_EXPORT_DIR"] = filepath.Join(folder, format)
			args := []string{"call", "export_usage", "report_id=" + simulator.SeptemberReportID, "format=" + format}
			if out, err := command(t, settings, args...).Output(); err != nil { // with a download
				t.Fatalf("%v: %s", err, out)
			}
			sheets := func() []string {
				names, err := filepath.Glob(filepath.Join(settings["ACRONIS_EXPORT_DIR"], "*."+format))
				if err != nil {
					t.Fatal(err)
				}
				return names
			}
			want, err := os.ReadFile(sheets()[0])
			if err != nil {
				t.Fatal(err)
			}
			const runs = 30
			for range runs {
				c := command(t, settings, args...)
				if err := c.Start(); err != nil {
					t.Fatal(err)
				}
				ended := make(chan error, 1)
				go func() { ended <- c.Wait() }()
				killWhileWriting(t, c, ended, settings["ACRONIS_EXPORT_DIR"])
			}
			for _, name := range sheets() {
				if got, err := os.ReadFile(name); err != nil || !bytes.Equal(got, want) {
					t.Errorf("%s: %v, %d bytes of %d", name, err, len(got), len(want))
				}
			}
			partial := partialSheets(t, settings["ACRONIS_EXPORT_DIR"])
			t.Logf("%d of %d runs crashed while they wrote", len(partial), runs)
			if len(partial) == 0 {
				t.Error("no run crashed while it wrote")
			}
		})
	}
}

// killWhileWriting kills a program soon after it has begun to write a sheet. The
// program may have ended before.
func killWhileWriting(t *testing.T, c *exec.Cmd, ended <-chan error, folder string) {
	t.Helper()
	before := len(partialSheets(t, folder))
	look := time.NewTicker(time.Millisecond)
	defer look.Stop()
	for {
		select {
		case <-ended:
			return
		case <-look.C:
			if len(partialSheets(t, folder)) > before {
				time.AfterFunc(rand.N(150*time.Millisecond), func() { _ = c.Process.Kill() })
				<-ended
				return
			}
		}
	}
}

// partialSheets returns the files of incomplete sheets.
func partialSheets(t *testing.T, folder string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, ".*.part"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}
