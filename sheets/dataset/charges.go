package dataset

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strconv"

	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/sheets"
)

// Charges are what a month is charged.
type Charges struct {
	PriceList string         // SHA-256
	CostList  string         // SHA-256; "" if there are no costs
	From      figures.Source // that they are computed from

	Compute func(context.Context) (Charged, error)
}

// Charged are charges and costs that were computed. Text is as it is.
type Charged struct {
	Lines         []sheets.InvoiceLine
	Complete      bool // amounts are final
	Costs         []Cost
	CostsComplete bool
}

// A Cost is what the usage of a customer and a SKU costs, and is no charge.
type Cost struct{ TenantID, Tenant, SKU, Amount, Currency string }

var chargeColumns = []Column{
	{Name: "account", Type: "text", Meaning: "Who gets the invoice.", Personal: true},
	{Name: "account_id", Type: "text", Meaning: "The first tenant of the account."},
	{Name: "tenant_id", Type: "text", Meaning: "The customer; empty for what an account is charged as a whole."},
	{Name: "tenant_name", Type: "text", Meaning: "Its name when the charges were written.", Personal: true},
	{Name: "kind", Type: "text", Meaning: "usage, discount, fee or minimum (the top-up to it); or cost, which is no charge."},
	{Name: "usage", Type: "text", Meaning: "The usage name."},
	{Name: "label", Type: "text", Meaning: "The usage in words."},
	{Name: "offering_item", Type: "text", Meaning: "The offering item, if the charge is for one only."},
	{Name: "edition", Type: "text", Meaning: "The edition, if the charge is for one only."},
	{Name: "infra_id", Type: "text", Meaning: "The storage, if the charge is for one only."},
	{Name: "infra_name", Type: "text", Meaning: "Its name.", Personal: true},
	{Name: "sku", Type: "text", Meaning: "The SKUs."},
	{Name: "product", Type: "text", Meaning: "The product in the PSA, from the price list."},
	{Name: "used", Type: "decimal", Unit: inUnit, Meaning: "What was used."},
	{Name: "included", Type: "decimal", Unit: inUnit, Meaning: "What of it is free."},
	{Name: "quantity", Type: "decimal", Unit: inUnit, Meaning: "What is charged."},
	{Name: "unit", Type: "text", Meaning: "GiB, TiB, item or compute point."},
	{Name: "per", Type: "text", Meaning: "What unit_price is for."},
	{Name: "unit_price", Type: "decimal", Meaning: "The price, if there are no tiers."},
	{Name: "tiers", Type: "text", Meaning: "The tiers, as in the price list."},
	{Name: "amount", Type: "decimal", Unit: "the currency in column currency", Meaning: "The amount, rounded; discounts are negative. All rows of an account add up to its invoice."},
	{Name: "cost", Type: "decimal", Unit: "the currency in column currency", Meaning: "Of kind cost: what the usage of the customer and the SKU costs. Such rows have no amount."},
	{Name: "currency", Type: "text", Meaning: "ISO 4217."},
	{Name: "price_list_line", Type: "integer", Meaning: "The line of the price list."},
	{Name: "price_list_sha256", Type: "text", Meaning: "SHA-256 of the price list, or of the list of costs."},
	{Name: "complete", Type: "boolean", Meaning: "False if anything of the month has no price or is in doubt: then amounts are not final."},
}

// chargesFile says what a file of charges was made from.
type chargesFile struct {
	fileSum
	PriceList string `json:"price_list_sha256"`
	CostList  string `json:"cost_list_sha256,omitempty"`
	Stored    string `json:"stored_report_id"`
	Created   string `json:"report_created_at"`
	NoNames   bool   `json:"no_names"`
}

// fileOf returns what a file of charges is to be made from.
func (d *Dataset) fileOf(c *Charges) chargesFile {
	return chargesFile{PriceList: c.PriceList, CostList: c.CostList, Stored: c.From.Stored.ID, Created: c.From.Stored.CreatedAt, NoNames: d.NoNames}
}

// keptCharges returns the file that a month has, if it is of the same charges.
func (d *Dataset) keptCharges(root *os.Root, month string, m manifest, c *Charges) *chargesFile {
	if m.Charges == nil {
		return nil
	}
	want := d.fileOf(c)
	want.fileSum = m.Charges.fileSum
	if *m.Charges != want || !is(root, d.part("charges", month), want.fileSum) {
		return nil
	}
	return &want
}

// replaceCharges writes what a month is charged. Without charges it removes what the
// month was charged by another report.
func (d *Dataset) replaceCharges(ctx context.Context, root *os.Root, month string, c *Charges) (*chargesFile, error) {
	name := d.part("charges", month)
	if c == nil {
		if err := root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, &sheets.ReplaceError{Name: name, Err: err}
		}
		return nil, nil
	}
	charged, err := c.Compute(ctx)
	if err != nil {
		return nil, err
	}
	x := texts{d.NoNames, d.Redact}
	written, err := replaceTable(root, name, chargeColumns, func(t *table) error {
		w := chargeWriter{x, c.PriceList, charged.Complete}
		for i := range charged.Lines {
			if err := w.write(t, &charged.Lines[i], ""); err != nil {
				return err
			}
		}
		w = chargeWriter{x, c.CostList, charged.CostsComplete}
		for _, cost := range charged.Costs {
			line := sheets.InvoiceLine{Kind: "cost", CustomerID: cost.TenantID, Customer: cost.Tenant, SKU: cost.SKU, Currency: cost.Currency}
			if err := w.write(t, &line, cost.Amount); err != nil {
				return err
			}
		}
		return nil
	})
	made := d.fileOf(c)
	made.fileSum = written.file
	return &made, err
}

type chargeWriter struct {
	texts
	list     string // SHA-256 of the price list or list of costs
	complete bool
}

func (w chargeWriter) write(t *table, l *sheets.InvoiceLine, cost string) error {
	line := append(t.rows, w.cells(w.personal(l.Account), l.AccountID, l.CustomerID, w.personal(l.Customer), l.Kind,
		l.Usage, l.Label, l.OfferingItem, l.Edition, l.InfraID, w.personal(l.Infra), l.SKU, l.Product)...)
	for _, number := range []string{l.Used, l.Included, l.Quantity} {
		line = append(append(line, ','), number...)
	}
	line = append(append(line, ','), w.cells(l.Unit, l.Per)...)
	line = append(append(line, ','), l.UnitPrice...)
	line = append(append(line, ','), w.cells(l.Tiers)...)
	line = append(append(line, ','), l.Amount...)
	line = append(append(line, ','), cost...)
	line = append(append(line, ','), w.cells(l.Currency)...)
	if line = append(line, ','); l.Row > 0 {
		line = strconv.AppendInt(line, int64(l.Row), 10)
	}
	line = append(append(line, ','), w.cells(w.list)...)
	t.rows = strconv.AppendBool(append(line, ','), w.complete)
	return t.endRow()
}
