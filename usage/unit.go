package usage

import (
	"math/big"
	"strings"
)

// A Unit is what a usage is measured in, in the vendor's words.
type Unit string

// The units.
const (
	Bytes       Unit = "bytes"
	Seconds     Unit = "seconds"
	Quantity    Unit = "quantity"
	NoUnit      Unit = "n/a"
	UnknownUnit Unit = "unknown"
)

// KnownUnit is the unit of a usage by its name, as a report's column name has it; unknown for names that
// no public material has. A report itself says nothing of units.
func KnownUnit(usage string) Unit { return NameOf(usage, "").Unit }

// IsComputePoints reports whether a usage is compute points of disaster recovery, in seconds, as all names
// are that end in compute_points. They grow from day to day, so that it is their delta that is billed.
func IsComputePoints(usage string) bool { return strings.HasSuffix(usage, "compute_points") }

// Reading is how people read a value, such as "14.26 GiB", "12.50 compute points" or "3.00 hours", with two
// decimals, half rounded up. It is "" where the value reads well as it is.
func Reading(d Decimal, u Unit, usage string) string {
	switch {
	case u == Bytes:
		return formatDivided(d, 1<<30) + " GiB"
	case u == Seconds && IsComputePoints(usage):
		return formatDivided(d, 3600) + " compute points"
	case u == Seconds:
		return formatDivided(d, 3600) + " hours"
	}
	return ""
}

func formatDivided(d Decimal, by int64) string {
	r := d.Rat()
	return halfUp(r.Quo(r, big.NewRat(by, 1)), 2).FloatString(2)
}
