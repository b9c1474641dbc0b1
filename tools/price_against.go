package tools

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/prices"
	"acronis-reports-mcp/sheets"
	"acronis-reports-mcp/usage"
)

// differences are what an invoice that was written earlier would be now.
type differences struct {
	File  string               `json:"file"`
	Lines int                  `json:"lines"` // that differ
	Items []*sheets.Difference `json:"items"`
	More  int                  `json:"more,omitempty"` // that are not shown
}

// maxDifferences is how long the list of differences may be, in bytes.
const maxDifferences = 8 << 10

// written reads the file to compare with, and takes its months. It returns nil if
// there is none.
func (in *priceUsageIn) written(s *service) (*sheets.Written, error) {
	if in.Against == "" {
		return nil, nil
	}
	switch {
	case s.ExportDir == "":
		return nil, refused("There are no exported files, because this server was started without an export folder.")
	case in.Show != "" && in.Show != "charge":
		return nil, refused("against compares charges: leave show out.")
	}
	written, err := sheets.ReadInvoice(s.ExportDir, in.Against)
	if err != nil {
		return nil, err
	}
	switch {
	case len(written.Months) == 0:
		return nil, refused("The file " + escape.Quote(in.Against) + " has no lines.")
	case len(in.ReportIDs) == 0 && len(in.Months) == 0:
		in.Months = written.Months
	case len(in.Months) > 0 && !slices.Equal(slices.Sorted(slices.Values(in.Months)), written.Months):
		return nil, refused(fmt.Sprintf("The file %s is about %s. Leave months out.", escape.Quote(in.Against), escape.Text(strings.Join(written.Months, ", "))))
	}
	return written, nil
}

// isChosen reports whether the question chooses a line of an invoice that was written earlier, as linesOfAccount chooses
// those of now.
func (v *priceView) isChosen(cell func(column string) string) bool {
	f := v.months[0].filter
	of := usage.Group{Usage: cell("usage"), OfferingItem: cell("offering_item")}
	switch tenant := cell("customer_id"); {
	case tenant != "":
		return f.Tenant(tenant) && f.Usage(of)
	case cell("kind") == "usage":
		return v.isOfChosen(cell("month"), cell("account_id")) && f.Usage(of)
	}
	return v.isOfChosen(cell("month"), cell("account_id")) && f.AllUsages()
}

// isOfChosen reports whether what an account is charged as a whole is chosen.
func (v *priceView) isOfChosen(month, account string) bool {
	for _, m := range v.months {
		ofAll := prices.Choice{Tenant: m.filter.Tenant}
		i := slices.IndexFunc(m.Accounts, func(a *prices.Account) bool { return a.ID() == account })
		if m.usage.Month == month && i >= 0 {
			return ofAll.Whole(m.Accounts[i])
		}
	}
	return v.months[0].filter.Tenant(account)
}

// differences returns what differs now from an invoice that was written earlier.
func (v *priceView) differences(ctx context.Context, list *prices.List, written *sheets.Written) (*differences, error) {
	lines, err := v.invoiceLines(ctx, list)
	if err != nil {
		return nil, err
	}
	written.Keep(v.isChosen)
	lines = slices.DeleteFunc(lines, func(l sheets.InvoiceLine) bool { // the file has discounts of whole accounts
		return l.Kind == "discount" && !(v.months[0].filter.AllUsages() && v.isOfChosen(l.Month, l.AccountID))
	})
	all, err := written.Differences(sheets.Invoice{Lines: lines, Redact: v.s.redact})
	if err != nil {
		return nil, err
	}
	for _, d := range all { // a file can contain anything
		for _, text := range []*string{&d.Month, &d.Account, &d.Customer, &d.Kind, &d.Label, &d.Infra, &d.SKU, &d.Currency} {
			*text = escape.Shorten(escape.Text(*text))
		}
	}
	shown := []*sheets.Difference{}
	shown = append(shown, fitting(all, maxDifferences)...)
	return &differences{Lines: len(all), Items: shown, More: len(all) - len(shown)}, nil
}
