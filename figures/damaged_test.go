package figures

import (
	"strconv"
	"testing"

	"acronis-reports-mcp/usage"
)

// A question ends, even if it meets damaged files again and again.
func TestWithoutDamagedEnds(t *testing.T) {
	for _, test := range []struct {
		name    string
		byMonth bool
		id      func(call int) string
		calls   int
	}{
		{"a report given by its id", false, func(int) string { return "a" }, 1},
		{"always the same file", true, func(int) string { return "a" }, 3},
		{"always another file", true, strconv.Itoa, maxDamaged + 1},
	} {
		e, calls := &Engine{}, 0
		err := e.WithoutDamaged(func() error {
			calls++
			return &FileError{StoredID: test.id(calls), ByMonth: test.byMonth, Err: &usage.FileError{}}
		})
		if calls != test.calls || err == nil {
			t.Errorf("%s: %d calls, want %d: %v", test.name, calls, test.calls, err)
		}
	}
}
