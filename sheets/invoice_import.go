package sheets

import (
	"cmp"
	"fmt"
	"math/big"
	"strings"
	"time"

	"acronis-reports-mcp/prices"
)

// dates returns the date of the invoices of a month, its last day, and when they are
// due.
func (a Accounting) dates(month string) (date, due string) {
	first, err := time.Parse("2006-01", month)
	if err != nil {
		return "", ""
	}
	last := first.AddDate(0, 1, -1)
	return last.Format(time.DateOnly), last.AddDate(0, 0, a.Days).Format(time.DateOnly)
}

const (
	importedPlaces = 4 // decimals of quantities that importers keep
	ratePlaces     = 2 // and of prices, but as many as the currency has
)

// importable returns quantity and price for software that multiplies them again. If
// their product isn't the amount, the line is 1 at the amount.
func (l *InvoiceLine) importable() (quantity, rate, text string) {
	if l.Charge == nil {
		return "1", l.Amount, l.Text
	}
	if l.Charge.Row().Price != nil && !l.NoRate {
		q := new(big.Rat).Quo(l.Charge.Billed(), l.block())
		quantity, rate = prices.Decimal(q, importedPlaces), l.rate()
		if l.isAmount(quantity, "0", rate) {
			return quantity, rate, l.of(l.Text)
		}
	}
	return "1", l.Amount, l.of(l.detailed())
}

// rate returns the price with as many decimals as importers keep.
func (l *InvoiceLine) rate() string {
	return l.Charge.Row().Price.Rat().FloatString(max(ratePlaces, prices.Digits(l.Currency)))
}

// importableLess is importable for software that subtracts the included quantity
// itself. A line without a price has the quantity that is used. cost is that of a
// unit, and of a line of 1 at the amount that of all.
func (l *InvoiceLine) importableLess() (quantity, unit, included, rate, cost, text string) {
	if l.Charge == nil {
		return "1", "item", "", l.Amount, "", l.Text
	}
	quantity, unit = prices.Decimal(l.Charge.Quantity(), importedPlaces), l.Unit
	if free := l.Charge.Included(); !free.IsZero() {
		included = prices.Decimal(free.Rat(), importedPlaces)
	}
	if l.NoRate {
		return quantity, unit, included, "", l.Cost, l.Text
	}
	if l.Charge.Row().Price != nil && l.block().Cmp(big.NewRat(1, 1)) == 0 {
		if rate = l.rate(); l.isAmount(quantity, cmp.Or(included, "0"), rate) {
			return quantity, unit, included, rate, l.Cost, l.Text
		}
	}
	return "1", "item", "", l.Amount, l.CostOfAll, l.detailed()
}

// of returns a text with the customer, if the account is of another tenant.
func (l *InvoiceLine) of(text string) string {
	if l.CustomerID == "" || l.CustomerID == l.AccountID {
		return text
	}
	return l.Customer + ": " + text
}

// isAmount reports whether a quantity without what is included, times a price, is the
// amount when it is rounded.
func (l *InvoiceLine) isAmount(quantity, included, rate string) bool {
	q, _ := new(big.Rat).SetString(quantity)
	free, _ := new(big.Rat).SetString(included)
	r, _ := new(big.Rat).SetString(rate)
	return prices.RoundMoney(r.Mul(r, q.Sub(q, free)), l.Currency).Sub(l.Sum).IsZero()
}

// block returns how many units the price is for.
func (l *InvoiceLine) block() *big.Rat {
	if block := l.Charge.Row().Per.Block; block.Sign() > 0 {
		return block.Rat()
	}
	return big.NewRat(1, 1)
}

// detailed returns the text with how the amount was computed.
func (l *InvoiceLine) detailed() string {
	price := cmp.Or(l.UnitPrice, l.Tiers)
	if l.Per != "" && l.UnitPrice != "" {
		price += " per " + l.Per
	}
	return strings.TrimSpace(fmt.Sprintf("%s (%s %s at %s)", l.Text, l.Quantity, l.Unit, price))
}
