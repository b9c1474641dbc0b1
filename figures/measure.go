package figures

import (
	"acronis-reports-mcp/usage"
)

// The measures.
const (
	Billed  = "billed"  // [End], but of compute points [Change]
	End     = "end"     // the reading at the end of the period
	Change  = "change"  // from the first day of the period to its end
	Peak    = "peak"    // the greatest of any day, of kinds with a row a day
	Average = "average" // over the days that the file has, of those kinds
)

// overDays returns how the values of several days are combined.
func overDays(measure string) string {
	switch measure {
	case Peak:
		return "max"
	case Average:
		return "average"
	}
	return "last"
}

// checkMeasure refuses what can't be measured in a file without days.
func checkMeasure(measure string, from Source, sum *usage.Summary) error {
	kind := from.Report.Params().Kind
	if (measure == Peak || measure == Average) && sum.LastDay == "" && kind != "usage_daily" && kind != "usage_breakdown" {
		return &MeasureError{from, measure, kind}
	}
	return nil
}

// isChange reports whether what is measured of a usage is how much it changed,
// which adds up over days and months.
func (a *Answer) isChange(usageName string) bool { return usage.IsChange(a.Measure, usageName) }

// HasPoints reports whether compute points are among what was added up.
func (a *Answer) HasPoints() bool {
	for _, t := range a.Summary.Totals {
		if usage.IsComputePoints(t.Usage) {
			return true
		}
	}
	return false
}
