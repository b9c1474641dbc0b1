package prices

import (
	"math/big"
	"strings"

	"acronis-reports-mcp/usage"
)

// Money is an exact amount in a currency: a whole number of its minor units, such as cents. The zero value is
// nothing, in no currency.
type Money struct {
	Currency string        // ISO 4217, such as EUR
	Minor    usage.Decimal // whole number of minor units; negative for credits
}

// Add returns m + x. Both must be in one currency, unless one of them is the zero value.
func (m Money) Add(x Money) Money {
	if m.Currency == "" {
		m.Currency = x.Currency
	}
	if x.Currency != "" && x.Currency != m.Currency {
		panic("prices: " + m.Currency + " and " + x.Currency + " are added")
	}
	m.Minor = m.Minor.Add(x.Minor)
	return m
}

// Sub returns m - x. Both must be in one currency, unless one of them is the zero value.
func (m Money) Sub(x Money) Money { return m.Add(x.Neg()) }

// Neg returns -m.
func (m Money) Neg() Money { return Money{m.Currency, usage.Decimal{}.Sub(m.Minor)} }

// Sign returns -1, 0 or +1.
func (m Money) Sign() int { return m.Minor.Sign() }

// IsZero reports whether the amount is 0.
func (m Money) IsZero() bool { return m.Minor.IsZero() }

// String returns the amount with all decimals of the currency, such as 36.50, without the currency.
func (m Money) String() string {
	digits, _ := digitsOf(m.Currency)
	text := m.Minor.String()
	sign := ""
	if strings.HasPrefix(text, "-") {
		sign, text = "-", text[1:]
	}
	if digits == 0 {
		return sign + text
	}
	if missing := digits + 1 - len(text); missing > 0 {
		text = strings.Repeat("0", missing) + text
	}
	return sign + text[:len(text)-digits] + "." + text[len(text)-digits:]
}

// MarshalJSON returns String as a JSON string, because many programs read a JSON number as floating point.
func (m Money) MarshalJSON() ([]byte, error) { return []byte(`"` + m.String() + `"`), nil }

// Rat returns the amount in the currency, not in its minor unit, as a new fraction.
func (m Money) Rat() *big.Rat {
	digits, _ := digitsOf(m.Currency)
	return new(big.Rat).Quo(m.Minor.Rat(), new(big.Rat).SetInt(tenTo(digits)))
}

// RoundMoney returns an amount rounded to the minor unit of a currency, halves away from zero. The currency must be
// one of ISO 4217 that has a minor unit.
func RoundMoney(amount *big.Rat, currency string) Money {
	digits, _ := digitsOf(currency)
	minor := new(big.Rat).Mul(amount, new(big.Rat).SetInt(tenTo(digits)))
	return Money{currency, wholeOf(new(scratch).round(minor.Num(), minor.Denom()))}
}

// wholeOf returns a whole number as a decimal. The caller may change n afterwards.
func wholeOf(n *big.Int) usage.Decimal {
	if n.IsInt64() {
		return usage.NewDecimal(n.Int64())
	}
	return usage.DecimalOf(new(big.Rat).SetInt(n))
}

// tenTo returns ten to the power of n.
func tenTo(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }
