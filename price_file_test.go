package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A file that changes is read again, even if its size and time stay the same. The
// list that a call has is not changed.
func TestPriceFileChanges(t *testing.T) {
	path := filepath.Join(t.TempDir(), "prices.csv")
	write := func(price string) {
		t.Helper()
		at := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
		if err := os.WriteFile(path, []byte("item,per,price,currency\nvms,item,"+price+",EUR\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	write("6.00")
	f := newPriceFile(path, "--prices")
	first, err := f.read()
	if err != nil || len(first.Faults) > 0 || first.Rows[0].Price.String() != "6" {
		t.Fatalf("%+v, %v", first, err)
	}
	if again, err := f.read(); err != nil || again != first {
		t.Errorf("read again without a change: %v", err)
	}
	write("7.00")
	second, err := f.read()
	if err != nil || second.Rows[0].Price.String() != "7" || first.Rows[0].Price.String() != "6" || first.SHA256 == second.SHA256 {
		t.Errorf("%+v, %v; the first list is %+v", second, err, first)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, err := f.read(); err == nil || !strings.HasPrefix(err.Error(), `--prices "prices.csv" can't be read`) || strings.Contains(err.Error(), path) {
		t.Errorf("without a file: %v", err)
	}
}
