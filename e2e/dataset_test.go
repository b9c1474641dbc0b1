package e2e

import (
	"bytes"
	"compress/gzip"
	"flag"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"acronis-reports-mcp/acronis/simulator"
)

var datasetCrashes = flag.Int("dataset-crashes", 10, "how many times TestDatasetCrashes kills the program")

// september starts a data centre with a large report of September, and returns the
// settings for it and the arguments that write that month to a folder.
func september(t *testing.T, rows int) (settings map[string]string, args []string, folder string) {
	t.Helper()
	dc, settings := simulated(t)
	if err := dc.SetFile(simulator.SeptemberReportID, "csv_v2_0", usageFile(rows, rows/5), ""); err != nil {
		t.Fatal(err)
	}
	folder = t.TempDir()
	settings["ACRONIS_CACHE"] = filepath.Join(t.TempDir(), "cache")
	return settings, []string{"dataset", "--out", folder, "--months", "2026-09"}, folder
}

// parts returns the unpacked files of a dataset by their paths. A file that isn't
// whole can't be unpacked.
func parts(t *testing.T, folder string) map[string]string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*", "*", "*", "part-*.csv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		unpacked, err := gzip.NewReader(bytes.NewReader(raw))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		text, err := io.ReadAll(unpacked)
		if err != nil {
			t.Fatalf("%s isn't whole: %v", name, err)
		}
		found[strings.TrimPrefix(name, folder)] = string(text)
	}
	return found
}

// wantParts fails if a dataset has other files.
func wantParts(t *testing.T, folder string, want map[string]string) {
	t.Helper()
	if got := parts(t, folder); !maps.Equal(got, want) {
		t.Errorf("the files are %v, want %v", slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)))
	}
}

// forgetMonths makes the next run write all months again.
func forgetMonths(t *testing.T, folder string) {
	t.Helper()
	if err := os.RemoveAll(filepath.Join(folder, "manifests")); err != nil {
		t.Fatal(err)
	}
}

// TestDatasetCrashes kills the program at random moments while it writes a month.
// Every file must be whole, and the next run must bring the month to the same end.
func TestDatasetCrashes(t *testing.T) {
	t.Parallel()
	settings, args, folder := september(t, 20_000)
	var took time.Duration
	for range 2 { // the second run needs no download, as those after it
		forgetMonths(t, folder)
		start := time.Now()
		if out, err := command(t, settings, args...).Output(); err != nil || !strings.HasPrefix(string(out), "2026-09 written, 20000 rows") {
			t.Fatalf("%v: %s", err, out)
		}
		took = time.Since(start)
	}
	want := parts(t, folder)
	if len(want) != 2 {
		t.Fatalf("%d files, want usage and rejected", len(want))
	}
	crashes := 0
	for range *datasetCrashes {
		forgetMonths(t, folder)
		c := command(t, settings, args...)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		kill := time.AfterFunc(rand.N(took), func() { _ = c.Process.Kill() })
		if c.Wait() != nil {
			crashes++
		}
		kill.Stop()
		if !maps.Equal(parts(t, folder), want) {
			t.Fatal("a crash changed the files")
		}
	}
	t.Logf("%d of %d runs crashed", crashes, *datasetCrashes)
	for _, outcome := range []string{"", "2026-09 unchanged\n"} {
		out, err := command(t, settings, args...).Output()
		if err != nil || !strings.HasPrefix(string(out), "2026-09 ") || outcome != "" && string(out) != outcome || !maps.Equal(parts(t, folder), want) {
			t.Errorf("after the crashes: %v, %s", err, out)
		}
	}
}

// TestDatasetRunsAtOnce starts two runs that write one folder.
func TestDatasetRunsAtOnce(t *testing.T) {
	t.Parallel()
	settings, args, folder := september(t, 20_000)
	first, second := command(t, settings, args...), command(t, settings, args...)
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	if out, err := second.Output(); err != nil {
		t.Errorf("the second run: %v, %s", err, out)
	}
	if err := first.Wait(); err != nil {
		t.Errorf("the first run: %v", err)
	}
	both := parts(t, folder)
	if len(both) != 2 {
		t.Errorf("%d files, want usage and rejected", len(both))
	}
	if out, err := command(t, settings, args...).Output(); err != nil || string(out) != "2026-09 unchanged\n" {
		t.Errorf("the next run: %v, %s", err, out)
	}
	alone := t.TempDir()
	args[2] = alone
	if out, err := command(t, settings, args...).Output(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
	if !maps.Equal(both, parts(t, alone)) {
		t.Error("two runs at once made other files than one")
	}
}
