package tools_test

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/server"
	"github.com/xuri/excelize/v2"

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

// exportOf exports a file of September as xlsx, and returns its path or the
// error text.
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
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	cell := func(page, name string) (kind excelize.CellType, value, formula string) {
		kind, err := book.GetCellType(page, name)
		value, err2 := book.GetCellValue(page, name)
		formula, err3 := book.GetCellFormula(page, name)
		if err := errors.Join(err, err2, err3); err != nil {
			t.Fatal(err)
		}
		return kind, value, formula
	}
	const text, number = excelize.CellTypeInlineString, excelize.CellTypeUnset // a cell without a type is a number
	for _, test := range []struct {
		name  string
		kind  excelize.CellType
		value string
	}{
		{"Q1", text, "quantity"},
		{"B2", text, `=HYPERLINK("http://example.com","Click")`},
		{"I2", text, "+1"},
		{"Q2", number, "5"},
		{"B3", text, "@SUM(1)"},
		{"I3", text, "-1"},
		{"Q3", text, "1234567890123456"},         // a spreadsheet keeps 15 digits
		{"B4", text, strings.Repeat("x", 1<<10)}, // as much as is kept of a name
		{"Q4", text, "2.5"},
	} {
		if kind, value, formula := cell("usage", test.name); kind != test.kind || value != test.value || formula != "" {
			t.Errorf("%s is of type %d, %.60q (%d bytes), formula %q; want %d, %.60q", test.name, kind, value, len(value), formula, test.kind, test.value)
		}
	}
	lines, err := book.GetRows("proof")
	if err != nil {
		t.Fatal(err)
	}
	proof := map[string]string{}
	for i, line := range lines {
		proof[line[0]] = strings.Join(line[1:min(2, len(line))], "")
		if kind, _, _ := cell("proof", "B"+strconv.Itoa(i+1)); line[0] == "rows" && kind != number {
			t.Errorf("the number of rows is of type %d", kind)
		}
	}
	for name, want := range map[string]string{"report": simulator.SeptemberReportID, "rows": "3", "skipped": "0", "total local_storage": "1234567890123463.5"} {
		if proof[name] != want {
			t.Errorf("proof: %s is %q, want %q", name, proof[name], want)
		}
	}
}
