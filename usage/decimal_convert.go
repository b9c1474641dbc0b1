package usage

import (
	"math"
	"math/big"
	"math/bits"
)

// NewDecimal returns a whole number as a Decimal.
func NewDecimal(n int64) Decimal { return Decimal{n: n} }

// DecimalOf returns a copy of a fraction as a Decimal. String is exact only if the fraction has a finite number of
// decimals.
func DecimalOf(r *big.Rat) Decimal { return fromRat(new(big.Rat).Set(r)) }

// Int64 returns the number as an int64, and whether it is one.
func (d Decimal) Int64() (n int64, ok bool) { return d.n, d.r == nil }

// Mul returns d × x.
func (d Decimal) Mul(x Decimal) Decimal {
	if d.r == nil && x.r == nil {
		if high, low := bits.Mul64(size(d.n), size(x.n)); high == 0 && low <= math.MaxInt64 {
			return Decimal{n: d.n * x.n}
		}
	}
	return fromRat(new(big.Rat).Mul(d.rat(), x.rat()))
}

// size returns the absolute value of n.
func size(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}
