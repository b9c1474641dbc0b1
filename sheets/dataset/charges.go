package dataset

import (
	"strconv"

	"acronis-reports-mcp/sheets"
)

var chargeColumns = []Column{
	{Name: "account", Type: "text", Meaning: "Who gets the invoice.", Personal: true},
	{Name: "account_id", Type: "text", Meaning: "The first tenant of the account."},
	{Name: "tenant_id", Type: "text", Meaning: "The customer; empty for what an account is charged as a whole."},
	{Name: "tenant_name", Type: "text", Meaning: "Its name, with hidden characters escaped.", Personal: true},
	{Name: "kind", Type: "text", Meaning: "usage, discount, fee or minimum (the top-up to it)."},
	{Name: "usage", Type: "text", Meaning: "The usage name."},
	{Name: "label", Type: "text", Meaning: "The usage in words."},
	{Name: "offering_item", Type: "text", Meaning: "The offering item, if the charge is for one only."},
	{Name: "infra_name", Type: "text", Meaning: "The storage, if the charge is for one only.", Personal: true},
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
	{Name: "currency", Type: "text", Meaning: "ISO 4217."},
	{Name: "price_list_line", Type: "integer", Meaning: "The line of the price list."},
	{Name: "price_list_sha256", Type: "text", Meaning: "SHA-256 of the price list."},
	{Name: "complete", Type: "boolean", Meaning: "False if anything of the month has no price or is in doubt: then amounts are not final."},
}

// writeCharges writes what a month is charged.
func writeCharges(t *table, lines []sheets.InvoiceLine, complete bool, w *rowWriter) error {
	for i := range lines {
		l := &lines[i]
		line := append(t.line, w.cells(w.personal(l.Account), l.AccountID, l.CustomerID, w.personal(l.Customer), l.Kind,
			l.Usage, l.Label, l.OfferingItem, w.personal(l.Infra), l.SKU, l.Product)...)
		for _, number := range []string{l.Used, l.Included, l.Quantity} {
			line = append(append(line, ','), number...)
		}
		line = append(append(line, ','), w.cells(l.Unit, l.Per)...)
		line = append(append(line, ','), l.UnitPrice...)
		line = append(append(line, ','), w.cells(l.Tiers)...)
		line = append(append(line, ','), l.Amount...)
		line = append(append(line, ','), w.cells(l.Currency)...)
		line = strconv.AppendInt(append(line, ','), int64(l.Row), 10)
		line = append(append(line, ','), w.cells(w.priceList)...)
		t.line = strconv.AppendBool(append(line, ','), complete)
		if err := t.endRow(); err != nil {
			return err
		}
	}
	return nil
}
