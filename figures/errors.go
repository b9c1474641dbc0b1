package figures

import (
	"fmt"
	"strings"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/usage"
)

// A SourceError means that no figures can be read from a report.
type SourceError struct {
	Reason SourceReason
	Report *acronis.Report
}

// A SourceReason says why no figures can be read from a report.
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

// A MissingError means that no figures can be read from any report of a period.
type MissingError struct {
	TenantID string // tenant of the question
	Period   acronis.ReportPeriod

	// Unusable is a report of the period that can't be used, or nil, and Status
	// says why.
	Unusable *acronis.Report
	Status   Status
}

func (e *MissingError) Error() string {
	return fmt.Sprintf("no report for %s to %s can be read", e.Period.Start, e.Period.End)
}

// A DeletedError means that a tenant has no current usage, because it was
// deleted.
type DeletedError struct {
	TenantID, Name string
	Day            string // YYYY-MM-DD
}

func (e *DeletedError) Error() string { return "tenant " + e.TenantID + " was deleted on " + e.Day }

// A CustomerError means that a customer can't be selected.
type CustomerError struct {
	Reason   CustomerReason
	Customer string // as given in the question

	// AboutID and AboutName are the tenant of the question, for NotBelow. The
	// name is "" if it isn't known.
	AboutID, AboutName string

	// Exists has names that could have been matched, for NoMatch.
	Exists []string
}

// A CustomerReason says why a customer can't be selected.
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

// A UsageError means that an entry of a filter matches no usage in a file, or
// is empty.
type UsageError struct {
	Usage  string
	Exists []string // up to 20 usage names in the file, the most similar first
	Words  bool     // the labels of the usages in Exists contain the words of the entry
}

func (e *UsageError) Error() string { return fmt.Sprintf("no usage is called %q", e.Usage) }

// A NoSKUError means that a question is by SKU, but the file has none.
type NoSKUError struct {
	Source    Source
	Requested bool // the report was made with show_skus
	Compared  bool // the report is one of two that must be comparable
}

func (e *NoSKUError) Error() string { return usage.ErrNoSKU.Error() }

// A MeasureError means that a measure needs rows by day, but the file has none.
type MeasureError struct {
	Source        Source
	Measure, Kind string
}

func (e *MeasureError) Error() string {
	return fmt.Sprintf("a file of kind %s has no days for measure %s", e.Kind, e.Measure)
}

// A MixedUnitError means that the API measures a usage in more than one unit,
// so its rows can't be added.
type MixedUnitError struct{ Usage string }

func (e *MixedUnitError) Error() string {
	return fmt.Sprintf("%q is measured in more than one unit", e.Usage)
}

// A FileError means that a stored report can't be read, or isn't a report.
type FileError struct {
	Report   *acronis.Report // nil if only its id was known
	ReportID string
	TenantID string // tenant of the question, "" if Report is nil
	ByMonth  bool   // the report was found by month, so another one may do
	StoredID string
	Final    bool // another download won't help
	Err      *usage.FileError
}

func (e *FileError) Error() string { return "stored report " + e.StoredID + ": " + e.Err.Error() }

// Unwrap returns Err.
func (e *FileError) Unwrap() error { return e.Err }

// An IncomparableError means that two reports differ in something that must be
// the same.
type IncomparableError struct {
	What              string // kind, level or subject
	Before, After     string // its values
	BeforeID, AfterID string // of the reports
	Sources           [2]Source
}

func (e *IncomparableError) Error() string {
	return fmt.Sprintf("reports %s and %s can't be compared: %s differs", e.BeforeID, e.AfterID, e.What)
}

// An OrderError means that the report before begins later than the report
// after.
type OrderError struct{ Before, After string } // first days

func (e *OrderError) Error() string {
	return strings.Join([]string{"the report before begins", e.Before, "and the one after", e.After}, " ")
}
