package tools

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"acronis-reports-mcp/usage"
)

// A sheet is an export: rows for an invoice, with what proves them.
type sheet struct {
	Rows   []sheetRow   `json:"rows"`
	Totals []usageGroup `json:"totals"`
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
}

var sheetColumns = []string{"internal_tag", "customer", "sku", "usage", "edition", "infra", "quantity", "unit", "scope", "reading"}

// quantityColumn is the one that holds numbers.
const quantityColumn = 6

func (r sheetRow) cells() []string {
	return []string{r.InternalTag, r.Customer, r.SKU, r.Usage, r.Edition, r.Infra, r.Quantity, r.Unit, r.Scope, r.Reading}
}

// sheet makes the rows of groups.
func (a *answer) sheet(groups []usage.Group) sheet {
	sh := sheet{Rows: make([]sheetRow, len(groups))}
	for i, g := range groups {
		k, n := a.keys(g, false), a.amount(g)
		t, _ := a.sel.find(g.Tenant)
		sh.Rows[i] = sheetRow{
			InternalTag: clean(t.InternalTag), Customer: k.Tenant, SKU: k.SKU, Usage: k.Usage, Edition: k.Edition, Infra: k.Infra,
			Quantity: n.Value, Unit: n.Unit, Scope: string(a.Scope), Reading: n.Reading,
		}
		if k.Owner != "" {
			sh.Rows[i].Infra = strings.TrimSpace(k.Infra + " of " + k.Owner)
		}
	}
	return sh
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
			if i != quantityColumn && cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
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
	book := excelize.NewFile()
	defer book.Close()
	rows := [][]any{cellsOf(sheetColumns)}
	for _, row := range sh.Rows {
		cells := cellsOf(row.cells())
		cells[quantityColumn] = number(row.Quantity)
		rows = append(rows, cells)
	}
	if err := fill(book, "usage", rows); err != nil {
		return err
	}
	if err := fill(book, "proof", sh.proofRows()); err != nil {
		return err
	}
	if err := book.DeleteSheet("Sheet1"); err != nil {
		return err
	}
	return book.Write(w)
}

func cellsOf(texts []string) []any {
	cells := make([]any, len(texts))
	for i, t := range texts {
		cells[i] = t
	}
	return cells
}

// number is a cell: a number where a spreadsheet keeps every digit, else text.
func number(digits string) any {
	if n, err := strconv.ParseInt(digits, 10, 64); err == nil && len(digits) <= 15 {
		return n
	}
	return digits
}

func fill(book *excelize.File, name string, rows [][]any) error {
	if _, err := book.NewSheet(name); err != nil {
		return err
	}
	stream, err := book.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i, row := range rows {
		if err := stream.SetRow("A"+strconv.Itoa(i+1), row); err != nil {
			return err
		}
	}
	return stream.Flush()
}

// proofRows are the proof and the totals as lines of a name and a value.
func (sh sheet) proofRows() [][]any {
	p := sh.Proof
	rows := [][]any{
		{"data centre", p.DataCentre}, {"report", p.ReportID}, {"stored report", p.StoredReportID}, {"sha256", p.SHA256},
		{"created", p.Created}, {"kind", p.Kind}, {"level", p.Level}, {"subject", p.Subject}, {"period", p.Period},
		{"selection", p.Selection}, {"rows", p.Rows}, {"skipped", p.Skipped}, {"left out", p.LeftOut}, {"units", p.Units},
		{"control totals", strings.TrimSpace(p.Control.Status + " " + p.Control.Why)},
	}
	for _, texts := range []struct {
		name  string
		lines []string
	}{{"difference", p.Control.Differences}, {"merged", p.Merged}, {"warning", p.Warnings}} {
		for _, line := range texts.lines {
			rows = append(rows, []any{texts.name, line})
		}
	}
	for _, t := range sh.Totals {
		rows = append(rows, []any{fmt.Sprintf("total %s", t.Usage), number(t.Value), t.Unit, t.Reading})
	}
	return rows
}
