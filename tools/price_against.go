package tools

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/prices"
	"acronis-reports-mcp/sheets"
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

// differences returns what differs now from an invoice that was written earlier.
func (v *priceView) differences(ctx context.Context, list *prices.List, written *sheets.Written) (*differences, error) {
	lines, err := v.invoiceLines(ctx, list)
	if err != nil {
		return nil, err
	}
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
