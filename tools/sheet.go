package tools

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/tealeg/xlsx/v3"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/usage"
)

// A sheet is an export: rows for an invoice, with what proves them.
type sheet struct {
	Rows   []sheetRow   `json:"rows"`
	Totals []usageGroup `json:"totals"`
	Rest   []usageGroup `json:"rest,omitempty"`
	Proof  proof        `json:"proof"`
}

// sheetRow is a line of an invoice. Its columns are stable: new ones come after these.
type sheetRow struct {
	InternalTag string `json:"internal_tag"`
	Customer    string `json:"customer"`
	SKU         string `json:"sku"`
	Usage       string `json:"usage"`
	Edition     string `json:"edition"`
	Infra       string `json:"infra"`
	Quantity    string `json:"quantity"` // exact, in Unit
	Unit        string `json:"unit"`
	Scope       string `json:"scope"`
	Reading     string `json:"reading"` // Quantity rounded, in GiB, compute points or hours
	Measure     string `json:"measure"` // absolute or delta; compute points have a row of each
	CustomerID  string `json:"customer_id"`
	Day         string `json:"day"`         // YYYY-MM-DD, where days are kept apart
	Application string `json:"application"` // id, where applications are kept apart
	NoInfra     bool   `json:"no_infra"`    // of rows that name no infrastructure beside some that do
}

var sheetColumns = []string{"internal_tag", "customer", "sku", "usage", "edition", "infra", "quantity", "unit", "scope", "reading", "measure", "customer_id",
	"day", "application", "no_infra"}

// The columns with words of ours alone, which are never a formula: numbers, and
// what begins with one.
const (
	quantityColumn = 6
	readingColumn  = 9
)

func (r sheetRow) cells() []string {
	noInfra := ""
	if r.NoInfra {
		noInfra = "true"
	}
	return []string{r.InternalTag, r.Customer, r.SKU, r.Usage, r.Edition, r.Infra, r.Quantity, r.Unit, r.Scope, r.Reading, r.Measure, r.CustomerID,
		r.Day, r.Application, noInfra}
}

// sheet makes the rows of groups, given by their indexes.
func (a *answer) sheet(order []int) sheet {
	sh := sheet{Rows: []sheetRow{}}
	for _, at := range order {
		g := a.summary.Groups[at]
		sh.Rows = append(sh.Rows, a.row(g, a.Measure))
		if usage.IsComputePoints(g.Usage) {
			other := measure("delta")
			if a.Measure == other {
				other = "absolute"
			}
			sh.Rows = append(sh.Rows, a.row(g, other))
		}
	}
	return sh
}

func (a *answer) row(g usage.Group, of measure) sheetRow {
	k, n := a.keys(g, true), a.amount(g, of)
	t, _ := a.sel.find(g.Tenant)
	row := sheetRow{
		InternalTag: escape.Text(t.InternalTag), Customer: k.Tenant, SKU: k.SKU, Usage: k.Usage, Edition: k.Edition, Infra: k.Infra,
		Quantity: n.Value, Unit: n.Unit, Scope: string(a.Scope), Reading: n.Reading, Measure: string(of), CustomerID: k.TenantID,
		Day: k.Day, Application: k.Application, NoInfra: k.NoInfra,
	}
	if k.Owner != "" {
		row.Infra = cmp.Or(k.Infra, "infra") + " of " + k.Owner
	}
	return row
}

// csv writes the rows. What a spreadsheet would run as a formula begins with
// an apostrophe, which it takes for «this is text».
func (sh sheet) csv(w io.Writer) error {
	out := csv.NewWriter(w)
	if err := out.Write(sheetColumns); err != nil {
		return err
	}
	for _, row := range sh.Rows {
		cells := row.cells()
		for i, cell := range cells {
			if i != quantityColumn && i != readingColumn && cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				cells[i] = "'" + cell
			}
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// xlsx writes the rows to one sheet and their proof to a second. Text is typed
// as text, so nothing in it is run.
func (sh sheet) xlsx(w io.Writer) error {
	rows := [][]string{sheetColumns}
	for _, row := range sh.Rows {
		rows = append(rows, row.cells())
	}
	book := xlsx.NewFile()
	if err := fill(book, "usage", rows, quantityColumn); err != nil {
		return err
	}
	if err := fill(book, "proof", sh.proofRows(), 1); err != nil {
		return err
	}
	return book.Write(w)
}

// fill adds a sheet. One of its columns holds numbers, typed so where a
// spreadsheet keeps every digit.
func fill(book *xlsx.File, name string, rows [][]string, numbers int) error {
	page, err := book.AddSheet(name)
	if err != nil {
		return err
	}
	for _, row := range rows {
		line := page.AddRow()
		for len(row) > 0 && row[len(row)-1] == "" { // a cell costs memory
			row = row[:len(row)-1]
		}
		for i, text := range row {
			cell := line.AddCell()
			if n, err := strconv.ParseInt(text, 10, 64); i == numbers && err == nil && len(text) <= 15 {
				cell.SetInt64(n)
			} else {
				cell.SetString(cutCell(text))
			}
		}
	}
	return nil
}

// What a book holds. A sheet could have ten times the rows, which would take
// gigabytes of memory to write.
const (
	mostBookRows   = 100_000
	mostCellLength = 32_767 // in UTF-16, Excel's limit
)

// cutCell is a text that a cell takes.
func cutCell(text string) string {
	if len(text) <= mostCellLength {
		return text
	}
	const mark = "… (cut)"
	length, end := 0, 0
	for i, r := range text {
		if length <= mostCellLength-len(mark) {
			end = i
		}
		if length += utf16.RuneLen(r); length > mostCellLength {
			return text[:end] + mark
		}
	}
	return text
}

// proofRows are the proof and the totals as lines of a name and a value.
func (sh sheet) proofRows() [][]string {
	p := sh.Proof
	rows := [][]string{
		{"data centre", p.DataCentre}, {"report", p.ReportID}, {"stored report", p.StoredReportID}, {"sha256", p.SHA256},
		{"created", p.Created}, {"kind", p.Kind}, {"level", p.Level}, {"subject", p.Subject}, {"period", p.Period},
		{"selection", p.Selection}, {"rows", fmt.Sprint(p.Rows)}, {"skipped", fmt.Sprint(p.Skipped)}, {"left out", fmt.Sprint(p.LeftOut)},
		{"units", p.Units}, {"control totals", strings.TrimSpace(p.Control.Status + " " + p.Control.Why)},
	}
	for _, texts := range []struct {
		name  string
		lines []string
	}{{"difference", p.Control.Differences}, {"merged", p.Merged}, {"warning", p.Warnings}} {
		for _, line := range texts.lines {
			rows = append(rows, []string{texts.name, line})
		}
	}
	for _, t := range sh.Totals {
		rows = append(rows, []string{"total " + t.Usage, t.Value, t.Unit, t.Reading})
	}
	for _, t := range sh.Rest {
		rows = append(rows, []string{"not shown " + t.Usage, t.Value, t.Unit, t.Reading})
	}
	return rows
}
