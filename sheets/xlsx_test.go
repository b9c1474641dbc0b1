package sheets

import (
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"acronis-reports-mcp/figures"
)

// hostileSheet has texts that a spreadsheet could run, decode or lose.
var hostileSheet = Sheet{
	Rows: List{
		{Customer: `=HYPERLINK("http://example.com")`, Edition: "+1", Quantity: "5"},
		{Customer: "_x202E_ _x005F_x202E_ _x0041_x0042_ _x_ _xAB_", Edition: " a & <b> ", Quantity: "1234567890123456"},
		{Customer: "a\nb\tc", Edition: "007", Quantity: "2.5", NoInfra: true},
		{Customer: "-1", Quantity: "-5"},
	},
	Totals:     []Total{{Total: figures.Total{Usage: "vms", Amount: figures.Amount{Value: "7"}}}},
	ProofLines: [][]string{{"rows", "3"}, {"control totals", ""}},
}

// TestXLSX opens a written file as a spreadsheet would.
func TestXLSX(t *testing.T) {
	file, err := hostileSheet.Write(t.Context(), t.TempDir(), "name", "xlsx")
	if err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenFile(file.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	const text, number = excelize.CellTypeInlineString, excelize.CellTypeUnset // a cell without a type is a number
	rows := hostileSheet.Rows.(List)
	for _, test := range []struct {
		page, cell string
		kind       excelize.CellType
		value      string
	}{
		{"usage", "Q1", text, "quantity"},
		{"usage", "AB1", text, "no_infra"},
		{"usage", "B2", text, rows[0].Customer},
		{"usage", "I2", text, "+1"},
		{"usage", "Q2", number, "5"},
		{"usage", "B3", text, rows[1].Customer},
		{"usage", "I3", text, rows[1].Edition},
		{"usage", "Q3", text, "1234567890123456"}, // a spreadsheet keeps 15 digits
		{"usage", "B4", text, rows[2].Customer},
		{"usage", "I4", text, "007"},
		{"usage", "Q4", text, "2.5"},
		{"usage", "AB4", text, "true"},
		{"usage", "B5", text, "-1"},
		{"usage", "Q5", number, "-5"},
		{"proof", "A1", text, "rows"},
		{"proof", "B1", number, "3"},
		{"proof", "A3", text, "total vms"},
		{"proof", "B3", number, "7"},
	} {
		kind, err := book.GetCellType(test.page, test.cell)
		value, err2 := book.GetCellValue(test.page, test.cell)
		formula, err3 := book.GetCellFormula(test.page, test.cell)
		if err != nil || err2 != nil || err3 != nil || kind != test.kind || value != test.value || formula != "" {
			t.Errorf("%s: %s is of type %d, %q, formula %q, %v %v %v; want %d, %q", test.page, test.cell, kind, value, formula, err, err2, err3, test.kind, test.value)
		}
	}
}

func TestColumnName(t *testing.T) {
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA"} {
		if got := columnName(i); got != want {
			t.Errorf("%d: %s, want %s", i, got, want)
		}
	}
}

// From inside, because only tenants of the API have texts that long.
func TestCutCell(t *testing.T) {
	const mark = "… (cut)"
	for text, want := range map[string]string{
		"short":                     "short",
		strings.Repeat("x", 32_767): strings.Repeat("x", 32_767),
		strings.Repeat("é", 32_767): strings.Repeat("é", 32_767),
		strings.Repeat("x", 32_768): strings.Repeat("x", 32_767-len(mark)) + mark,
		strings.Repeat("😀", 16_384): strings.Repeat("😀", (32_767-len(mark))/2) + mark, // two units each
	} {
		if got := cutCell(text); got != want {
			t.Errorf("%.10q of %d bytes: %d bytes, want %d", text, len(text), len(got), len(want))
		}
	}
}

// BenchmarkXLSX writes 100,000 rows.
func BenchmarkXLSX(b *testing.B) {
	rows := make(List, 100_000)
	for i := range rows {
		rows[i] = Row{Customer: "Contoso Ltd", SKU: "SKU", Usage: "storage", Edition: "pck_per_workload", Quantity: "123456789", Unit: "bytes", Scope: "production", Reading: "0.11 GiB"}
	}
	s := Sheet{Rows: rows}
	b.ReportAllocs()
	for b.Loop() {
		if err := s.grid().xlsx(io.Discard, s.ProofLines); err != nil {
			b.Fatal(err)
		}
	}
}
