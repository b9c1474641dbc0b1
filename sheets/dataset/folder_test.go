package dataset_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/sheets/dataset"
)

func TestFoldersAreNotMixed(t *testing.T) {
	engine, source := inOctober(t, "cases")
	d := &dataset.Dataset{Folder: t.TempDir(), DataCentre: "eu2", Figures: engine}
	write(t, d, source)
	before := filesIn(t, d.Folder)
	refused := func(what string, from figures.Source) {
		t.Helper()
		if _, err := d.Write(t.Context(), october, from, nil); !errors.As(err, new(*dataset.MixedError)) {
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
