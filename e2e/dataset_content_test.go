package e2e

import (
	"encoding/csv"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"acronis-reports-mcp/acronis/simulator"
)

// allFiles returns all files of a dataset by their paths, unpacked.
func allFiles(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := parts(t, folder)
	err := filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(name, ".gz") {
			return err
		}
		raw, err := os.ReadFile(name)
		files[strings.TrimPrefix(name, folder)] = string(raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// personalTexts returns what the columns that may be personal have in a dataset.
func personalTexts(t *testing.T, files map[string]string) map[string]bool {
	t.Helper()
	personal := map[string]bool{"tenant_name": true, "internal_tag": true, "infra_name": true, "account": true}
	found := map[string]bool{}
	for name, text := range files {
		if !strings.HasSuffix(name, ".gz") {
			continue
		}
		rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, cells := range rows[1:] {
			for i, column := range rows[0] {
				if personal[column] && cells[i] != "" {
					found[cells[i]] = true
				}
			}
		}
	}
	return found
}

// TestDatasetWithoutNames searches all files and paths of the demo's dataset for the
// names that are in it without --no-names.
func TestDatasetWithoutNames(t *testing.T) {
	t.Parallel()
	month := time.Now().UTC().AddDate(0, 0, -time.Now().UTC().Day()).Format("2006-01") // the last one
	write := func(flags ...string) map[string]string {
		folder := t.TempDir()
		args := append([]string{"--demo", "dataset", "--out", folder, "--months", month, "--create"}, flags...)
		if out, err := command(t, nil, args...).Output(); err != nil || !strings.HasPrefix(string(out), month+" written") {
			t.Fatalf("%v: %s", err, out)
		}
		return allFiles(t, folder)
	}
	names := personalTexts(t, write())
	if !names["Contoso Ltd"] || len(names) < 15 {
		t.Fatalf("the dataset with names has only %v", names)
	}
	without := write("--no-names")
	if len(without) != 5 {
		t.Errorf("%d files, want usage, rejected, charges, the manifest and the schema", len(without))
	}
	for path, text := range without {
		for name := range names {
			if strings.Contains(path+text, strings.ReplaceAll(name, `"`, `""`)) {
				t.Errorf("%s has %q", path, name)
			}
		}
	}
}

// TestDatasetOfTool wants the same files from export_usage as from the command.
func TestDatasetOfTool(t *testing.T) {
	t.Parallel()
	settings, args, folder := september(t, 5000)
	if out, err := command(t, settings, args...).Output(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	settings["ACRONIS_EXPORT_DIR"] = t.TempDir()
	call := func(arguments string) (string, error) {
		out, err := command(t, settings, "call", "export_usage", arguments).CombinedOutput()
		return string(out), err
	}
	const month = `{"months":["2026-09"],"layout":"dataset"}`
	if out, err := call(month); err != nil || !strings.Contains(out, `"rows":5000`) {
		t.Errorf("%v: %s", err, out)
	}
	if !maps.Equal(rawFiles(t, folder), rawFiles(t, settings["ACRONIS_EXPORT_DIR"])) {
		t.Error("the tool writes other files than the command")
	}
	if out, err := call(month); err != nil || !strings.Contains(out, `"unchanged":["2026-09"]`) {
		t.Errorf("called again: %v, %s", err, out)
	}
	if out, err := call(`{"months":["2026-09"],"layout":"dataset","usages":["storage"]}`); err == nil || !strings.Contains(out, "every row") {
		t.Errorf("with a filter: %v, %s", err, out)
	}

	settings["ACRONIS_EXPORT_DIR"] = filepath.Join(folder, "schema.json")
	if out, err := call(month); err == nil || !strings.Contains(out, "schema.json can't be written") {
		t.Errorf("into a file: %v, %s", err, out)
	}
}

// A report by day has a row for each day, which a sum of a month would add up.
func TestDatasetOfReportByDay(t *testing.T) {
	t.Parallel()
	dc, settings := simulated(t)
	const id = "5b0f3c1e-2a64-4d7b-9c35-e1a0d8f7b642"
	if err := dc.AddReport(`{"id":"` + id + `","version":1,"recipients":[],"result_action":"save","generation_date":"2026-11-01",
		"schedule":{"enabled":true,"type":"once"},"parameters":{"tenant_id":"` + simulator.OwnTenantID + `","level":"accounts","kind":"usage_daily",
		"formats":["csv_v2_0"],"period":{"start":"2026-10-01","end":"2026-10-31"}}}`); err != nil {
		t.Fatal(err)
	}
	settings["ACRONIS_EXPORT_DIR"] = t.TempDir()
	out, err := command(t, settings, "call", "export_usage", `{"report_ids":["`+id+`"],"layout":"dataset"}`).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "is a usage_daily") {
		t.Errorf("%v: %s", err, out)
	}
	if files := rawFiles(t, settings["ACRONIS_EXPORT_DIR"]); len(files) > 0 {
		t.Errorf("it wrote %d files", len(files))
	}
}

// rawFiles returns all files of a dataset by their paths.
func rawFiles(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := map[string]string{}
	root := os.DirFS(folder)
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := fs.ReadFile(root, name)
		files[name] = string(raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestDatasetStatuses wants a line for each month, and the exit status of the worst.
func TestDatasetStatuses(t *testing.T) {
	t.Parallel()
	settings, args, folder := september(t, 100)
	now := time.Now().UTC().Format("2006-01")
	for _, test := range []struct {
		months, want string
		status       int
	}{
		{"2026-09", "2026-09 written, 100 rows\n", 0},
		{"2026-09", "2026-09 unchanged\n", 0},
		{now, now + " not over yet\n", 75},
		{"2024-02..2024-03", "2024-02 missing: to create its report, use --access write, and --create after dataset\n" +
			"2024-03 missing: to create its report, use --access write, and --create after dataset\n", 1},
		{"9/2026", "2026-09 unchanged\n", 0},
		{"2026-13", "", 2},
		{"2026-10..2026-09", "", 2},
	} {
		args[4] = test.months
		c := command(t, settings, args...)
		out, _ := c.Output()
		if status := c.ProcessState.ExitCode(); status != test.status || string(out) != test.want {
			t.Errorf("%s: status %d, want %d; printed %q, want %q", test.months, status, test.status, out, test.want)
		}
	}

	schema := filepath.Join(folder, "schema.json")
	raw, err := os.ReadFile(schema)
	if err != nil {
		t.Fatal(err)
	}
	older := strings.Replace(string(raw), `"version": 1`, `"version": 0`, 1)
	if err := os.WriteFile(schema, []byte(older), 0o600); err != nil {
		t.Fatal(err)
	}
	before := fmt.Sprint(rawFiles(t, folder))
	args[4] = "2026-09"
	c := command(t, settings, args...)
	out, _ := c.Output()
	if c.ProcessState.ExitCode() != 1 || !strings.HasPrefix(string(out), "2026-09 failed: ") || !strings.Contains(string(out), "version 0") {
		t.Errorf("with an older version: %s", out)
	}
	if fmt.Sprint(rawFiles(t, folder)) != before {
		t.Error("a folder with an older version was changed")
	}
}
