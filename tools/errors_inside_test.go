package tools

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/sheets"
)

// Errors that need a full disk or very many rows have a text too.
func TestSentencesOfRareErrors(t *testing.T) {
	s := newService(Options{DataCentre: "eu2-cloud.acronis.com"})
	full := errors.New("no space left on device")
	for want, err := range map[string]error{
		"more than this server reads":                                   store.ErrTooLarge,
		"its id is not a UUID: \"../x\"":                                &store.IDError{ID: "../x"},
		"disk: \"no space left on device\". The user":                   fmt.Errorf("reading: %w", &store.DiskError{Err: full}),
		"1048576 rows are too many for xlsx, which has at most 1048575": &sheets.SizeError{Rows: sheets.MaxXLSXRows + 1, Max: sheets.MaxXLSXRows},
		"failed: \"no space left on device\". An incomplete file":       &sheets.WriteError{Err: full, Left: "a.csv"},
		"can't be written: \"no space left on device\". No file":        &sheets.WriteError{Err: full},
	} {
		if got, ok := s.refusal(err); !ok || !strings.Contains(got, want) {
			t.Errorf("%v: %q, want %q in it", err, got, want)
		}
	}
	if got, ok := s.refusal(full); ok {
		t.Errorf("a failure of no kind has the sentence %q", got)
	}
}
