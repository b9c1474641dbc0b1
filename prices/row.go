package prices

import (
	"math/big"
	"strings"

	"acronis-reports-mcp/usage"
)

// A Kind says what a row of a price list is.
type Kind string

// The kinds of rows.
const (
	PriceRow    Kind = "price"    // the price of an item or SKU
	AccountRow  Kind = "account"  // who gets the invoice
	FeeRow      Kind = "fee"      // an amount charged once a month
	MinimumRow  Kind = "minimum"  // what an account is charged at least
	DiscountRow Kind = "discount" // percent off charges
)

// A Row is a row of a price list. Fields that its kind doesn't have are empty.
type Row struct {
	Line int // of the file, from 1
	Kind Kind

	Tenant string // internal tag, id or name; "" is all
	Item   string // usage name, offering item or label; "" is any

	// SKU, Infra and Owner narrow the row; "" is all, and * is any value.
	SKU, Infra, Owner string

	Per      Per
	Price    *usage.Decimal // of Per; percent of a discount; nil if the row has none, or tiers instead
	Currency string         // ISO 4217; may be "" for discounts and rows without a price

	Included []Included // what is free
	Tiers    *Tiers     // instead of Price
	Round    Rounding
	AtLeast  *usage.Decimal // quantity in the unit that is charged at least
	Pool     Pool

	From, To string // months that the row applies in, YYYY-MM, inclusive; "" is no limit

	Product string // name or code in other software
	Text    string // on the invoice line, with placeholders; of an account the contact's name
}

// A Measure is what quantities are priced in: the unit of a price, without its number.
type Measure string

// The measures. The vendor's GB are 1024³ bytes, therefore GB and TB are no measures.
const (
	GiB          Measure = "GiB"
	TiB          Measure = "TiB"
	Item         Measure = "item"
	ComputePoint Measure = "compute point" // 3,600 seconds

	// Natural is the measure that fits the unit of the usage. Price lists of the vendor have no measures.
	Natural Measure = ""
)

// base returns how many base units a measure has.
func (m Measure) base() int64 {
	switch m {
	case GiB:
		return 1 << 30
	case TiB:
		return 1 << 40
	case ComputePoint:
		return 3600
	}
	return 1
}

// fits reports whether a quantity in a unit can be priced in the measure. For an unknown unit the list is believed.
func (m Measure) fits(unit usage.Unit) bool {
	switch unit {
	case usage.Bytes:
		return m == GiB || m == TiB
	case usage.Seconds:
		return m == ComputePoint
	case usage.Quantity, usage.NoUnit:
		return m == Item
	}
	return true
}

// natural returns the measure for quantities in a unit.
func natural(unit usage.Unit) Measure {
	switch unit {
	case usage.Bytes:
		return GiB
	case usage.Seconds:
		return ComputePoint
	}
	return Item
}

// A Per is what a price is for, such as 100 GiB.
type Per struct {
	Block   usage.Decimal // a whole number of at least 1
	Measure Measure
}

// String returns the column per, such as "GiB" or "100 GiB".
func (p Per) String() string {
	if p.Block.Cmp(usage.NewDecimal(1)) == 0 || p.Block.IsZero() {
		return string(p.Measure)
	}
	return p.Block.String() + " " + string(p.Measure)
}

// Included is a free quantity in the unit of the row: a number, or a number for each of an item that the pool has.
type Included struct {
	Quantity usage.Decimal
	Item     string // "" for a plain number
}

// Tiers are prices that depend on the quantity.
type Tiers struct {
	Volume bool // the tier of the whole quantity applies to all of it; else each part has the price of its tier
	Steps  []Tier
}

// A Tier is a price up to a quantity.
type Tier struct {
	UpTo  *usage.Decimal // inclusive, in the unit; nil in the last tier
	Price usage.Decimal  // of what the row is per
}

// A Rounding says how the quantity of a charge is rounded.
type Rounding struct {
	Up      bool           // to the next whole block
	Nearest *usage.Decimal // to a multiple of this in the unit, halves away from zero
}

// A Pool says what is added up before included quantities and tiers.
type Pool string

// The pools.
const (
	CustomerPool Pool = "customer"
	AccountPool  Pool = "account"
)

// appliesIn reports whether the row applies in a month, YYYY-MM.
func (r *Row) appliesIn(month string) bool {
	return (r.From == "" || r.From <= month) && (r.To == "" || month <= r.To)
}

// hasPrice reports whether the row has a price or tiers.
func (r *Row) hasPrice() bool { return r.Price != nil || r.Tiers != nil }

// free reports whether everything is priced at 0.
func (r *Row) free() bool {
	if r.Tiers == nil {
		return r.Price != nil && r.Price.IsZero()
	}
	for _, step := range r.Tiers.Steps {
		if !step.Price.IsZero() {
			return false
		}
	}
	return true
}

// hundred is 100 percent.
var hundred = big.NewRat(100, 1)

// isStar reports whether a cell matches any value.
func isStar(cell string) bool { return strings.TrimSpace(cell) == "*" }
