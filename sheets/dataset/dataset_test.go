package dataset_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/csv"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/sheets"
	"acronis-reports-mcp/sheets/dataset"
	"acronis-reports-mcp/usage"
)

const october = "2026-10"

// engineOf returns an engine for a data centre.
func engineOf(t *testing.T, center *simulator.DataCentre) *figures.Engine {
	t.Helper()
	client, err := acronis.New(acronis.Config{
		BaseURL: "http://localhost", ClientID: simulator.ClientID, ClientSecret: simulator.ClientSecret, Dial: center.DialContext,
	})
	if err != nil {
		t.Fatal(err)
	}
	engine := &figures.Engine{Client: client, Tenants: tenants.NewCache(client, ""), Files: new(store.Files)}
	t.Cleanup(func() {
		if err := engine.Files.Close(); err != nil {
			t.Error(err)
		}
		client.Close()
	})
	return engine
}

// sourceOf finds the report of October.
func sourceOf(t *testing.T, engine *figures.Engine, tenant string) figures.Source {
	t.Helper()
	id, err := engine.Tenants.Resolve(t.Context(), tenant)
	if err != nil {
		t.Fatal(err)
	}
	source, err := engine.FindSource(t.Context(), id, acronis.ReportPeriod{Start: "2026-10-01", End: "2026-10-31"})
	if err != nil {
		t.Fatal(err)
	}
	return source
}

// worlds are the simulated data centres.
var worlds = map[string]func() *simulator.DataCentre{"demo": simulator.New, "cases": simulator.NewCases}

// inOctober starts a data centre, and returns an engine and a source of it.
func inOctober(t *testing.T, world string) (*figures.Engine, figures.Source) {
	t.Helper()
	center := worlds[world]()
	t.Cleanup(center.Close)
	engine := engineOf(t, center)
	tenant := map[string]string{"demo": "Contoso Ltd", "cases": ""}[world]
	return engine, sourceOf(t, engine, tenant)
}

