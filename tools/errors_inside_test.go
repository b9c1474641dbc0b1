package tools

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/sheets"
)

// Errors that need a full disk or very many rows have a text too.
func TestSentencesOfRareErrors(t *testing.T) {
	s := newService(Options{DataCentre: "eu2-cloud.acronis.com"})
	full := errors.New("no space left on device")
	for want, err := range map[string]error{
		"more than this server reads":                                    store.ErrTooLarge,
		"its id is not a UUID: \"../x\"":                                 &store.IDError{ID: "../x"},
		"disk: \"no space left on device\". The user":                    fmt.Errorf("reading: %w", &store.DiskError{Err: full}),
		"1048576 rows are too many for xlsx, which has at most 1048575":  &sheets.SizeError{Rows: sheets.MaxXLSXRows + 1, Max: sheets.MaxXLSXRows},
		"failed: \"no space left on device\". An incomplete file":        &sheets.WriteError{Err: full, Left: "a.csv"},
		"can't be written: \"no space left on device\". No file":         &sheets.WriteError{Err: full},
		"a.csv can't be written: no space left on device. No incomplete": fmt.Errorf("month: %w", &sheets.ReplaceError{Name: "a.csv", Err: full}),
	} {
		if got, ok := s.refusal(err); !ok || !strings.Contains(got, want) {
			t.Errorf("%v: %q, want %q in it", err, got, want)
		}
	}
	if got, ok := s.refusal(full); ok {
		t.Errorf("a failure of no kind has the sentence %q", got)
	}
}

// A secret may match beyond the end of a string. What then remains is no JSON, and
// would break the frame of the response.
func TestCredentialsThatCannotBeRemoved(t *testing.T) {
	client, err := acronis.New(acronis.Config{BaseURL: "https://eu2-cloud.acronis.com", ClientID: "id", ClientSecret: `MARKED-1","b":"MARKED-2`})
	if err != nil {
		t.Fatal(err)
	}
	s := newService(Options{Client: client})
	if text, ok := s.clean(`{"a":"MARKED-1","b":"MARKED-2"}`); ok {
		t.Errorf("%s counts as JSON", text)
	}
	if text, ok := s.clean(`{"a":"MARKED-3","b":"MARKED-2"}`); !ok || text != `{"a":"MARKED-3","b":"MARKED-2"}` {
		t.Errorf("%s, %v", text, ok)
	}
}

// A wait of more than a day is shown as a date.
func TestLongWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // where it is midnight UTC on 2000-01-01
		for wait, want := range map[time.Duration]string{
			time.Second: "1 second", 90 * time.Second: "90 seconds", 121 * time.Second: "3 minutes", 24 * time.Hour: "1440 minutes", 24*time.Hour + time.Second: "2000-01-02 00:00 UTC",
		} {
			if got := describeWait(wait); got != want {
				t.Errorf("%v: %s, want %s", wait, got, want)
			}
		}
	})
}
