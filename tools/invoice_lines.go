package tools

import (
	"context"
	"math/big"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/interrupt"
	"acronis-reports-mcp/prices"
	"acronis-reports-mcp/sheets"
	"acronis-reports-mcp/usage"
)

// invoiceLines returns the lines of all invoices that are chosen. list is the price
// list as the user has it. The error is that of the context.
func (v *priceView) invoiceLines(ctx context.Context, list *prices.List) ([]sheets.InvoiceLine, error) {
	check := interrupt.New(ctx)
	var lines []sheets.InvoiceLine
	withoutRate := list.WithoutRate()
	for _, m := range v.months {
		numbers := m.invoiceNumbers()
		for _, a := range m.Accounts {
			of, err := m.linesOfAccount(check, a, numbers[a], withoutRate)
			if err != nil {
				return nil, err
			}
			lines = append(lines, of...)
		}
	}
	return lines, nil
}

// linesOfAccount returns the lines of an account's invoice, as far as they are
// chosen.
func (m *pricedMonth) linesOfAccount(check *interrupt.Check, a *prices.Account, number string, withoutRate map[int]bool) (lines []sheets.InvoiceLine, err error) {
	chosen := m.choice()
	whole := chosen.Whole(a)
	line := func(kind string, row *prices.Row, k prices.Key, amount prices.Money) *sheets.InvoiceLine {
		lines = append(lines, m.invoiceLine(a, number, kind, row, k, amount))
		return &lines[len(lines)-1]
	}
	discounts := map[*prices.Row]prices.Money{}
	for _, c := range a.Charges {
		if err := check.Err(); err != nil {
			return nil, err
		}
		if !whole && !chosen.Has(c) {
			continue
		}
		k := c.Common()
		k.Tenant = c.Tenant()
		m.addCharge(line("usage", c.Row(), k, c.Amount()), c, withoutRate[c.Row().Line])
		if c.By != nil && !c.Discount().IsZero() {
			discounts[c.By] = discounts[c.By].Add(c.Discount())
		}
	}
	for _, d := range a.Discounts {
		if amount := discounts[d.Row]; !amount.IsZero() {
			line("discount", d.Row, prices.Key{}, amount.Neg())
		}
	}
	if !whole {
		return lines, check.Err()
	}
	if !a.TopUp.IsZero() {
		line("minimum", a.Minimum, prices.Key{}, a.TopUp)
	}
	for _, fee := range a.Fee {
		line("fee", fee.Row, prices.Key{}, fee.Amount)
	}
	return lines, check.Err()
}

// invoiceLine returns a line without what only charges have.
func (m *pricedMonth) invoiceLine(a *prices.Account, number, kind string, row *prices.Row, k prices.Key, amount prices.Money) sheets.InvoiceLine {
	keys := m.keys(k, true)
	t, _ := m.answer.Selection.Tree.Find(k.Tenant)
	text := m.text(k, row.Text)
	if text == "" {
		text = map[string]string{"fee": "Fee", "minimum": "Minimum", "discount": "Discount"}[kind]
	}
	line := sheets.InvoiceLine{
		Month: m.usage.Month, Account: escape.Text(a.Contact), Payer: escape.Text(payerOf(a)), AccountID: escape.Text(a.ID()), Invoice: number,
		Customer: keys.Tenant, CustomerID: keys.TenantID, InternalTag: escape.Text(t.InternalTag), Kind: kind,
		Usage: keys.Usage, Label: keys.Label, OfferingItem: keys.OfferingItem, Infra: keys.Infra, SKU: keys.SKU,
		Product: escape.Text(row.Product), Text: text, Amount: amount.String(), Currency: a.Currency, Row: row.Line, Sum: amount,
	}
	if m.unaltered {
		m.restore(&line, a, row, k)
	}
	return line
}

// payerOf returns the name of the tenant that an account is of, or its contact if there are several.
func payerOf(a *prices.Account) string {
	if len(a.Tenants) > 1 {
		return a.Contact
	}
	return a.Name
}

