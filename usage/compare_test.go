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
		name string
		o    usage.CompareOptions
		want string
	}{
		{"all", usage.CompareOptions{Measure: "end", Scope: "total"}, `
nas: 1, 0 unchanged
  std 0 → 1 (%) from zero
storage: 102, 1 unchanged
  std 1000 → 1100 (10.0%)
  old 5 → 0 (-100.0%) gone
  new 0 → 7 (%) from zero, new
vms: -1, 1 unchanged
  std 4 → 3 (-25.0%)
`},
		{"by percentage, zeros hidden", usage.CompareOptions{Measure: "change", Scope: "production", Order: usage.PercentFirst, BeforeHidZeros: true, AfterHidZeros: true}, `
nas: 1, 0 unchanged
  std 0 → 1 (%) from zero
storage: 102, 1 unchanged
  old 5 → 0 (-100.0%)
  std 1000 → 1100 (10.0%)
  new 0 → 7 (%) from zero
vms: -1, 1 unchanged
  std 4 → 3 (-25.0%)
`},
		{"growth", usage.CompareOptions{Measure: "end", Scope: "total", Order: usage.GrowthFirst}, `
nas: 1, 0 unchanged
  std 0 → 1 (%)
storage: 102, 1 unchanged
  std 1000 → 1100 (10.0%)
  new 0 → 7 (%), new
  old 5 → 0 (-100.0%) gone
vms: -1, 1 unchanged
  std 4 → 3 (-25.0%)
`},
		{"trial, of which there is none", usage.CompareOptions{Measure: "end", Scope: "trial"}, `
nas: 0, 1 unchanged
storage: 0, 4 unchanged
vms: 0, 2 unchanged
`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var b strings.Builder
			write := func(c usage.Change, apart string) {
				fmt.Fprintf(&b, "  %s %v → %v (%s%%)", c.Edition, c.Before, c.After, c.Percent())
				for _, mark := range []struct {
					set  bool
					word string
				}{{apart != "", apart}, {c.New, ", new"}, {c.Gone, " gone"}} {
					if mark.set {
						b.WriteString(mark.word)
					}
				}
				b.WriteString("\n")
			}
			for _, u := range compare(t, before, after, test.o) {
				fmt.Fprintf(&b, "%s: %v, %d unchanged\n", u.Total.Usage, u.Total.By(), u.Unchanged)
				for c := range u.Changes.All() {
					write(c, "")
				}
				for c := range u.FromZero.All() {
					write(c, " from zero")
				}
			}
			if diff := cmp.Diff(test.want, "\n"+b.String()); diff != "" {
				t.Errorf("changes (-want +got):\n%s", diff)
			}
		})
	}
}

// TestCompareBelowZero has negative values before, because deltas may be negative.
func TestCompareBelowZero(t *testing.T) {
	file := func(storage string) *usage.Summary {
		return summarize(t, shortHeader+"a,t,customer,storage,0,0,0,0,0,"+storage+"\n", usage.Query{})
	}
	for _, test := range []struct{ before, after, want string }{
		{"-10", "10", "200.0"},
		{"-10", "-15", "-50.0"},
		{"1000", "1001", "0.1"},
		{"-1000", "-1001", "-0.1"},
	} {
		changes := compare(t, file(test.before), file(test.after), usage.CompareOptions{Measure: "change", Scope: "total"})[0].Changes
		if changes.Len() != 1 || changes.At(0).Percent() != test.want {
			t.Errorf("%s to %s: got %+v, want %s%%", test.before, test.after, changes, test.want)
		}
	}
}

// TestCompareTrial has a tenant that went into production, and one whose trial alone changed.
func TestCompareTrial(t *testing.T) {
	file := func(rows string) *usage.Summary {
		return summarize(t, shortHeader+rows, usage.Query{By: []usage.Key{usage.ByTenant}})
	}
	const row = ",customer,storage," // production, trial, total of absolute, then of delta
	before := file("a,b" + row + "0,60,60,0,0,0\n" + "a,c" + row + "5,1,6,0,0,0\n" + "a,d" + row + "7,2,9,0,0,0\n")
	after := file("a,b" + row + "61,0,61,0,0,0\n" + "a,c" + row + "5,4,9,0,0,0\n" + "a,d" + row + "7,2,9,0,0,0\n")
	u := compare(t, before, after, usage.CompareOptions{Measure: "end", Scope: "production"})[0]
	if u.Changes.Len() != 1 || u.FromZero.Len() != 1 || u.Unchanged != 1 {
		t.Fatalf("got %+v", u)
	}
	if c := u.Changes.At(0); c.Tenant != "c" || c.By().String() != "0" || c.TrialBy().String() != "3" {
		t.Errorf("trial alone: got %+v", c)
	}
	if c := u.FromZero.At(0); c.Tenant != "b" || c.By().String() != "61" || c.TrialBefore.String() != "60" || !c.TrialAfter.IsZero() {
		t.Errorf("into production: got %+v", c)
	}
	total := compare(t, before, after, usage.CompareOptions{Measure: "end", Scope: "total"})[0].Total
	if total.Before.String() != "75" || total.After.String() != "79" || !total.TrialBefore.IsZero() {
		t.Errorf("total scope: got %+v", total)
	}
}

func compare(t *testing.T, before, after *usage.Summary, o usage.CompareOptions) []usage.UsageChanges {
	t.Helper()
	all, err := usage.Compare(t.Context(), before, after, o)
	if err != nil {
		t.Fatal(err)
	}
	return all
}
