//go:build nightly

package sheets

import (
	"encoding/csv"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestLibreOffice lets LibreOffice read a written file and write both pages as csv.
func TestLibreOffice(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not installed")
	}
	folder := t.TempDir()
	file, err := hostileSheet.Write(t.Context(), folder, "name", "xlsx")
	if err != nil {
		t.Fatal(err)
	}
	// Comma, double quote, UTF-8, from line 1; cells as they are shown, formulas as
	// such; every page.
	const filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
	convert := exec.Command(office, "-env:UserInstallation=file://"+filepath.ToSlash(filepath.Join(folder, "profile")),
		"--headless", "--convert-to", filter, "--outdir", folder, file.Path)
	if out, err := convert.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	rows := [][]string{columns}
	for row := range hostileSheet.Rows.All() {
		rows = append(rows, row.cells())
	}
	for page, want := range map[string][][]string{"usage": rows, "proof": {{"rows", "3"}, {"control totals", ""}, {"total vms", "7"}}} {
		text := readFile(t, filepath.Join(folder, "name-"+page+".csv"))
		got, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range want {
			for j, cell := range row {
				if i >= len(got) || j >= len(got[i]) || got[i][j] != cell {
					t.Errorf("%s, line %d: want %q in column %d of\n%s", page, i+1, cell, j, text)
				}
			}
		}
	}
}
