package prices_test

import (
	"context"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/prices"
	"acronis-reports-mcp/usage"
)

// The tenants of most tests: us, a partner with two customers and a folder with another, a partner below that
// partner, and two direct customers, one of them in a folder.
var tree, _ = tenants.Build(context.Background(), "us", []acronis.Tenant{
	{ID: "us", Name: "MSP", Kind: "partner"},
	{ID: "p1", Name: "Partner One", Kind: "partner", ParentID: "us", InternalTag: "P-1"},
	{ID: "a", Name: "Alpha", Kind: "customer", ParentID: "p1", InternalTag: "K-1"},
	{ID: "b", Name: "Beta", Kind: "customer", ParentID: "p1"},
	{ID: "f1", Name: "Folder", Kind: "folder", ParentID: "p1"},
	{ID: "c", Name: "Gamma", Kind: "customer", ParentID: "f1"},
	{ID: "p2", Name: "Partner Two", Kind: "partner", ParentID: "p1"},
	{ID: "d", Name: "Delta", Kind: "customer", ParentID: "p2"},
	{ID: "e", Name: "Epsilon", Kind: "customer", ParentID: "us"},
	{ID: "f2", Name: "Direct", Kind: "folder", ParentID: "us"},
	{ID: "z", Name: "Zeta", Kind: "customer", ParentID: "f2"},
	{ID: "old", Name: "Old", Kind: "customer", ParentID: "us", DeletedAt: "2026-09-12T00:00:00"},
	{ID: "t1", Name: "Same", Kind: "customer", ParentID: "us"},
	{ID: "t2", Name: "Other", Kind: "customer", ParentID: "us", InternalTag: "Same"},
})

var storages = map[string]acronis.Infra{
	"i1": {ID: "i1", Name: "Frankfurt"}, "i2": {ID: "i2", Name: "Partner's own"},
}

var owners = map[string]figures.Owner{
	"v": {Name: "Acronis", Kind: figures.OwnedByVendor}, "p1": {Name: "Partner One", Kind: figures.OwnedByReseller},
}

// world returns what is known about the tenants and storages above.
func world() prices.World {
	return prices.World{
		Own: "us", Tenants: tree,
		Storage: func(id string) (acronis.Infra, bool) { i, known := storages[id]; return i, known },
		Owner:   func(_, owner string) figures.Owner { return owners[owner] },
	}
}

// parse reads a list of comma separated columns, and fails if it has faults.
func parse(t testing.TB, text string) *prices.List {
	t.Helper()
	list := prices.ParseList("prices.csv", []byte(text))
	for _, f := range list.Faults {
		t.Fatal(f)
	}
	return list
}

// A lineList has lines that no report was read for.
type lineList []usage.Group

func (l lineList) Len() int             { return len(l) }
func (l lineList) At(i int) usage.Group { return l[i] }

// lines returns lines such as "a storage 812.5 GiB infra=i1 sku=X item=pw_base_storage edition=x trial=3", one in each
// line of the text.
func lines(t testing.TB, text string) []usage.Group {
	t.Helper()
	var groups []usage.Group
	for line := range strings.Lines(text) {
		if f := strings.Fields(line); len(f) > 0 {
			groups = append(groups, lineOf(t, f))
		}
	}
	return groups
}

func lineOf(t testing.TB, f []string) usage.Group {
	t.Helper()
	g := usage.Group{Tenant: f[0], Usage: f[1], OfferingItem: "pw_base_" + f[1], Edition: "pck_per_workload"}
	amount := rat(t, f[2])
	for _, field := range f[3:] {
		name, value, _ := strings.Cut(field, "=")
		switch name {
		case "GiB":
			amount.Mul(amount, big.NewRat(1<<30, 1))
		case "points":
			amount.Mul(amount, big.NewRat(3600, 1))
		case "infra":
			g.Infra = value
		case "owner":
			g.Owner = value
		case "sku":
			g.SKU = value
		case "item":
			g.OfferingItem = value
		case "edition":
			g.Edition = value
		case "trial":
			g.Absolute.Trial = usage.DecimalOf(rat(t, value))
		default:
			t.Fatalf("unknown field %s", field)
		}
	}
	g.Absolute.Production = usage.DecimalOf(amount)
	g.Delta.Production = g.Absolute.Production
	return g
}

func rat(t testing.TB, text string) *big.Rat {
	t.Helper()
	d, err := usage.ParseDecimal(text)
	if err != nil {
		t.Fatal(text, err)
	}
	return d.Rat()
}

// month returns October with lines.
func month(t testing.TB, text string) prices.Month {
	t.Helper()
	return prices.Month{
		Month: "2026-10", World: world(),
		Reports: []prices.Report{{ID: "r1", Subject: "us", Lines: lineList(lines(t, text))}},
	}
}

// price applies a list to lines in October.
func price(t testing.TB, list, text string) *prices.Result {
	t.Helper()
	r, err := prices.Price(t.Context(), parse(t, list), month(t, text))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// invoices returns the accounts as text: "Partner One EUR U 1.00 D 0.00 T 0.00 F 0.00 = 1.00".
func invoices(r *prices.Result) string {
	var all []string
	for _, a := range r.Accounts {
		text := fmt.Sprintf("%s %s U %s D %s T %s F %s = %s", a.Contact, a.Currency, a.Usage, a.Discount, a.TopUp, a.Fees, a.Total)
		if !a.Complete() {
			text += fmt.Sprintf(" (%d unpriced)", a.Unpriced)
		}
		all = append(all, text)
	}
	return strings.Join(all, "\n")
}

// same compares texts.
func same(t testing.TB, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\n got %s\nwant %s", what, got, want)
	}
}

// groupsOf returns the groups of a result.
func groupsOf(t *testing.T, r *prices.Result, by prices.By, chosen prices.Choice) []*prices.Group {
	t.Helper()
	groups, err := r.Groups(t.Context(), by, chosen)
	if err != nil {
		t.Fatal(err)
	}
	return groups
}

// compare returns the changes between two results.
func compare(t *testing.T, before, between, after *prices.Result, by prices.By, chosen prices.Choice) []*prices.Change {
	t.Helper()
	changes, err := prices.Compare(t.Context(), before, between, after, by, chosen)
	if err != nil {
		t.Fatal(err)
	}
	return changes
}

// costsBy returns the costs by the keys of groups.
func costsBy(t *testing.T, c *prices.Costs, by prices.By, charged *prices.Result, chosen prices.Choice) map[prices.Key]prices.CostSum {
	t.Helper()
	sums, err := c.By(t.Context(), by, charged, chosen)
	if err != nil {
		t.Fatal(err)
	}
	return sums
}

// unpriced returns the lines without a price as text: "conflict storage 1 of a rows [2 3]: CSV".
func unpriced(r *prices.Result) string {
	var all []string
	for _, u := range r.Unpriced {
		text := fmt.Sprintf("%s %s %d of %s rows %v", u.Reason, u.Item.Usage, u.Lines, strings.Join(u.Tenants, " "), u.Rows)
		if u.CSV != "" {
			text += ": " + u.CSV
		}
		all = append(all, text)
	}
	return strings.Join(all, "\n")
}

// rows returns the number of the row that each line was priced by.
func rows(r *prices.Result) string {
	var all []string
	for _, a := range r.Accounts {
		for _, c := range a.Charges {
			for line := range c.Lines() {
				all = append(all, fmt.Sprintf("%s:%d", line.Tenant, c.Row().Line))
			}
		}
	}
	return strings.Join(all, " ")
}
