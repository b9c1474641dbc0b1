package usage

import (
	"errors"
	"fmt"
	"strconv"
)

var (
	// ErrNoSKU is a query by SKU of a file without a column of them.
	ErrNoSKU = errors.New("the file has no column of SKUs")

	// ErrNoDay is a query by day, or of a kind with a row a day, of a file without a column of days, or with
	// several that may be it: it is in the chain of an error that names them.
	ErrNoDay = errors.New("the file has no column of days")

	// ErrOverDays is a query that doesn't say what becomes of the absolute values of several days.
	ErrOverDays = errors.New("the file has a row a day: choose last, max or average, or keep days apart")

	// ErrTooMuch is a query of which more has to be kept than Query.MaxKept.
	ErrTooMuch = errors.New("the file has too much to keep apart")
)

// FileError is a file that can't be read to its end, or that is no report.
type FileError struct {
	Line     int64 // where it was noticed, from 1
	Rows     int64 // read before that
	Unpacked int64 // bytes read before that
	Problem  string
	Err      error // underneath, or nil
	Final    bool  // it would be the same if the file came once more
}

// Error says what is wrong with the file, and how far it was read.
func (e *FileError) Error() string {
	text := fmt.Sprintf("the file %s (line %d, after %d rows and %d bytes unpacked)", e.Problem, e.Line, e.Rows, e.Unpacked)
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns the error underneath.
func (e *FileError) Unwrap() error { return e.Err }

// quote shows a value from a file, which may be any text, in ASCII and cut to 40 bytes.
func quote(value []byte) string {
	if len(value) > 40 {
		return strconv.QuoteToASCII(string(value[:40])) + "…"
	}
	return strconv.QuoteToASCII(string(value))
}
