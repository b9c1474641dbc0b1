package sheets

import (
	"cmp"
	"context"
	"fmt"
	"io"

	"acronis-reports-mcp/prices"
)

// An Invoice has what accounts are charged, with the proof.
type Invoice struct {
	Lines  []InvoiceLine `json:"lines"`
	Totals any           `json:"totals"`
	Proof  any           `json:"proof"`

	// ProofLines are Proof as lines of a name and a value, for formats without
	// objects.
	ProofLines [][]string `json:"-"`

	Accounting Accounting `json:"-"`

	// Redact is applied to everything that is written.
	Redact Redact `json:"-"`
}

// Accounting is what accounting software wants on invoices.
type Accounting struct {
	Prefix       string // of invoice numbers
	Account, Tax string // codes
	Days         int    // until an invoice is due
}

// An InvoiceLine is a charge, a discount, a fee or the top-up to a minimum. All
// lines of an account add up to its invoice.
type InvoiceLine struct {
	Month        string `json:"month"` // YYYY-MM
	Account      string `json:"account"`
	AccountID    string `json:"account_id"`
	Invoice      string `json:"invoice"` // number without the prefix
	Customer     string `json:"customer"`
	CustomerID   string `json:"customer_id"`
	InternalTag  string `json:"internal_tag"`
	Kind         string `json:"kind"` // usage, discount, fee or minimum
	Usage        string `json:"usage"`
	Label        string `json:"label"`
	OfferingItem string `json:"offering_item"`
	Infra        string `json:"infra"`
	SKU          string `json:"sku"`
	Product      string `json:"product"`
	Text         string `json:"text"`
	Used         string `json:"used"`     // in Unit
	Included     string `json:"included"` // in Unit
	Quantity     string `json:"quantity"` // as billed, in Unit
	Unit         string `json:"unit"`
	Per          string `json:"per"`        // what UnitPrice is for
	UnitPrice    string `json:"unit_price"` // "" if there are tiers
	Tiers        string `json:"tiers"`
	Amount       string `json:"amount"`
	Currency     string `json:"currency"`
	Cost         string `json:"unit_cost"`
	Row          int    `json:"row"` // line of the price list

	Payer     string         `json:"-"` // name of the account's tenant
	Charge    *prices.Charge `json:"-"` // nil if the line isn't one
	Sum       prices.Money   `json:"-"` // Amount
	NoRate    bool           `json:"-"` // the price list has no price for the line
	CostOfAll string         `json:"-"` // Cost of the quantity that is used; "" if that has none

	Edition, InfraID string `json:"-"` // if the line is for one only
}

// invoiceTable has the columns of the layout invoice. Their order is fixed; new ones
// are added at the end.
var invoiceTable = []struct {
	column
	of func(*InvoiceLine) string
}{
	{column{"month", texts}, func(l *InvoiceLine) string { return l.Month }},
	{column{"account", texts}, func(l *InvoiceLine) string { return l.Account }},
	{column{"account_id", texts}, func(l *InvoiceLine) string { return l.AccountID }},
	{column{"invoice", texts}, func(l *InvoiceLine) string { return l.Invoice }},
	{column{"customer", texts}, func(l *InvoiceLine) string { return l.Customer }},
	{column{"customer_id", texts}, func(l *InvoiceLine) string { return l.CustomerID }},
	{column{"internal_tag", texts}, func(l *InvoiceLine) string { return l.InternalTag }},
	{column{"kind", texts}, func(l *InvoiceLine) string { return l.Kind }},
	{column{"usage", texts}, func(l *InvoiceLine) string { return l.Usage }},
	{column{"label", texts}, func(l *InvoiceLine) string { return l.Label }},
	{column{"offering_item", texts}, func(l *InvoiceLine) string { return l.OfferingItem }},
	{column{"infra", texts}, func(l *InvoiceLine) string { return l.Infra }},
	{column{"sku", texts}, func(l *InvoiceLine) string { return l.SKU }},
	{column{"product", texts}, func(l *InvoiceLine) string { return l.Product }},
	{column{"text", texts}, func(l *InvoiceLine) string { return l.Text }},
	{column{"used", numbers}, func(l *InvoiceLine) string { return l.Used }},
	{column{"included", numbers}, func(l *InvoiceLine) string { return l.Included }},
	{column{"quantity", numbers}, func(l *InvoiceLine) string { return l.Quantity }},
	{column{"unit", texts}, func(l *InvoiceLine) string { return l.Unit }},
	{column{"per", texts}, func(l *InvoiceLine) string { return l.Per }},
	{column{"unit_price", numbers}, func(l *InvoiceLine) string { return l.UnitPrice }},
	{column{"tiers", texts}, func(l *InvoiceLine) string { return l.Tiers }},
	{column{"amount", numbers}, func(l *InvoiceLine) string { return l.Amount }},
	{column{"currency", texts}, func(l *InvoiceLine) string { return l.Currency }},
	{column{"unit_cost", numbers}, func(l *InvoiceLine) string { return l.Cost }},
	{column{"row", numbers}, func(l *InvoiceLine) string { return rowNumber(l.Row) }},
}

