package prices

import (
	"math/big"

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

	small *smallCalculation // the same in 64 bits, or nil
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
	c.small = newSmall(c)
	return c
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
