package tools

import (
	"math/big"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/prices"
	"acronis-reports-mcp/usage"
)

// priceLine is how the amount of a line was computed.
type priceLine struct {
	Quantity string `json:"quantity,omitempty" jsonschema_description:"As billed"`
	Used     string `json:"used,omitempty" jsonschema_description:"If it differs"`
	Included string `json:"included,omitempty"`
	Unit     string `json:"unit,omitempty"`
	Price    string `json:"unit_price,omitempty"`
	Per      string `json:"per,omitempty"`
	Tiers    string `json:"tiers,omitempty"`
	Text     string `json:"text,omitempty"`
	Product  string `json:"product,omitempty"`
	Row      int    `json:"row,omitempty" jsonschema_description:"Line of the price list"`
}

// quantityPlaces is how many decimals quantities have.
const quantityPlaces = 4

// lineOf returns how the amount of a line was computed. Several charges of the same
// line, which several rows price, have only their sum.
func lineOf(m *pricedMonth, g *prices.Group) *priceLine {
	switch {
	case g.Fee != nil:
		return &priceLine{Row: g.Fee.Row.Line, Text: m.text(g.Key, g.Fee.Row.Text), Product: escape.Text(g.Fee.Row.Product)}
	case g.Kind == prices.MinimumRow:
		return &priceLine{Row: g.Of.Minimum.Line, Text: m.text(g.Key, g.Of.Minimum.Text), Price: prices.PriceText(*g.Of.Minimum.Price, g.Currency)}
	case len(g.Charges) != 1:
		return nil
	}
	c := g.Charges[0]
	line := &priceLine{
		Quantity: quantity(c.Billed()), Unit: string(c.Measure()), Tiers: c.Row().TiersText(), Row: c.Row().Line,
		Text: m.text(g.Key, c.Row().Text), Product: escape.Text(c.Row().Product), Per: c.Row().Per.String(),
	}
	if line.Per == line.Unit {
		line.Per = ""
	}
	if c.Row().Price != nil {
		line.Price = prices.PriceText(*c.Row().Price, g.Currency)
	}
	if used := quantity(c.Quantity()); used != line.Quantity {
		line.Used = used
	}
	if !c.Included().IsZero() {
		line.Included = c.Included().String()
	}
	return line
}

func quantity(r *big.Rat) string { return prices.Decimal(r, quantityPlaces) }

// text returns a text of the price list for an invoice.
func (m *pricedMonth) text(k prices.Key, text string) string {
	keys := m.keys(k, false)
	return escape.ShortenTo(prices.Words{Label: keys.Label, Infra: keys.Infra, Month: m.usage.Month}.Fill(escape.Text(text)), figures.MaxName)
}

// keys returns the names of what a key has, for results.
func (m *pricedMonth) keys(k prices.Key, ids bool) figures.Keys {
	keys := m.answer.Keys(usage.Group{
		Tenant: k.Tenant, Usage: k.Usage, OfferingItem: k.OfferingItem, Edition: k.Edition, Infra: k.Infra, Owner: k.Owner, SKU: k.SKU,
	}, ids)
	keys.Class, keys.ClassInferred = "", false // what has a price is billed
	if keys.Label = ""; k.Usage != "" {
		keys.Label = escape.Text(k.Label())
	}
	return keys.Shorten()
}

// sumOf returns the amount of a group with its parts.
func sumOf(g *prices.Group) priceSum {
	sum := priceSum{Currency: g.Currency, Charge: g.Total().String()}
	parts := []struct {
		to     *string
		amount prices.Money
	}{{&sum.Usage, g.Usage}, {&sum.Discount, g.Discount}, {&sum.TopUp, g.TopUp}, {&sum.Fees, g.Fees}}
	if g.Discount.IsZero() && g.TopUp.IsZero() && g.Fees.IsZero() {
		return sum
	}
	for _, p := range parts {
		if !p.amount.IsZero() {
			*p.to = p.amount.String()
		}
	}
	return sum
}

// changeOf returns how an amount changed, and why.
func changeOf(c *prices.Change) priceSum {
	zero := prices.Money{Currency: c.Currency}
	before, after := zero, zero
	if c.Before != nil {
		before = c.Before.Total()
	}
	if c.After != nil {
		after = c.After.Total()
	}
	return changed(before, after, c.DueTo)
}

// changed returns how an amount changed, and why.
func changed(before, after prices.Money, causes prices.Causes) priceSum {
	sum := priceSum{Currency: after.Currency, Before: before.String(), After: after.String(), Change: signed(after.Sub(before))}
	due := &dueTo{}
	for _, p := range []struct {
		to     *string
		amount prices.Money
	}{
		{&due.Quantity, causes.Quantity}, {&due.Price, causes.Price}, {&due.New, causes.New}, {&due.Gone, causes.Gone},
		{&due.Discount, causes.Discount}, {&due.Fees, causes.Fees}, {&due.Minimum, causes.Minimum},
	} {
		if !p.amount.IsZero() {
			*p.to = signed(p.amount)
		}
	}
	if *due != (dueTo{}) {
		sum.DueTo = due
	}
	return sum
}

// signed returns an amount with its sign.
func signed(m prices.Money) string {
	if m.Sign() > 0 {
		return "+" + m.String()
	}
	return m.String()
}
