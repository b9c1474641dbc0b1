package usage

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
)

// Decimal is an exact decimal number. The zero value is 0.
type Decimal struct {
	n int64
	r *big.Rat // used instead of n if the number isn't an int64; never changed
}

// maxDigits limits the digits and the power of ten of a number.
const maxDigits = 64

var errNumber = errors.New("not a decimal number")

// ParseDecimal reads a number such as 5, -5, +5, 12.50 or 1e3: an optional sign, digits with at most one point,
// and an optional power of ten. It refuses anything else, such as NaN, 0x1f or 1_000, and numbers with more than 64
// digits or a last digit below 1e-64 or above 1e64. Leading zeros, and zeros at the end of a fraction, don't count
// as digits.
func ParseDecimal(text string) (Decimal, error) { return parseDecimal([]byte(text)) }

func parseDecimal(text []byte) (Decimal, error) {
	n, ok := parseInt(text)
	if !ok {
		whole, fraction, _ := bytes.Cut(text, []byte{'.'})
		if n, ok = parseInt(whole); !ok || len(bytes.Trim(fraction, "0")) > 0 {
			return parseSlow(text)
		}
	}
	return Decimal{n: n}, nil
}

// parseInt reads at most 18 digits, so that they fit into an int64.
func parseInt(text []byte) (int64, bool) {
	i := 0
	if len(text) > 0 && text[0] == '-' {
		i = 1
	}
	if len(text) == i || len(text) > 18 {
		return 0, false
	}
	n := int64(0)
	for ; i < len(text); i++ {
		digit := text[i] - '0'
		if digit > 9 {
			return 0, false
		}
		n = n*10 + int64(digit)
	}
	if text[0] == '-' {
		n = -n
	}
	return n, true
}

func parseSlow(text []byte) (Decimal, error) {
	mantissa, exponent := text, 0
	if i := bytes.IndexAny(text, "eE"); i >= 0 {
		var err error
		if exponent, err = strconv.Atoi(string(text[i+1:])); err != nil {
			return Decimal{}, errNumber
		}
		mantissa = text[:i]
	}
	negative := bytes.HasPrefix(mantissa, []byte{'-'})
	if negative || bytes.HasPrefix(mantissa, []byte{'+'}) {
		mantissa = mantissa[1:]
	}
	whole, fraction, _ := bytes.Cut(mantissa, []byte{'.'})
	if len(whole)+len(fraction) == 0 || !allDigits(whole) || !allDigits(fraction) {
		return Decimal{}, errNumber
	}
	fraction = bytes.TrimRight(fraction, "0")
	digits := bytes.TrimLeft(slices.Concat(whole, fraction), "0")
	if len(digits) == 0 {
		return Decimal{}, nil
	}
	return scaled(digits, exponent-len(fraction), negative)
}

func allDigits(text []byte) bool {
	return !slices.ContainsFunc(text, func(c byte) bool { return c < '0' || c > '9' })
}

// scaled returns digits times ten to the power of exponent.
func scaled(digits []byte, exponent int, negative bool) (Decimal, error) {
	if len(digits) > maxDigits || exponent > maxDigits || exponent < -maxDigits {
		return Decimal{}, fmt.Errorf("more than %d digits", maxDigits)
	}
	n, _ := new(big.Int).SetString(string(digits), 10)
	if negative {
		n.Neg(n)
	}
	power := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(exponent, -exponent))), nil)
	if exponent < 0 {
		return fromRat(new(big.Rat).SetFrac(n, power)), nil
	}
	return fromRat(new(big.Rat).SetInt(n.Mul(n, power))), nil
}

// fromRat returns r as a Decimal. The caller must not change r afterwards.
func fromRat(r *big.Rat) Decimal {
	if r.IsInt() && r.Num().IsInt64() {
		return Decimal{n: r.Num().Int64()}
	}
	return Decimal{r: r}
}

// Rat returns the number as a new fraction.
func (d Decimal) Rat() *big.Rat { return new(big.Rat).Set(d.rat()) }

// rat returns the number as a fraction that must not be changed.
func (d Decimal) rat() *big.Rat {
	if d.r != nil {
		return d.r
	}
	return new(big.Rat).SetInt64(d.n)
}

// Add returns d + x.
func (d Decimal) Add(x Decimal) Decimal {
	d.add(x)
	return d
}

// add adds x to d.
func (d *Decimal) add(x Decimal) {
	sum := d.n + x.n
	if d.r == nil && x.r == nil && (sum^d.n)&(sum^x.n) >= 0 {
		d.n = sum
		return
	}
	*d = fromRat(new(big.Rat).Add(d.rat(), x.rat()))
}

// Sub returns d - x.
func (d Decimal) Sub(x Decimal) Decimal {
	if x.r == nil && x.n != math.MinInt64 {
		return d.Add(Decimal{n: -x.n})
	}
	return fromRat(new(big.Rat).Sub(d.rat(), x.rat()))
}

// Cmp returns -1, 0 or +1 if d is less than, equal to or greater than x.
func (d Decimal) Cmp(x Decimal) int {
	if d.r == nil && x.r == nil {
		switch {
		case d.n < x.n:
			return -1
		case d.n > x.n:
			return 1
		}
		return 0
	}
	return d.rat().Cmp(x.rat())
}

// Sign returns -1, 0 or +1.
func (d Decimal) Sign() int { return d.Cmp(Decimal{}) }

// IsZero reports whether d is 0.
func (d Decimal) IsZero() bool { return d.Sign() == 0 }

// String returns the number such as -12.5, without an exponent and without zeros at the end of a fraction.
func (d Decimal) String() string {
	if d.r == nil {
		return strconv.FormatInt(d.n, 10)
	}
	places, _ := d.r.FloatPrec()
	return d.r.FloatString(places)
}

// Append appends String to text.
func (d Decimal) Append(text []byte) []byte {
	if d.r == nil {
		return strconv.AppendInt(text, d.n, 10)
	}
	return append(text, d.String()...)
}

// MarshalJSON returns String as a JSON string, because many programs keep only 53 bits of a JSON number.
func (d Decimal) MarshalJSON() ([]byte, error) { return []byte(`"` + d.String() + `"`), nil }

// Percent returns d in percent of the absolute value of whole, such as -12.5, with one decimal, halves rounded up.
// It returns "" if whole is 0.
func (d Decimal) Percent(whole Decimal) string {
	if whole.IsZero() {
		return ""
	}
	return halfUp(d.percent(whole), 1).FloatString(1)
}

// percent returns the exact value of Percent.
func (d Decimal) percent(whole Decimal) *big.Rat {
	size := whole.Rat()
	r := new(big.Rat).Quo(d.rat(), size.Abs(size))
	return r.Mul(r, big.NewRat(100, 1))
}

// halfUp rounds r to a number of decimals. Halves are rounded up.
func halfUp(r *big.Rat, places int) *big.Rat {
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
	r = new(big.Rat).Mul(r, new(big.Rat).SetInt(unit))
	r.Add(r, big.NewRat(1, 2))
	floor := new(big.Int).Div(r.Num(), r.Denom()) // rounds down, because the denominator is positive
	return r.SetFrac(floor, unit)
}
