package main

import (
	"os"
	"path/filepath"
	"runtime"
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

// A month whose report no longer exists is kept: the reports that the demo makes end
// with the process. It isn't kept for another tenant, with other columns or prices, or
// if its files were changed.
func TestDatasetKeepsMonths(t *testing.T) {
	folder := t.TempDir()
	run := func(flags, args, want string, wantStatus int) {
		t.Helper()
		words := append(strings.Fields("--demo "+flags+" dataset --months 2026-10 "+args), "--out", folder)
		if status, out, errs := runProgram(nil, "", words...); status != wantStatus || !strings.HasPrefix(out, "2026-10 "+want) {
			t.Errorf("%s, %s: status %d, %q, %s", flags, args, status, out, errs)
		}
	}
	run("", "--create", "written, 135 rows", 0)
	run("", "", "kept: its report no longer exists\n", 0)
	run("", "--no-names", "missing: ", 1)
	run("--prices "+writePrices(t, "item,per,price,currency\nvms,item,6,EUR\n"), "", "missing: ", 1)
	run("", "--tenant 00000000-0000-4000-8000-000000000000", "missing: ", 1)
	files, err := filepath.Glob(filepath.Join(folder, "usage", "*", "*", "*"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	if err := os.WriteFile(files[0], nil, 0o600); err != nil {
		t.Fatal(err)
	}
	run("", "", "missing: ", 1)
}

// No link in the folder of a dataset leads out of it.
func TestDatasetStaysInItsFolder(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need rights there")
	}
	for _, name := range []string{"usage", "rejected", "manifests", "schema.json", "usage/data_centre=demo"} {
		folder, outside := t.TempDir(), t.TempDir()
		link := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(link), 0o700); err != nil {
			t.Fatal(err)
		}
		target := outside
		if name == "schema.json" {
			target = filepath.Join(outside, "schema.json")
		}
		if err := os.Symlink(target, link); err != nil {
			t.Fatal(err)
		}
		status, out, errs := runProgram(nil, "", "--demo", "dataset", "--months", "2026-09", "--out", folder)
		if status != 1 {
			t.Errorf("%s: status %d, %s%s", name, status, out, errs)
		}
		if left, err := os.ReadDir(outside); err != nil || len(left) > 0 {
			t.Errorf("%s: outside are %v, %v", name, left, err)
		}
	}
}
