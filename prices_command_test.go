package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// priceList writes a price list and returns its path.
func writePrices(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "prices.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// What prices init prints is a list that only lacks prices, and with prices it
// prices every line.
func TestPricesInit(t *testing.T) {
	status, out, errs := runProgram(nil, "", "--demo", "prices", "init", "--month", "2026-09")
	if status != 0 || errs != "" {
		t.Fatal(status, errs)
	}
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	price, currency := slices.Index(rows[0], "price"), slices.Index(rows[0], "currency")
	if len(rows) != 10 || !slices.Contains(rows[0], "#sku") || rows[1][price] != "" {
		t.Errorf("%q", rows)
	}
	status, checked, _ := runProgram(nil, "", "--demo", "prices", "check", writePrices(t, out), "--month", "2026-09")
	if status != 1 || !strings.Contains(checked, "no price: 4 lines of the report, Servers") || strings.Contains(checked, "fault:") || strings.Contains(checked, "never used") {
		t.Errorf("without prices: %d, %s", status, checked)
	}
	var filled strings.Builder
	w := csv.NewWriter(&filled)
	for i, row := range rows {
		if i > 0 {
			row[price], row[currency] = "1", "EUR"
		}
		if err := w.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	status, checked, _ = runProgram(nil, "", "--demo", "prices", "check", "--month", "2026-09", writePrices(t, filled.String()))
	if status != 0 || checked != "prices.csv has no faults, and every line of 2026-09 has a price.\n" {
		t.Errorf("with prices: %d, %s", status, checked)
	}
}

func TestPricesCheck(t *testing.T) {
	for _, test := range []struct {
		list   string
		args   []string
		status int
		want   []string
	}{
		{"item,per,price,currency\nworkstations,item,\"2,40\",EUR\nstorage,GB,1,EUR\n", nil, 1,
			[]string{"fault: line 2, column 3 (price): a decimal comma", "fault: line 3, column 2 (per): GB has two meanings", "prices.csv has 2 faults."}},
		{"item,per,price,currency,included\nstorage,GiB,0.05,EUR,10/workstations\nunicorns,item,1,EUR,\nstorage,GiB,0.06,EUR,\n", []string{"--demo"}, 1,
			[]string{"never used: line 3 fits nothing", `unknown name: line 3, column item: "unicorns"`, "Backup storage, per workload (pw_base_storage, SKU SIM-STORAGE), because lines 2, 4 of the list fit", "compare first: line 2", "have no price"}},
		{"item,per,price,currency\nstorage,GiB,,EUR\n", []string{"--demo"}, 1,
			[]string{"because line 2 of the list, which fits, has no price: fill it in\n"}},
		{"tenant,item,per,price,currency\nWingtip Toys,vms,item,6,EUR\n", []string{"--demo"}, 1,
			[]string{"fault: line 2, column 1 (tenant): 2 tenants have this name"}},
		{"kind,tenant,item,per,price,currency\nfee,Contoso,,,6,EUR\n,Nobody here,storage,GiB,1,EUR\n", []string{"--demo"}, 1,
			[]string{"unknown name: line 2, column tenant: \"Contoso\"; did you mean \"Contoso Ltd\"?\n", "unknown name: line 3, column tenant: \"Nobody here\"\n"}},
	} {
		args := append(test.args, "prices", "check", writePrices(t, test.list), "--month", "2026-09")
		status, out, errs := runProgram(nil, "", args...)
		if status != test.status {
			t.Errorf("%s: status %d: %s", test.list, status, errs)
		}
		for _, want := range test.want {
			if !strings.Contains(out, want) {
				t.Errorf("%s: no %q in\n%s", test.list, want, out)
			}
		}
	}
}

func TestPricesUsage(t *testing.T) {
	for _, args := range [][]string{{}, {"init", "x"}, {"check"}, {"check", "a", "b"}, {"sell"}, {"init", "--tax", "1"}} {
		if status, _, errs := runProgram(nil, "", append([]string{"--demo", "prices"}, args...)...); status != 2 || errs == "" {
			t.Errorf("%q: status %d, %s", args, status, errs)
		}
	}
	if status, _, errs := runProgram(nil, "", "--demo", "prices", "init", "--month", "2026-07"); status != 1 || !strings.Contains(errs, "prepare_months") {
		t.Errorf("a month without a report: status %d, %s", status, errs)
	}
	if status, _, errs := runProgram(nil, "", "--demo", "prices", "check", "nofile.csv"); status != 1 || !strings.Contains(errs, `"nofile.csv" can't be read`) {
		t.Errorf("a file that isn't there: status %d, %s", status, errs)
	}
	for month, want := range map[string]string{"2026-09": "", "2026-10": "The report of 2026-10 has no SKUs, so #sku is empty"} {
		if _, _, errs := runProgram(nil, "", "--demo", "prices", "init", "--month", month); !strings.HasPrefix(errs, want) || want == "" && errs != "" {
			t.Errorf("%s: %s", month, errs)
		}
	}
	list := writePrices(t, "item,per,price,currency\nvms,item,6,EUR\n")
	if status, _, errs := runProgram(nil, "", "prices", "check", list); status != 1 || !strings.Contains(errs, "has no faults") || !strings.Contains(errs, "ACRONIS_BASE_URL") {
		t.Errorf("without a data centre: status %d, %s", status, errs)
	}
}
