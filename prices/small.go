package prices

import (
	"math"
	"math/big"
	"math/bits"

	"acronis-reports-mcp/usage"
)

// A smallCalculation does what a calculation does for a row without tiers, if all numbers are small enough for 64 bits:
// there may be a million charges, and nearly all are.
type smallCalculation struct {
	up                               bool
	perUnit, perBase, block, nearest uint64
	atLeast, price, divisor          uint64
}

// newSmall returns the same calculation in 64 bits, or nil if its numbers are too large or negative.
func newSmall(c *calculation) *smallCalculation {
	if c.row.Tiers != nil {
		return nil
	}
	s := &smallCalculation{up: c.row.Round.Up}
	for _, pair := range []struct {
		from *big.Int
		to   *uint64
	}{
		{c.perUnit, &s.perUnit}, {c.perBase, &s.perBase}, {c.block, &s.block}, {c.nearest, &s.nearest}, {c.atLeast, &s.atLeast},
		{c.steps[0].price, &s.price}, {c.divisor, &s.divisor},
	} {
		if pair.from == nil {
			continue
		}
		if !pair.from.IsInt64() || pair.from.Sign() < 0 {
			return nil
		}
		*pair.to = pair.from.Uint64()
	}
	return s
}

// amount returns what calculation.amount returns, and whether 64 bits suffice.
func (s *smallCalculation) amount(base, included usage.Decimal) (amount usage.Decimal, ok bool) {
	n, ok := s.billed(base, included)
	if !ok {
		return amount, false
	}
	high, low := bits.Mul64(n, s.price)
	if high >= s.divisor {
		return amount, false
	}
	quotient, rest := bits.Div64(high, low, s.divisor)
	if rest >= s.divisor-rest {
		quotient++
	}
	return usage.NewDecimal(int64(quotient)), quotient <= math.MaxInt64
}

// billed returns what calculation.billed returns, and whether 64 bits suffice.
func (s *smallCalculation) billed(base, included usage.Decimal) (n uint64, ok bool) {
	used, wholeUsed := base.Int64()
	free, wholeFree := included.Int64()
	if !wholeUsed || !wholeFree || free < 0 {
		return 0, false
	}
	n, ok = product(uint64(max(used, 0)), s.perBase)
	without, okFree := product(uint64(free), s.perUnit)
	if !ok || !okFree {
		return 0, false
	}
	n -= min(n, without)
	switch {
	case s.up:
		n, ok = product((n+s.block-1)/s.block, s.block)
	case s.nearest > 0:
		n, ok = product((2*n+s.nearest)/(2*s.nearest), s.nearest)
	}
	return max(n, s.atLeast), ok
}

// product returns a × b, and whether it is so far below 2⁶⁴ that rounding it can't overflow.
func product(a, b uint64) (uint64, bool) {
	high, low := bits.Mul64(a, b)
	return low, high == 0 && low < math.MaxUint64/4
}
