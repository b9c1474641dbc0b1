package tools_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/server"
	"github.com/tealeg/xlsx/v3"

	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/figures/store"
)

// sheetHeader is of files whose rows are tenant.id, tenant.name, edition and a number.
const sheetHeader = "application.id,tenant.kind,name,usage.absolute.trial,usage.absolute.total,usage.delta.production,usage.delta.trial,usage.delta.total," +
	"tenant.id,tenant.name,edition,usage.absolute.production\n"

func sheetFile(rows ...string) []byte {
	const same = "a,customer,local_storage,0,0,0,0,0,"
	return []byte(sheetHeader + same + strings.Join(rows, "\n"+same) + "\n")
}

// exportOf exports a file of September as an xlsx, and returns its path or what is said instead.
func exportOf(t *testing.T, file []byte) (path, problem string) {
	t.Helper()
	folder := t.TempDir()
	simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, _ *server.MCPServer) {
		if err := dc.SetFile(simulator.SeptemberReportID, "csv_v2_0", file, ""); err != nil {
			t.Fatal(err)
		}
		files := &store.Files{}
		defer files.Close()
		r := serverWith(t, dc, files, folder).call(t, "export_usage",
			`{"report_id":"`+simulator.SeptemberReportID+`","format":"xlsx","group_by":["tenant","edition"]}`)
		var out struct{ File string }
		if r.IsError {
			problem = r.Content[0].Text
		} else if err := json.Unmarshal(r.StructuredContent, &out); err != nil {
			t.Fatal(err)
		}
		path = out.File
	})
	return path, problem
}

// TestBook opens a written book as a spreadsheet would.
func TestBook(t *testing.T) {
	long := strings.Repeat("x", 40_000)
	path, problem := exportOf(t, sheetFile(
		`t1,"=HYPERLINK(""http://example.com"",""Click"")",+1,5`,
		`t2,@SUM(1),-1,1234567890123456`,
		`t3,`+long+`,std,2.5`,
	))
	if problem != "" {
		t.Fatal(problem)
	}
	book, err := xlsx.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	cell := func(sheet string, row, column int) *xlsx.Cell {
		c, err := book.Sheet[sheet].Cell(row, column)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	for _, test := range []struct {
		row, column int
		kind        xlsx.CellType
		value       string
	}{
		{0, 6, xlsx.CellTypeString, "quantity"},
		{1, 1, xlsx.CellTypeString, `=HYPERLINK("http://example.com","Click")`},
		{1, 4, xlsx.CellTypeString, "+1"},
		{1, 6, xlsx.CellTypeNumeric, "5"},
		{2, 1, xlsx.CellTypeString, "@SUM(1)"},
		{2, 4, xlsx.CellTypeString, "-1"},
		{2, 6, xlsx.CellTypeString, "1234567890123456"},         // a spreadsheet keeps 15 digits
		{3, 1, xlsx.CellTypeString, strings.Repeat("x", 1<<10)}, // as much as is kept of a name
		{3, 6, xlsx.CellTypeString, "2.5"},
	} {
		c := cell("usage", test.row, test.column)
		if c.Type() != test.kind || c.Value != test.value || c.Formula() != "" {
			t.Errorf("cell %d, %d is of type %d, %.60q (%d bytes), formula %q; want %d, %.60q", test.row, test.column, c.Type(), c.Value, len(c.Value), c.Formula(), test.kind, test.value)
		}
	}
	proof := map[string]string{}
	sheet := book.Sheet["proof"]
	for row := range sheet.MaxRow {
		proof[cell("proof", row, 0).Value] = cell("proof", row, 1).Value
	}
	for name, want := range map[string]string{"report": simulator.SeptemberReportID, "rows": "3", "skipped": "0", "total local_storage": "1234567890123463.5"} {
		if proof[name] != want {
			t.Errorf("proof: %s is %q, want %q", name, proof[name], want)
		}
	}
	if kind := cell("proof", 10, 1).Type(); kind != xlsx.CellTypeNumeric {
		t.Errorf("the number of rows is of type %d", kind)
	}
}
