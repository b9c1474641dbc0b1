package prices

import (
	"math"
	"math/big"
	"math/bits"

	"acronis-reports-mcp/usage"
)

// A calculation turns the quantities of one row into amounts. All numbers are whole: quantities are counted in parts
// of a base unit that are small enough for every number of the row, so that nothing is rounded before the end.
type calculation struct {
	row     *Row
	perUnit *big.Int // parts of the row's unit
	perBase *big.Int // parts of a base unit
	block   *big.Int // parts of what the price is for
	nearest *big.Int // parts of the step of rounding, or nil
	atLeast *big.Int // parts, or nil
	steps   []step   // one for a price without tiers
	divisor *big.Int // by which a sum of parts × price is divided for an amount in minor units

	// Most rows are nothing but a price. If its numbers are small, times and by are the price of a base unit as a
	// fraction of minor units.
	simple    bool
	times, by uint64
}

// A step is a tier in parts, with its price as a whole number.
type step struct {
	upTo  *big.Int // nil in the last one
	price *big.Int // in minor units, multiplied by the divisor
}

// newCalculation returns the calculation for a row. Quantities may have a fraction of a base unit with this
// denominator, and numbers of included quantities are multiples of 1 / fraction of the unit.
func newCalculation(r *Row, m Measure, denominator *big.Int) *calculation {
	c := &calculation{row: r}
	digits, _ := digitsOf(r.Currency)
	fraction := common(r)
	c.perBase = new(big.Int).Mul(fraction, denominator)
	c.perUnit = new(big.Int).Mul(c.perBase, big.NewInt(m.base()))
	c.block = c.parts(usage.NewDecimal(1))
	if r.Per.Block.Sign() > 0 {
		c.block = c.parts(r.Per.Block)
	}
	if r.Round.Nearest != nil {
		c.nearest = c.parts(*r.Round.Nearest)
	}
	if r.AtLeast != nil {
		c.atLeast = c.parts(*r.AtLeast)
	}
	prices := big.NewInt(1)
	for _, t := range r.tiers() {
		lcm(prices, t.Price.Rat().Denom())
	}
	for _, t := range r.tiers() {
		s := step{price: times(t.Price, new(big.Int).Mul(prices, tenTo(digits)))}
		if t.UpTo != nil {
			s.upTo = c.parts(*t.UpTo)
		}
		c.steps = append(c.steps, s)
	}
	c.divisor = new(big.Int).Mul(c.block, prices)
	c.simplify()
	return c
}

// simplify sets what quick needs.
func (c *calculation) simplify() {
	if c.row.Tiers != nil || c.row.Round != (Rounding{}) || c.atLeast != nil || c.steps[0].price.Sign() < 0 {
		return
	}
	price := new(big.Int).Mul(c.steps[0].price, c.perBase)
	c.simple = price.IsInt64() && c.divisor.IsInt64()
	c.times, c.by = price.Uint64(), c.divisor.Uint64()
}

// quick returns the amount of a simple row in 128 bits, and whether they suffice.
func (c *calculation) quick(base, included usage.Decimal) (amount usage.Decimal, ok bool) {
	n, whole := base.Int64()
	if !c.simple || !whole || n < 0 || !included.IsZero() {
		return amount, false
	}
	high, low := bits.Mul64(uint64(n), c.times)
	if high >= c.by {
		return amount, false
	}
	quotient, rest := bits.Div64(high, low, c.by)
	if rest >= c.by-rest {
		quotient++
	}
	return usage.NewDecimal(int64(quotient)), quotient <= math.MaxInt64
}

// tiers returns the tiers of a row, one for a plain price.
func (r *Row) tiers() []Tier {
	if r.Tiers != nil {
		return r.Tiers.Steps
	}
	return []Tier{{Price: *r.Price}}
}

// common returns the common denominator of all quantities in a row.
func common(r *Row) *big.Int {
	d := big.NewInt(1)
	add := func(x usage.Decimal) { lcm(d, x.Rat().Denom()) }
	for _, i := range r.Included {
		add(i.Quantity)
	}
	if r.Round.Nearest != nil {
		add(*r.Round.Nearest)
	}
	if r.AtLeast != nil {
		add(*r.AtLeast)
	}
	for _, t := range r.tiers() {
		if t.UpTo != nil {
			add(*t.UpTo)
		}
	}
	return d
}

// lcm sets x to the least common multiple of x and y.
func lcm(x, y *big.Int) {
	gcd := new(big.Int).GCD(nil, nil, x, y)
	x.Mul(x, new(big.Int).Quo(y, gcd))
}

// times returns d × by, which must be a whole number.
func times(d usage.Decimal, by *big.Int) *big.Int {
	r := d.Rat()
	r.Mul(r, new(big.Rat).SetInt(by))
	return new(big.Int).Set(r.Num())
}

// parts returns a quantity in the unit as parts.
func (c *calculation) parts(d usage.Decimal) *big.Int { return times(d, c.perUnit) }

var one = big.NewInt(1)

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
	if amount, ok := c.quick(base, included); ok {
		return amount
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