// readTable reads a table of October with another CSV reader than ours.
func readTable(t *testing.T, folder, table string) (rows []map[string]string) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(folder, table, "data_centre=eu2", "month="+october, "part-0.csv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	all, err := csv.NewReader(unpacked).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, cells := range all[1:] {
		row := map[string]string{}
		for i, name := range all[0] {
			row[name] = cells[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// filesIn returns the content of all files below a folder by name.
func filesIn(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		files[strings.TrimPrefix(path, folder)] = string(raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func write(t *testing.T, d *dataset.Dataset, from figures.Source) dataset.Outcome {
	t.Helper()
	out, err := d.Write(t.Context(), october, from)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestCountedRowsAddUpToTheTotals(t *testing.T) {
	for world := range worlds {
		t.Run(world, func(t *testing.T) {
			engine, source := inOctober(t, world)
			d := &dataset.Dataset{Folder: t.TempDir(), DataCentre: "eu2", Figures: engine}
			out := write(t, d, source)
			rows := readTable(t, d.Folder, "usage")
			if int64(len(rows)) != out.Rows || out.Rows == 0 {
				t.Fatalf("%d rows in the file, %d written", len(rows), out.Rows)
			}
			got := map[string]usage.Decimal{}
			for _, row := range rows {
				for _, column := range []string{"billed", "end_total", "change_trial"} {
					if row["counted"] == "true" {
						amount, err := usage.ParseDecimal(row[column])
						if err != nil {
							t.Fatal(err)
						}
						key := column + " " + row["usage"]
						got[key] = got[key].Add(amount)
					}
				}
			}
			answer, err := engine.Ask(t.Context(), source, figures.Question{})
			if err != nil {
				t.Fatal(err)
			}
			want := map[string]usage.Decimal{}
			for _, total := range answer.Summary.Totals {
				for column, amount := range map[string]usage.Decimal{
					"billed": total.Of(figures.Billed).Production, "end_total": total.Absolute.Total, "change_trial": total.Delta.Trial,
				} {
					key := column + " " + total.Usage
					want[key] = want[key].Add(amount)
				}
			}
			if len(want) == 0 {
				t.Fatal("no totals")
			}
			if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b usage.Decimal) bool { return a.Cmp(b) == 0 })); diff != "" {
				t.Errorf("sums differ from the totals (-totals +sums):\n%s", diff)
			}
		})
	}
}

func TestMonthIsWrittenOnce(t *testing.T) {
	engine, source := inOctober(t, "cases")
	d := &dataset.Dataset{Folder: t.TempDir(), DataCentre: "eu2", Figures: engine}
	if out := write(t, d, source); out.Unchanged {
		t.Fatal("the first run changed nothing")
	}
	first := filesIn(t, d.Folder)
	if out := write(t, d, source); !out.Unchanged {
		t.Error("the second run wrote the month again")
	}
	afresh := &dataset.Dataset{Folder: t.TempDir(), DataCentre: "eu2", Figures: engine}
	write(t, afresh, source)
	if diff := cmp.Diff(first, filesIn(t, afresh.Folder)); diff != "" {
		t.Errorf("written afresh, files differ:\n%s", diff)
	}

	part := filepath.Join(d.Folder, "usage", "data_centre=eu2", "month="+october, "part-0.csv.gz")
	if err := os.WriteFile(part, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out := write(t, d, source); out.Unchanged {
		t.Error("a damaged file was left")
	}
	if diff := cmp.Diff(first, filesIn(t, d.Folder)); diff != "" {
		t.Errorf("the damaged file wasn't replaced:\n%s", diff)
	}

	newer := source
	newer.Stored.CreatedAt = "2026-11-09T08:00:00+00:00"
	if out := write(t, d, newer); out.Unchanged {
		t.Error("a report that was made anew changed nothing")
	}
	if n := len(filesIn(t, d.Folder)); n != len(first) {
		t.Errorf("%d files, want %d: a month is there twice", n, len(first))
	}
}

func TestNoNames(t *testing.T) {
	engine, source := inOctober(t, "cases")
	d := &dataset.Dataset{Folder: t.TempDir(), DataCentre: "eu2", Figures: engine}
	write(t, d, source)
	named := readTable(t, d.Folder, "usage")
	d.NoNames = true
	if out := write(t, d, source); out.Unchanged {
		t.Error("the file with names is left")
	}
	personal := []string{"tenant_name", "path", "internal_tag", "infra_name", "owner_name"}
	for i, row := range readTable(t, d.Folder, "usage") {
		for _, column := range personal {
			if row[column] != "" {
				t.Errorf("%s is %q", column, row[column])
			}
			row[column] = named[i][column]
		}
		if diff := cmp.Diff(named[i], row); diff != "" {
			t.Error("other columns differ:", diff)
		}
	}
}

func TestFoldersAreNotMixed(t *testing.T) {
	engine, source := inOctober(t, "cases")
	d := &dataset.Dataset{Folder: t.TempDir(), DataCentre: "eu2", Figures: engine}
	write(t, d, source)
	before := filesIn(t, d.Folder)
	refused := func(what string, from figures.Source) {
		t.Helper()
		if _, err := d.Write(t.Context(), october, from); !errors.As(err, new(*dataset.MixedError)) {
			t.Errorf("%s: %v, want a MixedError", what, err)
		}
	}
	other := source
	other.About = "00000000-0000-4000-8000-00000000ffff"
	refused("another tenant", other)
	if diff := cmp.Diff(before, filesIn(t, d.Folder)); diff != "" {
		t.Error("a refusal changed files:", diff)
	}
	schema := filepath.Join(d.Folder, "schema.json")
	if err := os.WriteFile(schema, []byte(`{"version": 0}`), 0o600); err != nil {
		t.Fatal(err)
	}
	refused("another version", source)
}

func TestInterruptedMonthIsWhole(t *testing.T) {
	engine, source := inOctober(t, "cases")
	d := &dataset.Dataset{Folder: t.TempDir(), DataCentre: "eu2", Figures: engine}
	write(t, d, source)
	before := filesIn(t, d.Folder)
	newer := source
	newer.Stored.CreatedAt = "2026-11-09T08:00:00+00:00"
	ctx, cancel := context.WithCancel(t.Context())
	d.Redact = func(text string) string { cancel(); return text } // while rows are written
	if _, err := d.Write(ctx, october, newer); err == nil {
		t.Fatal("no error")
	}
	if diff := cmp.Diff(before, filesIn(t, d.Folder)); diff != "" {
		t.Errorf("the interrupted run changed files:\n%s", diff)
	}
}

func TestSecretsAreRemoved(t *testing.T) {
	engine, source := inOctober(t, "demo")
	d := &dataset.Dataset{
		Folder: t.TempDir(), DataCentre: "eu2", Figures: engine,
		Redact: func(text string) string { return strings.ReplaceAll(text, "Contoso", "[removed]") },
	}
	write(t, d, source)
	for _, row := range readTable(t, d.Folder, "usage") {
		for column, text := range row {
			if strings.Contains(text, "Contoso") {
				t.Errorf("%s has %q", column, text)
			}
		}
	}
}

func TestDataCentreOf(t *testing.T) {
	for host, want := range map[string]string{
		"eu2-cloud.acronis.com": "eu2", "us5-cloud.acronis.com:443": "us5", "cloud.acronis.com": "cloud",
		"127.0.0.1:8080": "127", "../../etc": "unknown", "EU2-Cloud.Acronis.com": "eu2", "a/b.example.com": "a-b", "": "unknown",
	} {
		if got := dataset.DataCentreOf(host); got != want {
			t.Errorf("%q: %q, want %q", host, got, want)
		}
	}
}

func TestPriceListChanges(t *testing.T) {
	engine, source := inOctober(t, "demo")
	amount := "1.00"
	d := &dataset.Dataset{
		Folder: t.TempDir(), DataCentre: "eu2", Figures: engine, PriceList: "first",
		Charges: func(context.Context, string) ([]sheets.InvoiceLine, bool, error) {
			return []sheets.InvoiceLine{{Account: "A \"quoted\" name", Kind: "usage", Amount: amount, Currency: "EUR", Row: 2}}, true, nil
		},
	}
	write(t, d, source)
	if out := write(t, d, source); !out.Unchanged {
		t.Error("the month was written again with the same price list")
	}
	amount, d.PriceList = "2.00", "second"
	if out := write(t, d, source); out.Unchanged {
		t.Error("another price list changed nothing")
	}
	row := readTable(t, d.Folder, "charges")[0]
	if row["amount"] != "2.00" || row["account"] != "A \"quoted\" name" || row["price_list_sha256"] != "second" || row["complete"] != "true" {
		t.Errorf("the charge is %v", row)
	}
	d.NoNames = true
	write(t, d, source)
	if row := readTable(t, d.Folder, "charges")[0]; row["account"] != "" {
		t.Errorf("without names, the account is %q", row["account"])
	}
}
