package prices

import (
	"cmp"
	"slices"

	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/interrupt"
	"acronis-reports-mcp/usage"
)

// How narrow a row names an item.
const (
	anOfferingItem = iota
	aUsage         // or a label
	anyItem
)

// An item is what lines measure, with the rows that may fit it.
type item struct {
	usage.Item
	name  usage.Name
	unit  usage.Unit
	terms []int // of items in included quantities that match it

	// The names of the item and its labels, as they are compared with cells of a list, which may have very many.
	usageName, itemName string
	labels              [2]string

	// rows are the rows for it by the ids of their tenants, and discounts those of the kind discount.
	rows, discounts map[string][]candidate
}

// itemIndex has the items of all lines.
type itemIndex struct {
	all   []*item
	known map[usage.Item]*item
}

// get returns an item.
func (x *itemIndex) get(key usage.Item, w World) *item {
	if i, ok := x.known[key]; ok {
		return i
	}
	name := usage.NameOf(cmp.Or(key.OfferingItem, key.Usage), key.Edition)
	name.Usage = key.Usage
	i := &item{
		Item: key, name: name, unit: w.unit(key.Usage), usageName: tenants.Fold(key.Usage), itemName: tenants.Fold(key.OfferingItem),
		labels: [2]string{tenants.Fold(name.Label), tenants.Fold(name.UsageLabel)},
	}
	x.all, x.known[key] = append(x.all, i), i
	return i
}

// A word is the name of an item in a price list.
type word struct {
	folded  string
	usages  []string // usage names that it refers to
	isUsage bool
	known   bool // to the table of names
}

// newWord returns what a cell refers to. Names of usages go before names of offering items.
func (x *itemIndex) newWord(cell string) word {
	found := usage.Find(cell)
	w := word{folded: tenants.Fold(cell), usages: found.Usages, known: found.Usages != nil || found.Items != nil}
	w.isUsage = w.usages != nil || slices.ContainsFunc(x.all, func(i *item) bool { return i.usageName == w.folded })
	return w
}

// fits returns how narrow a word names an item, and whether it does.
func (w word) fits(i *item) (narrow int, ok bool) {
	same := func(name string) bool { return name != "" && name == w.folded }
	switch {
	case same(i.usageName) || slices.Contains(w.usages, i.Usage):
		return aUsage, true
	case w.isUsage:
		return 0, false
	case same(i.itemName):
		return anOfferingItem, true
	}
	return aUsage, same(i.labels[0]) || same(i.labels[1])
}

// index sets the rows and included terms of all items. Where check ends it, the error is
// that of the context.
func (x *itemIndex) index(rows []*boundRow, terms []string, check *interrupt.Check) error {
	byWord := map[string][]*boundRow{}
	for _, r := range rows {
		if r.Kind == PriceRow || r.Kind == DiscountRow {
			byWord[r.Item] = append(byWord[r.Item], r)
		}
	}
	for _, i := range x.all {
		i.rows, i.discounts = map[string][]candidate{}, map[string][]candidate{}
	}
	for cell, rows := range byWord {
		if err := check.Err(); err != nil {
			return err
		}
		w := x.newWord(cell)
		for _, i := range x.all {
			narrow, ok := w.fits(i)
			if cell == "" {
				narrow, ok = anyItem, true
			}
			for _, r := range rows {
				if !ok {
					break
				}
				to := i.rows
				if r.Kind == DiscountRow {
					to = i.discounts
				}
				to[r.tenant] = append(to[r.tenant], newCandidate(r, narrow))
			}
		}
	}
	for n, cell := range terms {
		if err := check.Err(); err != nil {
			return err
		}
		w := x.newWord(cell)
		for _, i := range x.all {
			if _, ok := w.fits(i); ok {
				i.terms = append(i.terms, n)
			}
		}
	}
	return nil
}
