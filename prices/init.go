package prices

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/usage"
)

// Init returns the beginning of a price list: a row with an empty price for each distinct line of a month, except
// those of usages that aren't billed. Comment columns have the label, the SKUs, and the last cost of the SKU or item
// in a list of costs, which may be nil.
func Init(m Month, costs *List) string {
	rows := map[initKey]*initRow{}
	for _, report := range m.Reports {
		for i := range report.Lines.Len() {
			addInit(rows, m.World, report.Lines.At(i))
		}
	}
	var text strings.Builder
	text.WriteString(strings.Join(columnNames(), ",") + ",#label,#sku,#cost\n")
	for _, k := range slices.SortedFunc(maps.Keys(rows), compareInit) {
		text.WriteString(rows[k].format(k, m.Month, costs) + "\n")
	}
	return text.String()
}

// An initKey is what makes a line distinct.
type initKey struct{ usage, item, edition, infra string }

func compareInit(a, b initKey) int {
	return cmp.Or(cmp.Compare(a.usage, b.usage), cmp.Compare(a.item, b.item), cmp.Compare(a.edition, b.edition), cmp.Compare(a.infra, b.infra))
}

// An initRow is what is known about a distinct line.
type initRow struct {
	name  usage.Name
	unit  usage.Unit
	infra string // as the row names it
	skus  []string
}

// addInit adds a line.
func addInit(rows map[initKey]*initRow, w World, g usage.Group) {
	name := usage.NameOf(cmp.Or(g.OfferingItem, g.Usage), g.Edition)
	if name.Class == usage.Informational || name.Class == usage.Feature {
		return
	}
	k := initKey{g.Usage, cmp.Or(g.OfferingItem, g.Usage), g.Edition, g.Infra}
	row := rows[k]
	if row == nil {
		row = &initRow{name: name, unit: w.unit(g.Usage), infra: g.Infra}
		if w.Storage != nil {
			if i, read := w.Storage(g.Infra); read && i.Name != "" && harmless(i.Name) == i.Name && !isStar(i.Name) {
				row.infra = i.Name
			}
		}
		rows[k] = row
	}
	row.skus = addName(row.skus, g.SKU)
}

// format returns the row as CSV.
func (r *initRow) format(k initKey, month string, costs *List) string {
	row := Row{Kind: PriceRow, Item: k.item, Infra: r.infra, Per: Per{usage.NewDecimal(1), natural(r.unit)}}
	cells := row.cells()
	var record []string
	for _, name := range columnNames() {
		record = append(record, cells[name])
	}
	record = append(record, r.name.Label, strings.Join(r.skus, " + "), costs.lastCost(month, r.skus, k))
	for i, cell := range record {
		record[i] = harmless(cell)
	}
	return formatRecord(record, ',')
}

// lastCost returns the last cost of one of some SKUs, or of an item, in or before a month.
func (l *List) lastCost(month string, skus []string, k initKey) string {
	if l == nil {
		return ""
	}
	var last *Row
	for i := range l.Rows {
		r := &l.Rows[i]
		named := r.SKU != "" && slices.Contains(skus, r.SKU) || r.SKU == "" && (r.Item == k.item || r.Item == k.usage)
		if r.Kind == PriceRow && r.Price != nil && named && r.From <= month && (last == nil || r.From >= last.From) {
			last = r
		}
	}
	if last == nil {
		return ""
	}
	text := last.Price.String() + " " + last.Currency
	if per := last.Per.String(); per != "" {
		text += " per " + per
	}
	return text
}

// harmless returns a text that no spreadsheet computes, and that a terminal can show.
func harmless(text string) string { return escape.Cell(escape.Text(text)) }
