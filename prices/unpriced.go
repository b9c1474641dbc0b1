package prices

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"acronis-reports-mcp/usage"
)

// An openKey identifies lines without a price that one row would settle.
type openKey struct {
	reason   Reason
	item     *item
	sku      string
	rows     string
	currency string
	csv      string
}

// unpricedLine notes a line without a price.
func (p *pricing) unpricedLine(line int32, amount usage.Decimal, chosen *decision, why Reason) {
	customer := p.customers[p.customerOfLine[line]]
	p.produced(customer.seat, nil)
	for _, a := range customer.seat.accounts {
		a.Unpriced++
	}
	currency := "" // of one of several
	if only := customer.seat.account(""); only != nil {
		currency = only.Currency
	}
	key := p.openKey(line, chosen, why, currency)
	u := p.open[key]
	if u == nil {
		u = &Unpriced{
			Reason: why, Item: chosen.item.name, Unit: chosen.item.unit, SKU: chosen.sku, Currency: currency,
			Rows: p.rowsInDoubt(chosen, customer.seat, why), CSV: key.csv, Currencies: why == Conflict && len(customer.seat.fitting) > 1,
		}
		if p.open == nil {
			p.open = map[openKey]*Unpriced{}
		}
		p.open[key] = u
	}
	u.add(customer.id, amount)
	p.out.open = append(p.out.open, openLine{line, u})
}

// An openLine is a line without a price.
type openLine struct {
	line int32
	of   *Unpriced
}

// add adds a line of a customer.
func (u *Unpriced) add(customer string, amount usage.Decimal) {
	u.Lines++
	u.Quantity = u.Quantity.Add(amount)
	if len(u.Tenants) < 3 && !slices.Contains(u.Tenants, customer) {
		u.Tenants = append(u.Tenants, customer)
	}
}

// sortUnpriced puts the most lines first.
func sortUnpriced(all []Unpriced) {
	slices.SortFunc(all, func(a, b Unpriced) int {
		return cmp.Or(cmp.Compare(b.Lines, a.Lines), cmp.Compare(a.Item.Label, b.Item.Label), cmp.Compare(a.Item.OfferingItem, b.Item.OfferingItem),
			cmp.Compare(a.SKU, b.SKU), cmp.Compare(a.Reason, b.Reason), cmp.Compare(a.Currency, b.Currency), cmp.Compare(a.CSV, b.CSV), slices.Compare(a.Rows, b.Rows))
	})
}

// openKey returns the key of a line without a price. There may be a million, so that what doesn't depend on the
// customer is made once.
func (p *pricing) openKey(line int32, chosen *decision, why Reason, currency string) openKey {
	customer := p.customers[p.customerOfLine[line]]
	made := decided{chosen, why, currency}
	if key, known := p.openKeys[made]; known {
		return key
	}
	key := openKey{reason: why, item: chosen.item, sku: chosen.sku, currency: currency}
	key.rows = fmt.Sprint(p.rowsInDoubt(chosen, customer.seat, why))
	key.csv = p.suggest(line, chosen, why, currency)
	if why != Conflict || len(customer.seat.fitting) < 2 && !strings.Contains(key.csv, customer.id) {
		if p.openKeys == nil {
			p.openKeys = map[decided]openKey{}
		}
		p.openKeys[made] = key
	}
	return key
}

// decided identifies lines without a price before what would settle them is known.
type decided struct {
	chosen   *decision
	why      Reason
	currency string
}

// rowsInDoubt returns the numbers of the lines of the list that are the reason.
func (p *pricing) rowsInDoubt(chosen *decision, s *seat, why Reason) []int {
	if p.out.List.vendor {
		return nil
	}
	if why != Conflict || len(s.fitting) < 2 {
		return linesOf(chosen.rows)
	}
	var numbers []int
	for _, r := range s.fitting {
		numbers = append(numbers, r.Line)
	}
	slices.Sort(numbers)
	return numbers
}

// suggest returns the row that would price a line, in the columns of the list.
func (p *pricing) suggest(line int32, chosen *decision, why Reason, currency string) string {
	customer := p.customers[p.customerOfLine[line]]
	i := chosen.item
	row := Row{
		Kind: PriceRow, Item: cmp.Or(i.OfferingItem, i.Usage), Per: Per{usage.NewDecimal(1), natural(i.unit)}, Currency: currency,
	}
	switch {
	case p.out.List.vendor:
		return ""
	case why == Conflict && len(customer.seat.fitting) > 1:
		t, _ := p.month.World.tenant(customer.seat.tenant)
		first := slices.Sorted(maps.Keys(customer.seat.fitting))[0]
		return p.out.List.format(Row{Kind: AccountRow, Tenant: cmp.Or(t.InternalTag, customer.seat.tenant), Currency: first})
	case why == Conflict:
		return p.settling(chosen.rows, chosen.kind, customer, row)
	case why == NoRow || why == OtherCurrency:
		return p.out.List.format(row)
	}
	return ""
}

// settling returns a row that beats all rows in conflict, or "" if none can.
func (p *pricing) settling(rows []candidate, l *lineKind, customer *customer, row Row) string {
	narrowest := candidate{row: &boundRow{Row: &row}, narrow: rows[0].narrow, star: rows[0].star}
	row.Tenant, row.Item, row.SKU, row.Infra, row.Owner = "", "", "", "", ""
	if row.Kind = rows[0].row.Kind; row.Kind == DiscountRow {
		row.Per, row.Currency = Per{}, ""
	}
	for _, c := range rows {
		row.Currency = cmp.Or(row.Currency, c.row.Currency)
		for i, n := range c.narrow {
			narrowest.narrow[i] = min(narrowest.narrow[i], n)
		}
		for i, cell := range []*string{&row.SKU, &row.Infra, &row.Owner} {
			value := []string{c.row.SKU, c.row.Infra, c.row.Owner}[i]
			if value != "" && (*cell == "" || isStar(*cell)) {
				*cell, narrowest.star[i] = value, isStar(value)
			}
		}
	}
	for _, c := range rows {
		if c.narrow[tenantColumn] == narrowest.narrow[tenantColumn] && row.Tenant == "" {
			row.Tenant = c.row.Tenant
		}
		if c.narrow[itemColumn] == narrowest.narrow[itemColumn] && row.Item == "" {
			row.Item = c.row.Item
		}
	}
	refine := []func(){
		func() {},
		func() {
			if item := l.item.OfferingItem; item != "" && item != l.item.Usage {
				row.Item, narrowest.narrow[itemColumn] = item, anOfferingItem
			}
		},
		func() { p.refine(&row.Infra, l.infraID, &narrowest, infraColumn) },
		func() { p.refine(&row.SKU, l.sku, &narrowest, skuColumn) },
		func() { p.refine(&row.Owner, l.owner, &narrowest, ownerColumn) },
		func() {
			if customer.class.chain == nil || customer.class.chain[0] != customer.id || narrowest.narrow[tenantColumn] > 0 {
				row.Tenant, narrowest.narrow[tenantColumn] = customer.id, -1
			}
		},
	}
	for _, narrow := range refine {
		narrow()
		if !slices.ContainsFunc(rows, func(c candidate) bool { return !narrowest.beats(&c) }) {
			return p.out.List.format(row)
		}
	}
	return ""
}

// refine narrows a cell to the value of a line.
func (p *pricing) refine(cell *string, value string, narrowest *candidate, column int) {
	if value != "" && (*cell == "" || isStar(*cell)) {
		*cell, narrowest.narrow[column], narrowest.star[column-skuColumn] = value, 0, false
	}
}
