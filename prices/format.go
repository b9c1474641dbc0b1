package prices

import (
	"encoding/csv"
	"slices"
	"strings"
)

// format returns a row as CSV in the columns of the list. If the list lacks one that the row needs, all columns are
// used, and their names are a line before the row.
func (l *List) format(r Row) string {
	header, names := l.header, ""
	for name, cell := range r.cells() {
		if cell != "" && !slices.Contains(header, name) && !(name == "kind" && r.Kind == PriceRow) {
			header = columnNames()
			names = formatRecord(header, l.separator()) + "\n"
			break
		}
	}
	cells := r.cells()
	record := make([]string, len(header))
	for i, name := range header {
		record[i] = cells[name]
	}
	return names + formatRecord(record, l.separator())
}

// separator returns what is between the cells of the list.
func (l *List) separator() rune {
	if l.comma == 0 {
		return ','
	}
	return l.comma
}

// formatRecord returns cells as a line of CSV without an end.
func formatRecord(record []string, comma rune) string {
	var text strings.Builder
	w := csv.NewWriter(&text)
	w.Comma = comma
	if w.Write(record) != nil {
		return "" // a strings.Builder takes everything
	}
	w.Flush()
	return strings.TrimSuffix(text.String(), "\n")
}

// cells returns the cells of a row by the names of their columns.
func (r *Row) cells() map[string]string {
	cells := map[string]string{
		"tenant": r.Tenant, "item": r.Item, "sku": r.SKU, "infra": r.Infra, "owner": r.Owner, "per": r.Per.String(),
		"currency": r.Currency, "included": r.includedCell(), "tiers": r.tiersCell(), "from": r.From, "to": r.To,
		"product": r.Product, "text": r.Text,
	}
	if r.Kind != PriceRow {
		cells["kind"] = string(r.Kind)
	}
	if r.Price != nil {
		cells["price"] = r.Price.String()
	}
	if r.AtLeast != nil {
		cells["at_least"] = r.AtLeast.String()
	}
	switch {
	case r.Round.Up:
		cells["round"] = "up"
	case r.Round.Nearest != nil:
		cells["round"] = "nearest " + r.Round.Nearest.String()
	}
	if r.Pool == AccountPool {
		cells["pool"] = string(r.Pool)
	}
	return cells
}

// includedCell returns the column included.
func (r *Row) includedCell() string {
	terms := make([]string, len(r.Included))
	for i, term := range r.Included {
		terms[i] = term.Quantity.String()
		if term.Item != "" {
			terms[i] += "/" + term.Item
		}
	}
	return strings.Join(terms, " + ")
}

// tiersCell returns the column tiers.
func (r *Row) tiersCell() string {
	if r.Tiers == nil {
		return ""
	}
	how := "graduated"
	if r.Tiers.Volume {
		how = "volume"
	}
	var steps []string
	for _, step := range r.Tiers.Steps {
		upTo := "*"
		if step.UpTo != nil {
			upTo = step.UpTo.String()
		}
		steps = append(steps, upTo+"="+step.Price.String())
	}
	return how + " " + strings.Join(steps, "; ")
}
