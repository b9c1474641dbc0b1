package sheets

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/interrupt"
	"acronis-reports-mcp/prices"
	"acronis-reports-mcp/usage"
)

// Differences returns the lines whose amounts are other ones in an invoice, the
// largest difference first. It can be called once.
func (w *Written) Differences(ctx context.Context, now Invoice) ([]*Difference, error) {
	l, check := layouts["invoice"], interrupt.New(ctx)
	unlike := w.unlikeSKUs(now)
	w.removeSKUs(unlike)
	for i := range now.Lines {
		if err := check.Err(); err != nil {
			return nil, err
		}
		cells := l.cells(now, &now.Lines[i])
		d := w.of(func(column string) string {
			if column == "sku" && unlike[now.Lines[i].Month] {
				return ""
			}
			return escape.Cell(now.Redact.text(cells[slices.IndexFunc(l.columns, columnNamed(column))])) // as it would be written
		})
		amount, err := usage.ParseDecimal(now.Lines[i].Amount)
		if err != nil {
			return nil, fmt.Errorf("amount %q: %w", now.Lines[i].Amount, err)
		}
		d.now = d.now.Add(amount)
	}
	var all []*Difference
	for _, d := range w.lines {
		if err := check.Err(); err != nil {
			return nil, err
		}
		if change := d.now.Sub(d.before); !change.IsZero() {
			d.Before, d.Now, d.Change = prices.PriceText(d.before, d.Currency), prices.PriceText(d.now, d.Currency), prices.PriceText(change, d.Currency)
			if change.Sign() > 0 {
				d.Change = "+" + d.Change
			}
			all = append(all, d)
		}
	}
	size := func(d *Difference) usage.Decimal {
		change := d.now.Sub(d.before)
		if change.Sign() < 0 {
			return usage.Decimal{}.Sub(change)
		}
		return change
	}
	err := interrupt.SortFunc(ctx, all, func(a, b *Difference) int {
		return cmp.Or(size(b).Cmp(size(a)), cmp.Compare(a.Month, b.Month), cmp.Compare(a.Account, b.Account), cmp.Compare(a.Customer, b.Customer),
			cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Label, b.Label), cmp.Compare(a.Infra, b.Infra), cmp.Compare(a.SKU, b.SKU), cmp.Compare(a.Currency, b.Currency))
	})
	return all, err
}

func columnNamed(name string) func(column) bool {
	return func(c column) bool { return c.name == name }
}
