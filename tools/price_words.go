package tools

import (
	"errors"
	"fmt"
	"strings"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/prices"
	"acronis-reports-mcp/usage"
)

// unpricedLines are lines of the report without a price.
type unpricedLines struct {
	Lines int            `json:"lines"`
	Items []unpricedItem `json:"items"`
	More  int            `json:"more,omitempty"` // items that are not shown
}

// unpricedItem is an item whose lines have no price for the same reason.
type unpricedItem struct {
	Month        string   `json:"month,omitempty"`
	Why          string   `json:"why"`
	Usage        string   `json:"usage"`
	Label        string   `json:"label"`
	OfferingItem string   `json:"offering_item,omitempty"`
	SKU          string   `json:"sku,omitempty"`
	Lines        int      `json:"lines"`
	Reading      string   `json:"reading"`
	Customers    []string `json:"customers"`
	Rows         []int    `json:"rows,omitempty"`
	Row          string   `json:"row_to_add,omitempty"`
}

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

// warnings returns the warnings of the figures and of the prices, and why amounts
// are in doubt.
func (v *priceView) warnings() []string {
	all := []string{}
	for i, m := range v.months {
		if doubt := m.inDoubt(); doubt != "" {
			all = append(all, strings.TrimSpace(v.m.month(i)+" Not complete, because "+doubt+"."))
		}
		if n := m.beside(); n > 0 {
			all = append(all, strings.TrimSpace(fmt.Sprintf("%s Not complete: %s not shown, of the same account, without a price.", v.m.month(i), escape.Count(n, "line"))))
		}
	}
	if v.costList != nil && v.s.CostsAPI {
		all = append(all, inferredUnits)
	}
	seen := map[string]bool{}
	names, more := 0, 0 // of the list that exist nowhere
	for _, m := range v.months {
		for _, w := range m.allWarnings() {
			text := priceWarning(m, w)
			if seen[text] {
				continue
			}
			seen[text] = true
			if w.Kind == prices.NameUnknown {
				if names++; names > maxUnknownNames {
					more++
					continue
				}
			}
			all = append(all, text)
		}
	}
	if more > 0 {
		all = append(all, fmt.Sprintf("The price list has %d more names that exist nowhere here. The command prices check lists all.", more))
	}
	return append(all, v.m.warnings()...)
}

// priceWarning returns the text of a warning.
func priceWarning(m *pricedMonth, w prices.Warning) string {
	names := func() string {
		var named []string
		for _, id := range w.Names {
			if m.filter.Tenant(id) {
				named = append(named, m.answer.Name(id))
			}
		}
		return strings.Join(escape.Names(named, 10), ", ")
	}
	switch w.Kind {
	case prices.NameUnknown:
		return fmt.Sprintf("Line %d of the price list names %s in column %s, which exists nowhere here.", w.Row, escape.Quote(w.Text), w.Column)
	case prices.TenantDeleted:
		return fmt.Sprintf("Line %d of the price list charges %s, which is deleted.", w.Row, names())
	case prices.TenantNotFound:
		return fmt.Sprintf("Line %d of the price list charges %s, which is not among the tenants.", w.Row, escape.Quote(w.Text))
	case prices.CustomersMoved:
		return names() + ": below another partner now than in the report. Charged once, to the partner in the report where it is known, else to today's."
	case prices.CustomersUnknown:
		return names() + ": not among the tenants now, so each is an account of its own."
	case prices.TenantsUnreadable:
		return "The tenants can't be read, so each customer is an account of its own, and rows for partners can't fit."
	default:
		return "The units of these usages are unknown; those of the price list are used: " + strings.Join(escape.Names(w.Names, 10), ", ") + "."
	}
}

// priceRefusal explains why a price list can't be used, and why usage can't be
// priced.
func priceRefusal(_ string, err error) (text string, ok bool) {
	var (
		faults *prices.FaultError
		twice  *prices.TwiceError
	)
	switch {
	case errors.As(err, &faults):
		const most = 10
		var texts []string
		for _, f := range faults.Faults[:min(len(faults.Faults), most)] {
			texts = append(texts, escape.Text(f.String()))
		}
		if more := len(faults.Faults) - most; more > 0 {
			texts = append(texts, fmt.Sprintf("and %d more", more))
		}
		return fmt.Sprintf("The price list %s can't be used: %s. The user must correct the file; then call again.", escape.Text(faults.Name), strings.Join(texts, "; ")), true
	case errors.As(err, &twice):
		return fmt.Sprintf("The reports %s and %s both have the customer %s, which would be charged twice. Give only one of them in report_ids.",
			escape.Text(twice.Reports[0]), escape.Text(twice.Reports[1]), escape.Text(twice.Tenant)), true
	}
	return "", false
}

// priceProof says where amounts come from.
type priceProof struct {
	PriceList string  `json:"price_list,omitempty"`
	SHA256    string  `json:"price_list_sha256,omitempty"`
	CostList  string  `json:"cost_list,omitempty"`
	CostHash  string  `json:"cost_list_sha256,omitempty"`
	Rounding  string  `json:"rounding"`
	Reports   []proof `json:"reports"`
}

// proof returns where amounts come from.
func (v *priceView) proof(list *prices.List) priceProof {
	p := priceProof{Reports: v.m.proofs, Rounding: "each charge once, halves away from zero, to the minor unit of its currency"}
	if v.costList != nil {
		p.Rounding += "; each cost once for a SKU and customer"
	}
	if list != nil {
		p.PriceList, p.SHA256 = escape.Text(list.Name), list.SHA256
	}
	if !v.full {
		p.SHA256 = p.SHA256[:min(shortHash, len(p.SHA256))]
	}
	v.costProof(&p)
	return p
}
