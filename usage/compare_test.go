package usage_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/usage"
)

func TestCompare(t *testing.T) {
	file := func(values ...string) *usage.Summary {
		var b strings.Builder
		b.WriteString(fullHeader)
		for _, v := range values {
			name, rest, _ := strings.Cut(v, " ")
			edition, n, _ := strings.Cut(rest, " ")
			fmt.Fprintf(&b, "a,t,customer,%s,%s,,,,0,0,%s,%s,0,0\n", name, edition, n, n)
		}
		return summarize(t, b.String(), usage.Query{By: []usage.Key{usage.ByEdition}})
	}
	before := file("storage std 1000", "storage adv 10", "storage old 5", "vms std 4", "vms adv 6", "nas std 0")
	after := file("storage std 1100", "storage adv 10", "storage new 7", "vms std 3", "vms adv 6", "nas std 1")
	tests := []struct {
		name      string
		o         usage.CompareOptions
		want      string
		unchanged int
	}{
		{"all", usage.CompareOptions{Measure: "end", Scope: "total"}, `
nas std 0 → 1: 1 (%)
vms std 4 → 3: -1 (-25.0%)
storage std 1000 → 1100: 100 (10.0%)
storage new 0 → 7: 7 (%) new
storage old 5 → 0: -5 (-100.0%) gone
`, 2},
		{"zeros hidden", usage.CompareOptions{Measure: "change", Scope: "production", BeforeHidZeros: true, AfterHidZeros: true}, `
nas std 0 → 1: 1 (%)
vms std 4 → 3: -1 (-25.0%)
storage std 1000 → 1100: 100 (10.0%)
storage new 0 → 7: 7 (%)
storage old 5 → 0: -5 (-100.0%)
`, 2},
		{"11 percent", usage.CompareOptions{Measure: "end", Scope: "total", MinChangePercent: decimal(t, "10.1")}, `
nas std 0 → 1: 1 (%)
vms std 4 → 3: -1 (-25.0%)
storage new 0 → 7: 7 (%) new
storage old 5 → 0: -5 (-100.0%) gone
`, 3},
		{"trial, of which there is none", usage.CompareOptions{Measure: "end", Scope: "trial"}, "\n", 7},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			changes, unchanged := usage.Compare(before, after, test.o)
			var b strings.Builder
			for _, c := range changes {
				fmt.Fprintf(&b, "%s %s %v → %v: %v (%s%%)", c.Usage, c.Edition, c.Before, c.After, c.By(), c.Percent())
				if c.New {
					b.WriteString(" new")
				}
				if c.Gone {
					b.WriteString(" gone")
				}
				b.WriteString("\n")
			}
			if diff := cmp.Diff(test.want, "\n"+b.String()); diff != "" || unchanged != test.unchanged {
				t.Errorf("%d unchanged, want %d; changes (-want +got):\n%s", unchanged, test.unchanged, diff)
			}
		})
	}
}

// TestCompareBelowZero has negative values before, because deltas may be negative.
func TestCompareBelowZero(t *testing.T) {
	file := func(storage, vms string) *usage.Summary {
		return summarize(t, shortHeader+"a,t,customer,storage,0,0,0,0,0,"+storage+"\na,t,customer,vms,0,0,0,0,0,"+vms+"\n", usage.Query{})
	}
	for _, test := range []struct{ before, after, least, want string }{
		{"-10", "10", "200", "storage 200.0"},
		{"-10", "10", "200.01", ""},
		{"-10", "-15", "0", "storage -50.0"},
		{"1000", "1001", "0.1", "storage 0.1"}, // as a float64, 0.1 would be larger
		{"-1000", "-1001", "0.1", "storage -0.1"},
	} {
		changes, _ := usage.Compare(file(test.before, "1"), file(test.after, "1"),
			usage.CompareOptions{Measure: "change", Scope: "total", MinChangePercent: decimal(t, test.least)})
		got := ""
		for _, c := range changes {
			got += c.Usage + " " + c.Percent()
		}
		if got != test.want {
			t.Errorf("%s to %s, at least %s: got %q, want %q", test.before, test.after, test.least, got, test.want)
		}
	}
	changes, _ := usage.Compare(file("-1000", "2"), file("-900", "3"), usage.CompareOptions{Measure: "change", Scope: "total"})
	if len(changes) != 2 || changes[0].Usage != "vms" {
		t.Errorf("a third of vms isn't before a tenth of storage: %+v", changes)
	}
}
