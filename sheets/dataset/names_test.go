package dataset_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/sheets/dataset"
)

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
