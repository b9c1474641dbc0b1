package usage

import (
	"math/big"
	"strings"
)

// A Unit is the unit of a usage, in the vendor's words.
type Unit string

// The units.
const (
	Bytes       Unit = "bytes"
	Seconds     Unit = "seconds"
	Quantity    Unit = "quantity"
	NoUnit      Unit = "n/a"
	UnknownUnit Unit = "unknown"
)

// KnownUnit returns the unit of a usage by its name in a report's column name, or UnknownUnit for a name that isn't
// known. The report itself has no units.
func KnownUnit(usage string) Unit { return NameOf(usage, "").Unit }

// IsComputePoints reports whether a usage is compute points of disaster recovery: its name ends in compute_points,
// and its unit is seconds. The values grow from day to day, so the delta is what is billed.
func IsComputePoints(usage string) bool { return strings.HasSuffix(usage, "compute_points") }

// Reading returns a value in a unit for users, such as "14.26 GiB", "12.50 compute points" or "3.00 hours", with two
// decimals, halves rounded up; a count is returned exactly. A value that isn't 0 never reads as 0: it is
// "< 0.01 GiB" or "> -0.01 GiB".
func Reading(d Decimal, u Unit, usage string) string {
	switch {
	case u == Bytes:
		return formatDivided(d, 1<<30) + " GiB"
	case u == Seconds && IsComputePoints(usage):
		return formatDivided(d, 3600) + " compute points"
	case u == Seconds:
		return formatDivided(d, 3600) + " hours"
	}
	return d.String()
}

// ReadingOfChange returns a difference as Reading does, growth with a plus sign.
func ReadingOfChange(d Decimal, u Unit, usage string) string {
	reading := Reading(d, u, usage)
	if small, ok := strings.CutPrefix(reading, "< "); ok {
		return "< +" + small
	}
	return Signed(reading, d)
}

// Signed returns the text of a number, or of its size in percent, with a plus sign if the number is positive.
func Signed(text string, d Decimal) string {
	if d.Sign() > 0 {
		return "+" + text
	}
	return text
}

func formatDivided(d Decimal, by int64) string {
	r := d.Rat()
	r.Quo(r, big.NewRat(by, 1))
	smallest := big.NewRat(1, 100)
	switch rounded := halfUp(r, 2); {
	case rounded.Sign() != 0 || d.IsZero():
		return rounded.FloatString(2)
	case d.Sign() < 0:
		return "> -" + smallest.FloatString(2)
	default:
		return "< " + smallest.FloatString(2)
	}
}
