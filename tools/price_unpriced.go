package tools

import (
	"fmt"
	"strings"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/prices"
	"acronis-reports-mcp/usage"
)

// unpriced returns the lines without a price, as far as they have room, or nil.
func (v *priceView) unpriced(room int) *unpricedLines { return v.open(room, (*pricedMonth).unpriced) }

// open returns lines without a price or cost, as far as they have room, or nil.
func (v *priceView) open(room int, of func(*pricedMonth) []prices.Unpriced) *unpricedLines {
	all := &unpricedLines{Items: []unpricedItem{}}
	for i, m := range v.months {
		for _, u := range of(m) {
			all.Lines += u.Lines
			all.Items = append(all.Items, v.unpricedItem(v.m.month(i), m, u))
		}
	}
	if len(all.Items) == 0 {
		return nil
	}
	shown := fitting(all.Items, room)
	all.More = len(all.Items) - len(shown)
	all.Items = shown
	return all
}

func (v *priceView) unpricedItem(month string, m *pricedMonth, u prices.Unpriced) unpricedItem {
	item := unpricedItem{
		Month: month, Why: v.why(m, u), Usage: escape.Text(u.Item.Usage), Label: escape.Text(u.Item.Label),
		SKU: escape.Text(u.SKU), Lines: u.Lines, Reading: usage.Reading(u.Quantity, u.Unit, u.Item.Usage), Rows: u.Rows, Row: escape.Lines(u.CSV),
	}
	for _, id := range u.Tenants {
		item.Customers = append(item.Customers, escape.ShortenTo(m.answer.Name(id), figures.MaxName))
	}
	if more := u.Lines - len(u.Tenants); more > 0 {
		item.Customers = append(item.Customers, escape.Count(more, "more line"))
	}
	return item
}

// why says why lines have no price, and what helps.
func (v *priceView) why(m *pricedMonth, u prices.Unpriced) string {
	switch {
	case u.Reason == prices.NoRow && u.CSV == "" && v.s.CostsAPI && u.SKU == "":
		return "the report has no SKU for it, and the vendor's prices are by SKU"
	case u.Reason == prices.NoRow && u.CSV == "" && v.s.CostsAPI:
		return "the vendor's price list of the month doesn't have the SKU"
	case u.Reason == prices.NoPrice && len(u.Rows) == 0:
		return "the vendor's list has no price for the SKU"
	case u.Reason == prices.UnknownSKU:
		return WhyUnpriced(u) + ": call prepare_months " + v.withSKUs(m)
	}
	return WhyUnpriced(u)
}

// WhyUnpriced says why lines have no price in a list.
func WhyUnpriced(u prices.Unpriced) string {
	numbers := joinNumbers(u.Rows)
	line, rows := "line "+numbers+" of the list", "lines "+numbers+" of the list"
	switch len(u.Rows) {
	case 0:
		rows = "prices of the vendor"
	case 1:
		rows = line
	}
	verb := func(one, several string) string {
		if len(u.Rows) == 1 {
			return one
		}
		return several
	}
	switch u.Reason {
	case prices.NoRow:
		return "no row of the list fits"
	case prices.NoPrice:
		return line + ", which fits, has no price: fill it in"
	case prices.Conflict:
		if u.Currencies {
			return rows + verb(" fits", " fit") + " the account in several currencies: a row of the kind account must say which"
		}
		return rows + verb(" fits", " fit") + ", and none is narrower than all others"
	case prices.WrongUnit:
		return fmt.Sprintf("%s, which fits, is per something else than %s, in which the usage is measured: correct it", line, u.Unit)
	case prices.OtherCurrency:
		return rows + verb(" fits", " fit") + ", but not in the currency of the account"
	case prices.UnknownSKU:
		return rows + verb(" names", " name") + " a SKU, and the report has none"
	case prices.UnknownInfra:
		return rows + verb(" names", " name") + " a storage or its owner, and these can't be read"
	default:
		return rows + verb(" names", " name") + " a tenant, and the tenants can't be read: write ids into the price list"
	}
}

// withSKUs returns the arguments that make a report with SKUs.
func (v *priceView) withSKUs(m *pricedMonth) string {
	text, err := escape.Marshal(prepareMonthsIn{Months: []string{m.usage.Month}, SKUs: true})
	if err != nil {
		panic(err)
	}
	return text
}

func joinNumbers(numbers []int) string {
	return strings.Trim(strings.ReplaceAll(fmt.Sprint(numbers), " ", ", "), "[]")
}

// maxUnknownNames is how many names of the price list that exist nowhere are listed.
const maxUnknownNames = 10

// openWarnings says how many lines have no price or no cost, which the lists of them explain.
func (v *priceView) openWarnings() []string {
	warnings := []string{} // never null
	count := func(open []prices.Unpriced) (n int) {
		for _, u := range open {
			n += u.Lines
		}
		return n
	}
	for i, m := range v.months {
		month := ""
		if of := v.m.month(i); of != "" {
			month = of + ": "
		}
		if n := count(m.unpriced()); n > 0 {
			warnings = append(warnings, month+"Not complete: "+escape.Count(n, "line")+" without a price, in no amount. See unpriced.")
		}
		if n := count(m.withoutCost()); n > 0 {
			warnings = append(warnings, month+"Not complete: "+escape.Count(n, "line")+" without a cost, so costs are at least and margins at most what is shown. See without_cost.")
		}
	}
	return warnings
}
