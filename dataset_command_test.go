package main

import (
	"strings"
	"testing"
)

// A month without a report that can be used says why, and only what is missing to
// create one.
func TestDatasetSaysWhatIsMissing(t *testing.T) {
	const why = "2026-10 missing: its report doesn't list each customer. To create another, use "
	for _, test := range []struct{ args, want string }{
		{"--demo dataset --months 2026-10", why + "--create after dataset\n"},
		{"--demo --access read dataset --create --months 10/2026", why + "--access write\n"},
		{"--demo --access read dataset --months 2026-10..2026-10", why + "--access write, and --create after dataset\n"},
		{"--demo dataset --months 2025-05", "2025-05 missing: to create its report, use --create after dataset\n"},
	} {
		args := append(strings.Fields(test.args), "--out", t.TempDir())
		if status, out, errs := runProgram(nil, "", args...); status != 1 || out != test.want {
			t.Errorf("%s: status %d, %q, %s", test.args, status, out, errs)
		}
	}
	if status, _, errs := runProgram(nil, "", "--demo", "dataset", "--months", "2026-10..2026-09", "--out", t.TempDir()); status != 2 || !strings.Contains(errs, "the first month is after the last") {
		t.Errorf("a reversed range: status %d, %s", status, errs)
	}
}