func rowNumber(row int) string {
	if row == 0 {
		return ""
	}
	return fmt.Sprint(row)
}

// A layout says which columns a file has, and the cells of a line.
type layout struct {
	columns []column
	cells   func(Invoice, *InvoiceLine) []string
}

// layouts are the layouts of invoices by name.
var layouts = map[string]layout{
	"invoice":    invoiceLayout(),
	"psa":        psaLayout,
	"xero":       xeroLayout,
	"quickbooks": quickBooksLayout,
}

func invoiceLayout() layout {
	l := layout{cells: func(_ Invoice, line *InvoiceLine) []string {
		cells := make([]string, len(invoiceTable))
		for i, c := range invoiceTable {
			cells[i] = c.of(line)
		}
		return cells
	}}
	for _, c := range invoiceTable {
		l.columns = append(l.columns, c.column)
	}
	return l
}

var psaLayout = layout{
	columns: []column{
		{"company", texts}, {"product", texts}, {"quantity", numbers}, {"unit", texts}, {"less_included", numbers},
		{"price", numbers}, {"cost", numbers}, {"text", texts}, {"month", texts},
	},
	cells: func(_ Invoice, l *InvoiceLine) []string {
		quantity, unit, included, rate, cost, text := l.importableLess()
		return []string{cmp.Or(l.Customer, l.Payer), l.Product, quantity, unit, included, rate, cost, text, l.Month}
	},
}

// xeroLayout has the columns that Xero's import of sales invoices requires.
// https://central.xero.com/s/article/Import-a-CSV-file-of-sales-invoices
var xeroLayout = layout{
	columns: []column{
		{"*ContactName", texts}, {"*InvoiceNumber", texts}, {"*InvoiceDate", texts}, {"*DueDate", texts}, {"*Description", texts},
		{"*Quantity", numbers}, {"*UnitAmount", numbers}, {"*AccountCode", texts}, {"*TaxType", texts},
	},
	cells: func(i Invoice, l *InvoiceLine) []string {
		date, due := i.Accounting.dates(l.Month)
		quantity, rate, text := l.importable()
		return []string{l.Account, i.Accounting.Prefix + l.Invoice, date, due, text, quantity, rate, i.Accounting.Account, i.Accounting.Tax}
	},
}

// quickBooksLayout has the columns of QuickBooks Online's import of invoices.
var quickBooksLayout = layout{
	columns: []column{
		{"*InvoiceNo", texts}, {"*Customer", texts}, {"*InvoiceDate", texts}, {"*DueDate", texts}, {"Item(Product/Service)", texts},
		{"ItemDescription", texts}, {"ItemQuantity", numbers}, {"ItemRate", numbers}, {"*ItemAmount", numbers},
	},
	cells: func(i Invoice, l *InvoiceLine) []string {
		date, due := i.Accounting.dates(l.Month)
		quantity, rate, text := l.importable()
		return []string{i.Accounting.Prefix + l.Invoice, l.Account, date, due, l.Product, text, quantity, rate, l.Amount}
	},
}

// Write makes a new file of a layout in a folder, as [Sheet.Write] does. The layouts
// xero and quickbooks are always csv.
func (i Invoice) Write(ctx context.Context, folder, name, layout, format string) (File, error) {
	format = cmp.Or(format, "csv")
	if n := len(i.Lines); format == "xlsx" && n > MaxXLSXRows {
		return File{}, &SizeError{n, MaxXLSXRows}
	}
	l := layouts[layout]
	g := grid{columns: l.columns, redact: i.Redact, rows: func(yield func([]string) bool) {
		for at := range i.Lines {
			if !yield(l.cells(i, &i.Lines[at])) {
				return
			}
		}
	}}
	return write(ctx, folder, name, format, map[string]fill{
		"csv":  g.csv,
		"xlsx": func(w io.Writer) (int, error) { return 0, g.xlsx(w, i.ProofLines) },
		"json": func(w io.Writer) (int, error) { return 0, writeJSON(w, i, i.Redact) },
	}[format])
}
