package tools

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/prices"
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

// warnings returns the warnings of the figures and of the prices, and why amounts
// are in doubt.
func (v *priceView) warnings() []string {
	all := []string{}
	if why, next := v.doubts(); why != nil {
		all = append(all, "Not complete, because "+strings.Join(why, "; ")+"."+next)
	}
	for i, m := range v.months {
		month := ""
		if of := v.m.month(i); of != "" {
			month = of + ": "
		}
		if n := m.beside(); n > 0 {
			all = append(all, fmt.Sprintf("%sNot complete: %s not shown, of the same account, without a price.", month, escape.Count(n, "line")))
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
	case prices.TenantNotYet:
		return fmt.Sprintf("Line %d of the price list charges %s in %s, %s. To charge from a later month, give that month in its column from.", w.Row, names(), m.usage.Month, whenInProduction(m, w.Names[0]))
	case prices.TenantNotFound:
		return fmt.Sprintf("Line %d of the price list charges %s, which is not among the tenants.", w.Row, escape.Quote(w.Text))
	case prices.CustomersMoved:
		return describeMovedCharges(m, w.Names)
	case prices.CustomersUnknown:
		return names() + ": not among the tenants now, so each is an account of its own."
	case prices.TenantsUnreadable:
		return "The tenants can't be read, so each customer is an account of its own, and rows for partners can't fit."
	default:
		return "The units of these usages are unknown; those of the price list are used: " + strings.Join(escape.Names(w.Names, 10), ", ") + "."
	}
}

// whenInProduction says why a tenant wasn't charged for usage in a month.
func whenInProduction(m *pricedMonth, id string) string {
	t, _ := m.answer.Selection.Tree.Find(id)
	created, production := acronis.Day(t.CreatedAt), acronis.Day(t.ProductionStartDate)
	switch {
	case len(created) > 7 && created[:7] > m.usage.Month:
		return "which was created on " + escape.Text(created)
	case production != "":
		return "which went into production on " + escape.Text(production)
	}
	return "which is on trial"
}

// describeMovedCharges says of customers that have moved whose charges they are part of.
func describeMovedCharges(m *pricedMonth, ids []string) string {
	var texts []string
	name := func(id string) string { return escape.Shorten(m.answer.Name(id)) }
	report := m.usage.Reports[0]
	for _, id := range ids {
		if !m.filter.Tenant(id) {
			continue
		}
		then := cmp.Or(report.Below[id], report.Subject)
		text := name(id) + " (then "
		if then == report.Subject {
			text += "directly "
		}
		t, _ := m.answer.Selection.Tree.Find(id)
		texts = append(texts, text+"below "+name(then)+", now below "+name(t.ParentID)+")")
	}
	slices.Sort(texts)
	if more := len(texts) - maxMovedNames; more > 0 {
		texts = append(texts[:maxMovedNames], fmt.Sprintf("and %d more", more))
	}
	return "Charged in " + m.usage.Month + " where the report has them, because they have moved since: " + strings.Join(texts, ", ") + "."
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
