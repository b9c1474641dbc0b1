package sheets

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"acronis-reports-mcp/memory"
)

// writtenInvoice writes a file of some lines of different accounts.
func writtenInvoice(t *testing.T, lines int) (folder, name string) {
	t.Helper()
	l := layouts["invoice"]
	var header []string
	for _, c := range l.columns {
		header = append(header, c.name)
	}
	var b strings.Builder
	b.WriteString(strings.Join(header, ",") + "\n")
	for i := range lines {
		cells := make([]string, len(header))
		for name, cell := range map[string]string{"month": "2026-10", "account_id": fmt.Sprintf("account %d", i), "currency": "EUR", "amount": "1.25"} {
			cells[slices.Index(header, name)] = cell
		}
		b.WriteString(strings.Join(cells, ",") + "\n")
	}
	folder, name = t.TempDir(), "invoice.csv"
	if err := os.WriteFile(filepath.Join(folder, name), []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return folder, name
}

// A file to compare with draws on the memory of the call, and one that is too large is
// refused with what it needs before it was read to its end.
func TestReadInvoiceInLittleMemory(t *testing.T) {
	const lines = 10_000
	folder, name := writtenInvoice(t, lines)
	read := func(bytes int64) (w *Written, err error) {
		err = memory.Do(memory.New(bytes).With(t.Context()), func(ctx context.Context) error {
			w, err = ReadInvoice(ctx, folder, name)
			return err
		})
		return w, err
	}
	w, err := read(32 << 20)
	if err != nil || len(w.lines) != lines || !slices.Equal(w.Months, []string{"2026-10"}) {
		t.Fatalf("got %v, %v", w, err)
	}
	_, err = read(2 << 20)
	limit := (*memory.LimitError)(nil)
	if !errors.As(err, &limit) {
		t.Fatalf("got %v", err)
	}
	if _, err := read(limit.Needed + limit.Needed/50); err != nil {
		t.Errorf("with the %d bytes that it needed: %v", limit.Needed, err)
	}
	if _, err := read(limit.Needed / 2); err == nil {
		t.Errorf("it needed %d bytes, but half of it was enough", limit.Needed)
	}
}

// A countingContext ends when its error has been looked at some times.
type countingContext struct {
	context.Context
	left int
}

func (c *countingContext) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

// The work on a file that an invoice is compared with ends with the call.
func TestAgainstEndsWithTheCall(t *testing.T) {
	folder, name := writtenInvoice(t, 10_000)
	if _, err := ReadInvoice(&countingContext{t.Context(), 10}, folder, name); err != context.Canceled {
		t.Errorf("reading: %v", err)
	}
	for _, looks := range []int{10, 40, 45} { // at the lines, and while they are sorted
		w, err := ReadInvoice(t.Context(), folder, name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Differences(&countingContext{t.Context(), looks}, Invoice{}); err != context.Canceled {
			t.Errorf("after %d looks: %v", looks, err)
		}
	}
}
