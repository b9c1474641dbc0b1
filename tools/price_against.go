package tools

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
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
func (in *priceUsageIn) written(ctx context.Context, s *service) (*sheets.Written, error) {
	if in.Against == "" {
		return nil, nil
	}
	switch {
	case s.ExportDir == "":
		return nil, refused("There are no exported files, because this server was started without an export folder.")
	case in.Show != "" && in.Show != "charge":
		return nil, refused("against compares charges: leave show out.")
	}
	written, err := sheets.ReadInvoice(ctx, s.ExportDir, in.Against)
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

// chosenLines decides which lines of an invoice the question chooses.
type chosenLines struct {
	filter   *figures.Filter
	accounts map[monthAccount]bool // whether what each is charged as a whole is chosen
}

type monthAccount struct{ month, id string }

func (v *priceView) chosenLines() *chosenLines {
	c := &chosenLines{v.months[0].filter, map[monthAccount]bool{}}
	for _, m := range v.months {
		ofAll := prices.Choice{Tenant: m.filter.Tenant}
		for _, a := range m.Accounts {
			at := monthAccount{m.usage.Month, a.ID()}
			if _, known := c.accounts[at]; !known {
				c.accounts[at] = ofAll.Whole(a)
			}
		}
	}
	return c
}

// line reports whether the question chooses a line that was written earlier, as linesOfAccount chooses those of now.
func (c *chosenLines) line(cell func(column string) string) bool {
	of := usage.Group{Usage: cell("usage"), OfferingItem: cell("offering_item")}
	switch tenant := cell("customer_id"); {
	case tenant != "":
		return c.filter.Tenant(tenant) && c.filter.Usage(of)
	case cell("kind") == "usage":
		return c.account(cell("month"), cell("account_id")) && c.filter.Usage(of)
	}
	return c.account(cell("month"), cell("account_id")) && c.filter.AllUsages()
}

// account reports whether what an account is charged as a whole is chosen.
func (c *chosenLines) account(month, id string) bool {
	if chosen, known := c.accounts[monthAccount{month, id}]; known {
		return chosen
	}
	return c.filter.Tenant(id)
}

// differences returns what differs now from an invoice that was written earlier.
func (v *priceView) differences(ctx context.Context, list *prices.List, written *sheets.Written) (*differences, error) {
	lines, err := v.invoiceLines(ctx, list)
	if err != nil {
		return nil, err
	}
	chosen := v.chosenLines()
	written.Keep(chosen.line)
	lines = slices.DeleteFunc(lines, func(l sheets.InvoiceLine) bool { // the file has discounts of whole accounts
		return l.Kind == "discount" && !(chosen.filter.AllUsages() && chosen.account(l.Month, l.AccountID))
	})
	all, err := written.Differences(ctx, sheets.Invoice{Lines: lines, Redact: v.s.redact})
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
