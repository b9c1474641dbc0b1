package prices

import (
	"fmt"

	"acronis-reports-mcp/usage"
)

// checkRow refuses a row whose cells don't fit each other.
func (p *parser) checkRow() {
	r := &p.row
	if r.From != "" && r.To != "" && r.From > r.To {
		p.fault("to", "is before the month in from")
	}
	for _, column := range []string{"tenant", "item"} {
		if isStar(p.cells[column]) {
			p.fault(column, "* is for sku, infra and owner; leave the cell empty for all")
		}
	}
	switch r.Kind {
	case PriceRow:
		p.checkPrice()
	case AccountRow:
		p.require("tenant", "an account row names its tenant")
		p.require("currency", "an account has a currency")
	case FeeRow, MinimumRow:
		p.require("price", fmt.Sprintf("a %s has an amount", r.Kind))
		p.require("currency", fmt.Sprintf("a %s has a currency", r.Kind))
	case DiscountRow:
		p.require("price", "a discount has percent")
	}
}

// require refuses an empty cell.
func (p *parser) require(column, why string) {
	if p.cells[column] == "" {
		p.fault(column, "is missing: "+why)
	}
}

// checkPrice refuses a row of a price that can't be applied.
func (p *parser) checkPrice() {
	r := &p.row
	if r.Item == "" && (r.SKU == "" || isStar(r.SKU)) {
		p.fault("item", "is missing: a price is of an item or a SKU")
	}
	if r.Price != nil && r.Tiers != nil {
		p.fault("tiers", "there is a price too; leave one of the two empty")
	}
	if r.hasPrice() {
		p.require("currency", "a price has a currency")
		p.require("per", "write what the price is for: GiB, TiB, item or compute point")
	}
	if r.Per.Measure == Natural {
		return
	}
	if unit, known := documentedUnit(r.Item); known && !r.Per.Measure.fits(unit) {
		p.fault("per", perFault(r.Item, unit))
	}
	for _, term := range r.Included {
		if unit, known := documentedUnit(term.Item); known && unit != usage.Quantity {
			p.fault("included", fmt.Sprintf("%s isn't counted in items, so nothing can be included for each", term.Item))
		}
	}
}

// perFault says that a price can't be per the row's measure.
func perFault(item string, unit usage.Unit) string {
	right := string(natural(unit))
	if unit == usage.Bytes {
		right = "GiB or TiB"
	}
	return fmt.Sprintf("%s is measured in %s, so the price is per %s", item, unit, right)
}

// documentedUnit returns the unit of an item of the list, if a source states it.
func documentedUnit(item string) (unit usage.Unit, known bool) {
	found := usage.Find(item)
	names := found.Items
	for _, name := range found.Usages {
		names = append(names, usage.NameOf(name, ""))
	}
	if item == "" || len(names) == 0 || names[0].UnitInferred || names[0].Unit == usage.UnknownUnit || names[0].Unit == usage.NoUnit {
		return "", false
	}
	return names[0].Unit, true
}
