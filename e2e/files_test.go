package e2e

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"acronis-reports-mcp/acronis/simulator"
)

// outputOf runs a command that must succeed.
func outputOf(t *testing.T, settings map[string]string, args ...string) []byte {
	t.Helper()
	c := command(t, settings, args...)
	errs := new(bytes.Buffer)
	c.Stderr = errs
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%q: %v: %s%s", args, err, out, errs)
	}
	return out
}

// Sheets have the figures of the answer, and a second export replaces no file.
func TestExports(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "exports")
	export := func(format, want string) []string {
		var answer struct {
			File   string
			Totals []struct{ Usage, Value string }
		}
		out := outputOf(t, nil, "--demo", "--export-dir", folder, "call", "export_usage", "report_id="+simulator.SeptemberReportID, "format="+format)
		if err := json.Unmarshal(out, &answer); err != nil {
			t.Fatal(err)
		}
		if answer.File != filepath.Join(folder, want) {
			t.Errorf("exported %s, want %s in %s", answer.File, want, folder)
		}
		totals := []string{answer.File}
		for _, total := range answer.Totals {
			totals = append(totals, total.Usage, total.Value)
		}
		return totals
	}
	const name = "usage-Northwind_Managed_IT-2026-09-01-2026-09-30"
	for format, rows := range map[string]func(*testing.T, string) [][]string{"csv": csvRows, "xlsx": xlsxRows} {
		first := export(format, name+"."+format)
		before, err := os.ReadFile(first[0])
		if err != nil {
			t.Fatal(err)
		}
		second := export(format, name+"-2."+format)
		if after, err := os.ReadFile(first[0]); err != nil || !bytes.Equal(before, after) {
			t.Errorf("%s has changed: %v", first[0], err)
		}
		for _, totals := range [][]string{first, second} {
			sums := sumsOf(t, rows(t, totals[0]))
			for i := 1; i < len(totals); i += 2 {
				if got := sums[totals[i]]; got == nil || got.RatString() != totals[i+1] {
					t.Errorf("%s: %s adds up to %v, want %s", totals[0], totals[i], got, totals[i+1])
				}
			}
			if len(sums) != len(totals)/2 {
				t.Errorf("%s: %d usages, want %d", totals[0], len(sums), len(totals)/2)
			}
		}
	}
}

func csvRows(t *testing.T, file string) [][]string {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func xlsxRows(t *testing.T, file string) [][]string {
	t.Helper()
	book, err := excelize.OpenFile(file)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows(book.GetSheetName(0), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// sumsOf adds up the quantities of rows by usage.
func sumsOf(t *testing.T, rows [][]string) map[string]*big.Rat {
	t.Helper()
	columns := map[string]int{}
	for i, name := range rows[0] {
		columns[name] = i
	}
	sums := map[string]*big.Rat{}
	for _, row := range rows[1:] {
		usage, quantity := row[columns["usage"]], row[columns["quantity"]]
		value, ok := new(big.Rat).SetString(quantity)
		if !ok {
			t.Fatalf("a quantity of %q", quantity)
		}
		if sums[usage] == nil {
			sums[usage] = new(big.Rat)
		}
		sums[usage].Add(sums[usage], value)
	}
	return sums
}

// The cache is kept between runs. A damaged file in it is downloaded again.
func TestCacheBetweenRuns(t *testing.T) {
	t.Parallel()
	dc, settings := simulated(t)
	cache := filepath.Join(t.TempDir(), "cache")
	settings["ACRONIS_CACHE"] = cache
	var want []byte
	run := func(downloads int) {
		t.Helper()
		got := outputOf(t, settings, "call", "summarize_usage", "report_id="+simulator.SeptemberReportID)
		if want == nil {
			want = got
		}
		if !bytes.Equal(got, want) {
			t.Errorf("got %s, want %s", got, want)
		}
		n := 0
		for _, r := range dc.Requests() {
			if strings.Contains(r.Path, "/stored/") {
				n++
			}
		}
		if n != downloads {
			t.Errorf("%d downloads, want %d", n, downloads)
		}
	}
	run(1)
	run(1)
	files, err := filepath.Glob(filepath.Join(cache, "*.gz"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%q, %v", files, err)
	}
	raw, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	raw[len(raw)/2] ^= 1
	if err := os.WriteFile(files[0], raw, 0o600); err != nil {
		t.Fatal(err)
	}
	run(2)
	run(2)
}

// The secret may come from a file, as editors of each system write it.
func TestSecretFile(t *testing.T) {
	t.Parallel()
	_, settings := simulated(t)
	delete(settings, "ACRONIS_CLIENT_SECRET")
	file := filepath.Join(t.TempDir(), "secret")
	settings["ACRONIS_CLIENT_SECRET_FILE"] = file
	for _, content := range []string{simulator.ClientSecret, simulator.ClientSecret + "\n", "\ufeff" + simulator.ClientSecret + "\r\n"} {
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		outputOf(t, settings, "doctor")
		outputOf(t, settings, "call", "get_report", "report_id="+guideID)
	}
	if err := os.WriteFile(file, []byte("MARKED"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := command(t, settings, "doctor").CombinedOutput()
	if err == nil || bytes.Contains(out, []byte("MARKED")) {
		t.Errorf("with another secret: %v: %s", err, out)
	}
}
