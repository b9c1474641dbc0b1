package tools_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/tools"
)

var (
	// formula matches a cell that a spreadsheet may run, and plain one that it may not.
	formula = regexp.MustCompile(`^[\s\p{Z}\p{Cf}"]*[=+@＝＋－＠-]`)
	plain   = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)
	altered = regexp.MustCompile(`'[=+@＝＋－＠-]`)
)

// Names of customers and texts of the price list begin no formula in any layout of an
// invoice, with any separator, and the answer counts the cells that were altered.
func TestHostileInvoices(t *testing.T) {
	file := sheetHeader
	for i, customer := range []string{"Foo;=cmd|' /C calc'!A0", "\u00a0+1", "a\t@b", `x;""-1`, "\u3000＝1", "a,\u202f－2", "plain"} {
		file += fmt.Sprintf("a,customer,local_storage,0,0,0,0,0,t%d,\"%s\",std,1073741824\n", i, customer)
	}
	by := setup{
		Prices:   "item,per,price,currency,product,text\nlocal_storage,GiB,1,EUR,p;@SUM(1),\"{label};\u00a0-1\"\n",
		ExportTo: t.TempDir(), Invoice: tools.Accounting{Account: "200", Tax: "OUTPUT"},
	}
	simulate(t, by, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
		if err := dc.SetFile(simulator.SeptemberReportID, "csv_v2_0", []byte(file), ""); err != nil {
			t.Fatal(err)
		}
		for _, layout := range []string{"invoice", "psa", "xero", "quickbooks"} {
			r := (&host{m: m}).call(t, "export_usage", `{"months":["2026-09"],"partial":true,"layout":"`+layout+`"}`)
			if r.IsError {
				t.Fatal(r.Content[0].Text)
			}
			var out struct {
				File         string
				AlteredCells int `json:"altered_cells"`
			}
			if err := json.Unmarshal(r.StructuredContent, &out); err != nil {
				t.Fatal(err)
			}
			if n := wantNoFormulas(t, layout, out.File); n != out.AlteredCells || n < 7 { // there are seven lines
				t.Errorf("%s: %d cells are altered, the answer says %d", layout, n, out.AlteredCells)
			}
		}
	})
}

// wantNoFormulas reads a file with each separator, and returns how many cells have an
// apostrophe before a sign.
func wantNoFormulas(t *testing.T, what, path string) (n int) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, separator := range ",;\t" {
		r := csv.NewReader(strings.NewReader(string(raw)))
		r.Comma, r.LazyQuotes, r.FieldsPerRecord = separator, true, -1
		records, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, record := range records {
			for _, cell := range record {
				if formula.MatchString(cell) && !plain.MatchString(cell) {
					t.Errorf("%s with %q: %q", what, separator, cell)
				}
				if separator == ',' && altered.MatchString(cell) {
					n++
				}
			}
		}
	}
	return n
}
