package doctor_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"acronis-reports-mcp/acronis/simulator"
)

// TestCosts tries the vendor's price lists with the role for them, without it, and
// when they aren't used.
func TestCosts(t *testing.T) {
	for _, test := range []struct {
		flag   string
		denied bool
		want   string
	}{
		{"api", false, "ok SIM-EUR"},
		{"api", true, "fail price_list_reader"},
		{"", true, "skip not set"},
		{"costs.csv", true, "skip a file"},
	} {
		environment := simulated(t, func(d *simulator.DataCentre) {
			d.Change(func(o *simulator.Options) { o.NoPrices = test.denied })
		})
		r, _ := examine(t, environment, "--costs", test.flag)
		status, words, _ := strings.Cut(test.want, " ")
		if f := of(r, "costs"); f.Status != status || !strings.Contains(f.Detail+" "+f.Advice, words) {
			t.Errorf("--costs %s: %+v, want %s", test.flag, f, test.want)
		}
	}
}

// TestPriceLists tries a list without faults, one with, and one that doesn't exist,
// whose path isn't shown.
func TestPriceLists(t *testing.T) {
	dir := t.TempDir()
	good, bad := filepath.Join(dir, "good.csv"), filepath.Join(dir, "bad.csv")
	for path, text := range map[string]string{good: "item,per,price,currency\nvms,item,6,EUR\n", bad: "item,per,price,currency\nvms,item,\"6,5\",EUR\n"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct{ file, want string }{
		{good, "ok 1 row without faults"}, {bad, "fail 1 fault; the first: line 2"}, {filepath.Join(dir, "MARKED"), "fail can't be read"},
	} {
		r, _ := examine(t, simulated(t, nil), "--prices", test.file, "--costs", test.file)
		status, words, _ := strings.Cut(test.want, " ")
		for _, check := range []string{"price list", "cost list"} {
			if f := of(r, check); f.Status != status || !strings.Contains(f.Detail, words) {
				t.Errorf("%s: %+v, want %s", check, f, test.want)
			}
		}
	}
}
