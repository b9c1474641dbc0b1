package dataset_test

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/sheets/dataset"
)

const (
	september = "2026-09"
	october   = "2026-10"
)

var periods = map[string]acronis.ReportPeriod{
	september: {Start: "2026-09-01", End: "2026-09-30"},
	october:   {Start: "2026-10-01", End: "2026-10-31"},
}

// engineOf returns an engine for a data centre.
func engineOf(t *testing.T, center *simulator.DataCentre) *figures.Engine {
	t.Helper()
	return engineAt(t, acronis.Config{BaseURL: "http://localhost", Dial: center.DialContext})
}

// engineAt returns an engine for a data centre.
func engineAt(t *testing.T, c acronis.Config) *figures.Engine {
	t.Helper()
	c.ClientID, c.ClientSecret = simulator.ClientID, simulator.ClientSecret
	client, err := acronis.New(c)
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

// sourceOf finds the report of a month.
func sourceOf(t *testing.T, engine *figures.Engine, tenant, month string) figures.Source {
	t.Helper()
	id, err := engine.Tenants.Resolve(t.Context(), tenant)
	if err != nil {
		t.Fatal(err)
	}
	source, err := engine.FindSource(t.Context(), id, periods[month])
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
	return engine, sourceOf(t, engine, tenant, october)
}

// partOf returns the path of a file of a dataset.
func partOf(folder, table, month string) string {
	return filepath.Join(folder, table, "data_centre=eu2", "month="+month, "part-0.csv.gz")
}

// readTable reads a table of October with another CSV reader than ours.
func readTable(t *testing.T, folder, table string) (rows []map[string]string) {
	t.Helper()
	return readFile(t, partOf(folder, table, october))
}

func readFile(t *testing.T, name string) (rows []map[string]string) {
	t.Helper()
	raw, err := os.ReadFile(name)
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

// write writes October without charges.
func write(t *testing.T, d *dataset.Dataset, from figures.Source) dataset.Outcome {
	t.Helper()
	return writeMonth(t, d, october, from, nil)
}

func writeMonth(t *testing.T, d *dataset.Dataset, month string, from figures.Source, charges *dataset.Charges) dataset.Outcome {
	t.Helper()
	out, err := d.Write(t.Context(), month, from, charges)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
