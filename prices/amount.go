package prices

import (
	"math/big"

	"acronis-reports-mcp/usage"
)

// scratch has numbers that are used again for each charge, because there may be a million.
type scratch struct{ n, q, r, sum, part big.Int }

// billed returns the billed quantity in parts: what is left of base units after the included quantity, which is in
// the unit, rounded and at least what the row says.
func (c *calculation) billed(s *scratch, base, included usage.Decimal) *big.Int {
	n := &s.n
	if whole, ok := base.Int64(); ok {
		n.SetInt64(whole)
		n.Mul(n, c.perBase)
	} else {
		n.Set(times(base, c.perBase))
	}
	if whole, ok := included.Int64(); !ok {
		n.Sub(n, c.parts(included))
	} else if whole != 0 {
		s.part.SetInt64(whole)
		n.Sub(n, s.part.Mul(&s.part, c.perUnit))
	}
	if n.Sign() < 0 {
		n.SetInt64(0)
	}
	switch {
	case c.row.Round.Up:
		s.q.QuoRem(n, c.block, &s.r)
		if s.r.Sign() > 0 {
			s.q.Add(&s.q, one)
		}
		n.Mul(&s.q, c.block)
	case c.nearest != nil:
		n.Lsh(n, 1).Add(n, c.nearest)
		n.Quo(n, s.q.Lsh(c.nearest, 1))
		n.Mul(n, c.nearest)
	}
	if c.atLeast != nil && n.Cmp(c.atLeast) < 0 {
		n.Set(c.atLeast)
	}
	return n
}

// amount returns the amount in minor units for base units, of which the included quantity, in the unit, is free.
func (c *calculation) amount(s *scratch, base, included usage.Decimal) usage.Decimal {
	if c.small != nil {
		if amount, ok := c.small.amount(base, included); ok {
			return amount
		}
	}
	return wholeOf(s.round(c.sum(s, base, included), c.divisor))
}

// exact returns what amount rounds.
func (c *calculation) exact(s *scratch, base, included usage.Decimal) *big.Rat {
	return new(big.Rat).SetFrac(c.sum(s, base, included), c.divisor)
}

// sum returns the amount multiplied by the divisor.
func (c *calculation) sum(s *scratch, base, included usage.Decimal) *big.Int {
	n, sum := c.billed(s, base, included), &s.sum
	if c.row.Tiers != nil && !c.row.Tiers.Volume {
		c.graduated(s, n)
	} else {
		for _, step := range c.steps {
			if step.upTo == nil || n.Cmp(step.upTo) <= 0 {
				sum.Mul(n, step.price)
				break
			}
		}
	}
	return sum
}

// graduated sets the sum to that of all parts of n, each with the price of its tier.
func (c *calculation) graduated(s *scratch, n *big.Int) {
	s.sum.SetInt64(0)
	below := &s.r
	below.SetInt64(0)
	for _, step := range c.steps {
		part := &s.part
		part.Set(n)
		if step.upTo != nil && step.upTo.Cmp(n) < 0 {
			part.Set(step.upTo)
		}
		part.Sub(part, below)
		if part.Sign() <= 0 {
			continue
		}
		below.Add(below, part)
		s.sum.Add(&s.sum, part.Mul(part, step.price))
	}
}

// round sets n to n / by, rounded halves away from zero.
func (s *scratch) round(n, by *big.Int) *big.Int {
	negative := n.Sign() < 0
	n.Abs(n).Lsh(n, 1).Add(n, by)
	n.Quo(n, s.q.Lsh(by, 1))
	if negative {
		n.Neg(n)
	}
	return n
}

// calculationOf returns the calculation for a quantity of a row in a measure. A quantity that isn't a whole number of
// parts needs a calculation of its own.
func (r *boundRow) calculationOf(m Measure, base, included usage.Decimal) *calculation {
	if r.calc == nil || r.measure != m {
		r.calc, r.measure = newCalculation(r.Row, m, one), m
	}
	c := r.calc
	_, whole := base.Int64()
	_, wholeIncluded := included.Int64()
	if whole && wholeIncluded {
		return c
	}
	denominator := base.Rat().Denom()
	lcm(denominator, included.Rat().Denom())
	return newCalculation(r.Row, m, denominator)
}
