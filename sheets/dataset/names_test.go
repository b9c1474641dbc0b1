package dataset_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/acronis/simulator"
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

// Files of a dataset are for database engines, so that they have texts as they are: what a
// spreadsheet would run, and hidden characters.
func TestTextsStayAsTheyAre(t *testing.T) {
	center := simulator.New()
	t.Cleanup(center.Close)
	const edition, name = "=1+1;-2", "@x\u202e\u200b"
	const file = "application.id,tenant.id,tenant.kind,name,edition,usage.absolute.production,usage.absolute.trial,usage.absolute.total," +
		"usage.delta.production,usage.delta.trial,usage.delta.total\n" +
		"a," + simulator.ContosoID + ",customer," + name + "," + edition + ",1,0,1,0,0,0\n"
	if err := center.SetFile(simulator.SeptemberReportID, "csv_v2_0", []byte(file), ""); err != nil {
		t.Fatal(err)
	}
	engine := engineOf(t, center)
	d := &dataset.Dataset{Folder: t.TempDir(), DataCentre: "eu2", Figures: engine}
	writeMonth(t, d, september, sourceOf(t, engine, "", september), nil)
	rows := readFile(t, partOf(d.Folder, "usage", september))
	if len(rows) != 1 || rows[0]["edition"] != edition || rows[0]["offering_item"] != name {
		t.Errorf("got %q", rows)
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

// The value in the reason of a bad row may be a name in the wrong column.
func TestReasonsWithoutNames(t *testing.T) {
	center := simulator.New()
	t.Cleanup(center.Close)
	const file = "application.id,tenant.id,tenant.kind,name,edition,usage.absolute.production,usage.absolute.trial,usage.absolute.total," +
		"usage.delta.production,usage.delta.trial,usage.delta.total\n" +
		"a," + simulator.ContosoID + ",customer,pw_base_storage,pck_per_workload,\"Contoso \"\"North\"\" Ltd\",0,5,5,0,5\n"
	if err := center.SetFile(simulator.SeptemberReportID, "csv_v2_0", []byte(file), ""); err != nil {
		t.Fatal(err)
	}
	engine := engineOf(t, center)
	source := sourceOf(t, engine, "", september)
	for noNames, want := range map[bool]string{false: `usage.absolute.production is "Contoso \"North\" Ltd"`, true: "usage.absolute.production is …: "} {
		d := &dataset.Dataset{Folder: t.TempDir(), DataCentre: "eu2", Figures: engine, NoNames: noNames}
		writeMonth(t, d, september, source, nil)
		rows := readFile(t, partOf(d.Folder, "rejected", september))
		if len(rows) != 1 || !strings.HasPrefix(rows[0]["reason"], want) || rows[0]["line"] != "2" || noNames && strings.Contains(rows[0]["reason"], "Contoso") {
			t.Errorf("no names %v: %v, want %s", noNames, rows, want)
		}
	}
}
