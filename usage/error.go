package usage

import (
	"errors"
	"fmt"
	"strconv"

	"acronis-reports-mcp/memory"
)

var (
	// ErrNoSKU means that a query is by SKU, but the file has no column of SKUs.
	ErrNoSKU = errors.New("the file has no column of SKUs")

	// ErrNoDay means that a query is by day, or the report's kind has one row per day, but the file has no
	// column of days, or several columns that may be it. In that case it is in the chain of an error that
	// names them.
	ErrNoDay = errors.New("the file has no column of days")

	// ErrOverDays means that the file has several days and Query.OverDays doesn't say how to combine them.
	ErrOverDays = errors.New("the file has one row per day: choose last, max or average, or group by day")

	// ErrTooMuch means that a query has to keep more than Query.MaxKept.
	ErrTooMuch = errors.New("the file has too many groups and tenants")
)

// MemoryError means that a query needs more memory than the whole budget of its context; see [memory.Budget]. The
// numbers are those of what was read so far.
type MemoryError struct {
	Groups, Tenants int
	Bytes           int64 // for them; Err may count more of the same call
	Err             *memory.LimitError
}

func (e *MemoryError) Error() string {
	return fmt.Sprintf("%d groups and %d tenants are too many: %v", e.Groups, e.Tenants, e.Err)
}

// Unwrap returns Err.
func (e *MemoryError) Unwrap() error { return e.Err }

// FileError means that a file can't be read to its end, or isn't a report.
type FileError struct {
	Line     int64 // where the problem was found, from 1
	Rows     int64 // rows read before it
	Unpacked int64 // unpacked bytes read before it
	Problem  string
	Err      error // the underlying error, or nil
	Final    bool  // downloading the file again won't help
}

// Error says what is wrong with the file and how far it was read.
func (e *FileError) Error() string {
	text := fmt.Sprintf("the file %s (line %d; rows read: %d; bytes unpacked: %d)", e.Problem, e.Line, e.Rows, e.Unpacked)
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns Err.
func (e *FileError) Unwrap() error { return e.Err }

// quote returns at most 40 bytes of a value from a file, quoted in ASCII, because it may be any text.
func quote(value []byte) string {
	if len(value) > 40 {
		return strconv.QuoteToASCII(string(value[:40])) + "…"
	}
	return strconv.QuoteToASCII(string(value))
}
