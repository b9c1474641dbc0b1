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
	ratePlaces     = 2 // and of prices
)

// importable returns quantity and price for software that multiplies them again. If
// their product isn't the amount, the line is 1 at the amount.
func (l *InvoiceLine) importable() (quantity, rate, text string) {
	if l.Charge != nil && l.Charge.Row().Price != nil && !l.NoRate {
		q := new(big.Rat).Quo(l.Charge.Billed(), l.block())
		quantity = prices.Decimal(q, importedPlaces)
		rate = l.Charge.Row().Price.Rat().FloatString(ratePlaces)
		if l.isAmount(quantity, rate) {
			return quantity, rate, l.of(l.Text)
		}
	}
	if l.Charge == nil {
		return "1", l.Amount, l.Text
	}
	return "1", l.Amount, l.of(l.detailed())
}

// of returns a text with the customer, if the account is of another tenant.
func (l *InvoiceLine) of(text string) string {
	if l.CustomerID == "" || l.CustomerID == l.AccountID {
		return text
	}
	return l.Customer + ": " + text
}

// multiplies reports whether the used quantity without the included one, times the
// price, is the amount.
func (l *InvoiceLine) multiplies() bool {
	if l.Charge.Row().Price == nil {
		return false
	}
	billed, ok := new(big.Rat).SetString(l.Used)
	if !ok || l.block().Cmp(big.NewRat(1, 1)) != 0 {
		return false
	}
	if included, ok := new(big.Rat).SetString(l.Included); ok {
		billed.Sub(billed, included)
	}
	return l.isSum(billed, l.Charge.Row().Price.Rat())
}

// isAmount reports whether the product of two numbers, rounded, is the amount.
func (l *InvoiceLine) isAmount(quantity, rate string) bool {
	q, _ := new(big.Rat).SetString(quantity)
	r, _ := new(big.Rat).SetString(rate)
	return l.isSum(q, r)
}

func (l *InvoiceLine) isSum(quantity, price *big.Rat) bool {
	return prices.RoundMoney(new(big.Rat).Mul(quantity, price), l.Currency).Sub(l.Sum).IsZero()
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
