package sheets

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tealeg/xlsx/v3"

	"acronis-reports-mcp/figures"
)

func readFile(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestCSV(t *testing.T) {
	s := Sheet{Rows: []Row{
		{Customer: `=HYPERLINK("http://example.com")`, SKU: "@SUM(1)", Edition: "+1", Infra: "-1", Quantity: "-5", Reading: "-5.00 GiB", NoInfra: true},
		{Customer: "a, b", Quantity: "1"},
	}}
	path, err := s.Write(t.TempDir(), "name", "")
	if err != nil || filepath.Base(path) != "name.csv" {
		t.Fatal(path, err)
	}
	want := strings.Join(columns, ",") + "\n" +
		`,"'=HYPERLINK(""http://example.com"")",'@SUM(1),,'+1,'-1,-5,,,-5.00 GiB,,,,,true,` + "\n" + `,"a, b",,,,,1,,,,,,,,,` + "\n"
	if got := readFile(t, path); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestJSON(t *testing.T) {
	s := Sheet{Rows: []Row{}, Totals: []figures.Total{}, Proof: map[string]string{"a": "<b>"}}
	path, err := s.Write(t.TempDir(), "name", "json")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := readFile(t, path), "{\n  \"rows\": [],\n  \"totals\": [],\n  \"proof\": {\n    \"a\": \"<b>\"\n  }\n}\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// TestXLSX opens a written file as a spreadsheet would.
func TestXLSX(t *testing.T) {
	s := Sheet{
		Rows:       []Row{{Customer: `=HYPERLINK("http://example.com")`, Edition: "+1", Quantity: "5"}, {Quantity: "1234567890123456"}, {Quantity: "2.5"}},
		Totals:     []figures.Total{{Usage: "vms", Amount: figures.Amount{Value: "7"}}},
		ProofLines: [][]string{{"rows", "3"}, {"control totals", ""}},
	}
	path, err := s.Write(t.TempDir(), "name", "xlsx")
	if err != nil {
		t.Fatal(err)
	}
	book, err := xlsx.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		page        string
		row, column int
		kind        xlsx.CellType
		value       string
	}{
		{"usage", 0, 6, xlsx.CellTypeString, "quantity"},
		{"usage", 1, 1, xlsx.CellTypeString, `=HYPERLINK("http://example.com")`},
		{"usage", 1, 4, xlsx.CellTypeString, "+1"},
		{"usage", 1, 6, xlsx.CellTypeNumeric, "5"},
		{"usage", 2, 6, xlsx.CellTypeString, "1234567890123456"}, // a spreadsheet keeps 15 digits
		{"usage", 3, 6, xlsx.CellTypeString, "2.5"},
		{"proof", 0, 1, xlsx.CellTypeNumeric, "3"},
		{"proof", 2, 0, xlsx.CellTypeString, "total vms"},
		{"proof", 2, 1, xlsx.CellTypeNumeric, "7"},
	} {
		c, err := book.Sheet[test.page].Cell(test.row, test.column)
		if err != nil {
			t.Fatal(err)
		}
		if c.Type() != test.kind || c.Value != test.value || c.Formula() != "" {
			t.Errorf("%s: cell %d, %d is of type %d, %q, formula %q; want %d, %q", test.page, test.row, test.column, c.Type(), c.Value, c.Formula(), test.kind, test.value)
		}
	}
}

func TestXLSXOfTooManyRows(t *testing.T) {
	folder := t.TempDir()
	_, err := Sheet{Rows: make([]Row, MaxXLSXRows+1)}.Write(folder, "name", "xlsx")
	var e *SizeError
	if !errors.As(err, &e) || e.Rows != MaxXLSXRows+1 || e.Max != MaxXLSXRows {
		t.Errorf("got %v", err)
	}
	if left, err := os.ReadDir(folder); len(left) != 0 || err != nil {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// No file is written over another, nor one left half written.
func TestFilesInTheFolder(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "new")
	for _, want := range []string{"name.csv", "name-2.csv", "name-3.csv"} {
		if path, err := (Sheet{}).Write(folder, "name", "csv"); path != filepath.Join(folder, want) || err != nil {
			t.Errorf("got %s, %v; want %s", path, err, want)
		}
	}
	var e *WriteError
	if _, err := (Sheet{Proof: func() {}}).Write(folder, "bad", "json"); !errors.As(err, &e) || e.Left != "" {
		t.Errorf("got %v", err)
	}
	if _, err := (Sheet{}).Write(filepath.Join(folder, "name.csv"), "name", "csv"); !errors.As(err, &e) {
		t.Errorf("written into a file: %v", err)
	}
	if left, err := os.ReadDir(folder); len(left) != 3 || err != nil {
		t.Errorf("in the folder: %v, %v", left, err)
	}
}
