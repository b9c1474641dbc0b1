package figures

import (
	"fmt"
	"strings"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/usage"
)

// A SourceError is a report that no figures can be read from.
type SourceError struct {
	Reason SourceReason
	Report *acronis.Report
}

// A SourceReason is why no figures can be read from a report.
type SourceReason string

// The reasons.
const (
	Mailed       SourceReason = "it is mailed, and nothing is stored"
	OtherFormats SourceReason = "it is made in other formats only"
	NotMade      SourceReason = "the vendor failed to make it"
	NotSaved     SourceReason = "it is not saved yet"
)

func (e *SourceError) Error() string {
	return fmt.Sprintf("no figures can be read from report %s: %s", e.Report.ID, e.Reason)
}

// A MissingError says that there is no report of a period that figures can be read from.
type MissingError struct {
	TenantID string // asked for
	Period   acronis.ReportPeriod

	// Unusable is a report of the period that was not chosen, and Status why; nil
	// if there is none.
	Unusable *acronis.Report
	Status   Status
}

func (e *MissingError) Error() string {
	return fmt.Sprintf("no report for %s to %s can be read", e.Period.Start, e.Period.End)
}

// A CustomerError is a customer that can't be selected.
type CustomerError struct {
	Reason   CustomerReason
	Customer string // as it was asked for

	// AboutID and AboutName are the tenant asked about, of NotBelow. The name is
	// "" if it isn't known.
	AboutID, AboutName string

	// Exists are names that could have been matched, of NoMatch.
	Exists []string
}

// A CustomerReason is why a customer can't be selected.
type CustomerReason string

// The reasons.
const (
	EmptyName       CustomerReason = "its name is empty"
	NamesUnreadable CustomerReason = "names can't be read"
	NotBelow        CustomerReason = "it is not below the tenant asked about"
	NoMatch         CustomerReason = "no name matches it"
)

func (e *CustomerError) Error() string {
	return fmt.Sprintf("customer %q can't be selected: %s", e.Customer, e.Reason)
}

// A UsageError is an entry of a filter that names no usage in a file, or is empty.
type UsageError struct {
	Usage  string
	Exists []string // usage names: up to 20 in the file, the nearest first
	Words  bool     // the entry's words are in the labels of those in Exists
}

func (e *UsageError) Error() string { return fmt.Sprintf("no usage is called %q", e.Usage) }

// A NoSKUError is a question by SKU about a file without them.
type NoSKUError struct {
	Requested bool // the report was made with show_skus
}

func (e *NoSKUError) Error() string { return usage.ErrNoSKU.Error() }

// A MeasureError is a measure over days asked of a file that has none.
type MeasureError struct{ Measure, Kind string }

func (e *MeasureError) Error() string {
	return fmt.Sprintf("a file of kind %s has no days for measure %s", e.Kind, e.Measure)
}

// A MixedUnitError is a usage that the API measures in more than one unit, so
// that its rows can't be added.
type MixedUnitError struct{ Usage string }

func (e *MixedUnitError) Error() string {
	return fmt.Sprintf("%q is measured in more than one unit", e.Usage)
}

// A FileError is a stored report that can't be read, or is none.
type FileError struct {
	Report   *acronis.Report // nil if only its id was known
	ReportID string
	StoredID string
	Final    bool // another download won't help
	Err      *usage.FileError
}

func (e *FileError) Error() string { return "stored report " + e.StoredID + ": " + e.Err.Error() }

// Unwrap returns what is wrong with the file.
func (e *FileError) Unwrap() error { return e.Err }

// An IncomparableError is two reports that differ in what must be the same.
type IncomparableError struct {
	What              string // kind, level or subject
	Before, After     string // its values
	BeforeID, AfterID string // of the reports
}

func (e *IncomparableError) Error() string {
	return fmt.Sprintf("reports %s and %s can't be compared: %s differs", e.BeforeID, e.AfterID, e.What)
}

// An OrderError is a comparison whose earlier report begins after the later one.
type OrderError struct{ Before, After string } // first days

func (e *OrderError) Error() string {
	return strings.Join([]string{"the report before begins", e.Before, "and the one after", e.After}, " ")
}