// restore gives a line its texts as they are.
func (m *pricedMonth) restore(l *sheets.InvoiceLine, a *prices.Account, row *prices.Row, k prices.Key) {
	storage, _ := m.answer.Storage(k.Infra)
	l.Account, l.Payer, l.AccountID, l.CustomerID, l.Product = a.Contact, payerOf(a), a.ID(), k.Tenant, row.Product
	l.Customer = m.rawName(k.Tenant)
	l.Usage, l.OfferingItem, l.Edition, l.InfraID, l.Infra, l.SKU = k.Usage, k.OfferingItem, k.Edition, k.Infra, storage.Name, k.SKU
}

// addCharge adds how the amount of a charge was computed.
func (m *pricedMonth) addCharge(l *sheets.InvoiceLine, c *prices.Charge, withoutRate bool) {
	l.Charge, l.NoRate = c, withoutRate
	l.Unit, l.Per, l.Tiers = string(c.Measure()), c.Row().Per.String(), c.Row().TiersText()
	if l.Per == "" {
		l.Per = l.Unit
	}
	if !c.Included().IsZero() {
		l.Included = c.Included().String()
	}
	if c.Row().Price != nil && !withoutRate {
		l.UnitPrice = prices.PriceText(*c.Row().Price, l.Currency)
	}
	l.Used, l.Quantity = quantityFor(c, c.Quantity()), quantityFor(c, c.Billed())
	if m.costs != nil {
		l.Cost, l.CostOfAll = m.unitCost(c)
	}
}

// quantityFor returns a quantity with as few decimals as the amount of a charge
// allows, but at least quantityPlaces.
func quantityFor(c *prices.Charge, q *big.Rat) string {
	places, exact := q.FloatPrec()
	if !exact || c.Row().Price == nil {
		return quantity(q)
	}
	price := c.Row().Price.Rat()
	if block := c.Row().Per.Block; block.Sign() > 0 {
		price.Quo(price, block.Rat())
	}
	want := prices.RoundMoney(new(big.Rat).Mul(q, price), c.Account.Currency)
	for n := quantityPlaces; n < places; n += 3 {
		text := prices.Decimal(q, n)
		r, _ := new(big.Rat).SetString(text)
		if prices.RoundMoney(r.Mul(r, price), c.Account.Currency) == want {
			return text
		}
	}
	return prices.Decimal(q, places)
}

// unitCost returns the cost of one unit of a charge, or "" if its lines have several, and that of all, or "" if a line has
// none.
func (m *pricedMonth) unitCost(c *prices.Charge) (unit, all string) {
	sum, several := new(big.Rat), false
	for line := range c.Lines() {
		used := line.Of(figures.Billed).Production
		if used.IsZero() {
			continue
		}
		price := m.plainCost(line, c.Measure())
		if price == nil {
			return "", ""
		}
		sum.Add(sum, new(big.Rat).Mul(used.Rat(), price.Rat()))
		text := prices.PriceText(*price, m.costs.Currency)
		several = several || unit != "" && unit != text
		unit = text
	}
	if unit == "" || c.Base.IsZero() { // no usage, or lines that cancel each other out
		return "", ""
	}
	if several {
		unit = ""
	}
	sum.Mul(sum, c.Quantity()).Quo(sum, c.Base.Rat()) // from base units
	return unit, prices.RoundMoney(sum, m.costs.Currency).String()
}

// plainCost returns what a unit of a customer's line costs, or nil if the cost isn't one price for a unit.
func (m *pricedMonth) plainCost(line usage.Group, unit prices.Measure) (price *usage.Decimal) {
	for _, item := range m.costItems(line.Tenant, line.SKU) {
		for _, charge := range item.Charges {
			row := charge.Row()
			plain := row.Price != nil && row.Included == nil && row.AtLeast == nil && !row.Round.Up && row.Per.Block.Cmp(usage.NewDecimal(1)) <= 0
			if !plain || charge.Measure() != unit || price != nil {
				return nil
			}
			price = row.Price
		}
	}
	return price
}

// costItems returns the costs of a customer's usage of a SKU.
func (m *pricedMonth) costItems(tenant, sku string) []prices.CostItem {
	if m.costsOf == nil { // there may be a million
		m.costsOf = map[costKey][]prices.CostItem{}
		for _, item := range m.costs.Items {
			k := costKey{item.Tenant, item.SKU}
			m.costsOf[k] = append(m.costsOf[k], item)
		}
	}
	return m.costsOf[costKey{tenant, sku}]
}

// A costKey identifies what a customer's usage of a SKU costs.
type costKey struct{ tenant, sku string }
