package prices_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"acronis-reports-mcp/prices"
	"acronis-reports-mcp/usage"
)

// someList has two months of prices, a pool of an account, a fee, a minimum and a discount.
const someList = `kind,tenant,item,infra,per,price,currency,tiers,pool,from,to
,,storage,,GiB,0.05,EUR,,,,2026-09
,,storage,,GiB,0.06,EUR,,,2026-10,
,,servers,,item,9,EUR,,,,
,P-1,storage,*,GiB,,EUR,graduated 100=0.10; *=0.01,account,,
account,P-1,,,,,EUR,,,,
fee,Epsilon,,,,20,EUR,,,,
minimum,Zeta,,,,50,EUR,,,,
discount,Epsilon,,,,10,,,,,
`

// all chooses everything.
var all = prices.Choice{Tenant: func(string) bool { return true }}

// shown returns what is shown of groups, one in each line.
func shown(groups []*prices.Group) string {
	var lines []string
	for _, g := range groups {
		name := strings.Trim(strings.Join([]string{g.Account, g.Tenant, string(g.Kind), g.Key.Usage, g.Infra, g.SKU}, "/"), "/")
		lines = append(lines, fmt.Sprintf("%s U %s D %s T %s F %s = %s", name, g.Usage, g.Discount, g.TopUp, g.Fees, g.Total()))
	}
	return strings.Join(lines, "\n")
}

const someLines = "a storage 150 GiB infra=i1 sku=S\nb storage 50 GiB infra=i1 sku=S\ne storage 1000 GiB infra=i1 sku=S\ne servers 2 sku=V\nz servers 1 sku=V"

// What is charged for an account as a whole is a group of its own, and all groups add up to the invoices.
func TestGroups(t *testing.T) {
	r := price(t, someList, someLines)
	if !r.Complete {
		t.Fatalf("not complete: %+v", r.Unpriced)
	}
	for by, want := range map[prices.By]string{
		// 1000 × 0.06 = 60, 2 × 9 = 18, less 10 %: 7.80. 100 × 0.10 + 100 × 0.01 = 11. 9 is 41 short of 50.
		prices.ByAccount: "e U 78.00 D 7.80 T 0.00 F 20.00 = 90.20\np1 U 11.00 D 0.00 T 0.00 F 0.00 = 11.00\nz U 9.00 D 0.00 T 41.00 F 0.00 = 50.00",
		prices.ByCustomer: "e/e U 78.00 D 7.80 T 0.00 F 0.00 = 70.20\ne U 0.00 D 0.00 T 0.00 F 20.00 = 20.00\n" +
			"p1 U 11.00 D 0.00 T 0.00 F 0.00 = 11.00\nz/z U 9.00 D 0.00 T 0.00 F 0.00 = 9.00\nz U 0.00 D 0.00 T 41.00 F 0.00 = 41.00",
		prices.ByLine: "e/e//storage/i1/S U 60.00 D 6.00 T 0.00 F 0.00 = 54.00\ne/e//servers//V U 18.00 D 1.80 T 0.00 F 0.00 = 16.20\n" +
			"e//fee U 0.00 D 0.00 T 0.00 F 20.00 = 20.00\np1///storage/i1/S U 11.00 D 0.00 T 0.00 F 0.00 = 11.00\n" +
			"z/z//servers//V U 9.00 D 0.00 T 0.00 F 0.00 = 9.00\nz//minimum U 0.00 D 0.00 T 41.00 F 0.00 = 41.00",
		prices.ByUsage: "storage U 71.00 D 6.00 T 0.00 F 0.00 = 65.00\nservers U 27.00 D 1.80 T 0.00 F 0.00 = 25.20\n" +
			"fee U 0.00 D 0.00 T 0.00 F 20.00 = 20.00\nminimum U 0.00 D 0.00 T 41.00 F 0.00 = 41.00",
		prices.BySKU: "S U 71.00 D 6.00 T 0.00 F 0.00 = 65.00\nV U 27.00 D 1.80 T 0.00 F 0.00 = 25.20\n" +
			"fee U 0.00 D 0.00 T 0.00 F 20.00 = 20.00\nminimum U 0.00 D 0.00 T 41.00 F 0.00 = 41.00",
	} {
		groups := groupsOf(t, r, by, all)
		same(t, string(by), shown(groups), want)
		same(t, string(by)+" totals", shown(prices.Totals(groups)), " U 98.00 D 7.80 T 41.00 F 20.00 = 151.20")
	}
}

// A part of an account is shown without what belongs to the whole of it.
func TestGroupsOfAPart(t *testing.T) {
	r := price(t, someList, someLines)
	only := func(ids ...string) prices.Choice {
		return prices.Choice{Tenant: func(id string) bool { return strings.Contains(" "+strings.Join(ids, " ")+" ", " "+id+" ") }}
	}
	same(t, "one of two customers of a pool", shown(groupsOf(t, r, prices.ByAccount, only("a"))), "")
	same(t, "both customers", shown(groupsOf(t, r, prices.ByAccount, only("a", "b"))), "p1 U 11.00 D 0.00 T 0.00 F 0.00 = 11.00")
	same(t, "a customer that is an account", shown(groupsOf(t, r, prices.ByAccount, only("e"))), "e U 78.00 D 7.80 T 0.00 F 20.00 = 90.20")
	storage := all
	storage.Line = func(g usage.Group) bool { return g.Usage == "storage" }
	same(t, "one usage", shown(groupsOf(t, r, prices.ByAccount, storage)),
		"e U 60.00 D 6.00 T 0.00 F 0.00 = 54.00\np1 U 11.00 D 0.00 T 0.00 F 0.00 = 11.00")
}

// The causes of each change add up to it.
func TestCompare(t *testing.T) {
	list := parse(t, strings.Replace(someList, ",,servers,", ",,vms,,item,7,EUR,,,,\n,,servers,", 1))
	result := func(month, text string) *prices.Result {
		t.Helper()
		r, err := prices.Price(t.Context(), list, prices.Month{Month: month, Reports: []prices.Report{{ID: "r", Subject: "us", Lines: lineList(lines(t, text)), HasSKUs: true}}, World: world()})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	const september = "a storage 150 GiB infra=i1\ne storage 900 GiB infra=i1\ne servers 3\nz servers 1"
	const october = "a storage 150 GiB infra=i1\nb storage 50 GiB infra=i1\ne storage 1000 GiB infra=i1\ne vms 1"
	before, after := result("2026-09", september), result("2026-10", october)
	between := result("2026-09", october)
	var got []string
	for _, c := range compare(t, before, between, after, prices.ByAccount, all) {
		d := c.DueTo
		got = append(got, fmt.Sprintf("%s quantity %s price %s new %s gone %s discount %s fees %s minimum %s", c.Account, d.Quantity, d.Price, d.New, d.Gone, d.Discount, d.Fees, d.Minimum))
		total := prices.Money{}
		if c.After != nil {
			total = total.Add(c.After.Total())
		}
		if c.Before != nil {
			total = total.Sub(c.Before.Total())
		}
		if d.Sum().Sub(total).Sign() != 0 {
			t.Errorf("%s: the causes add up to %s, the change is %s", c.Account, d.Sum(), total)
		}
	}
	same(t, "changes", strings.Join(got, "\n"), strings.Join([]string{
		// September: 900 × 0.05 + 3 × 9 = 72, less 7.20. October: 1000 × 0.06 + 7 = 67, less 6.70.
		"e quantity 5.00 price 10.00 new 7.00 gone -27.00 discount 0.50 fees 0.00 minimum 0.00",
		// 100 × 0.10 + 50 × 0.01 = 10.50, and 11 with 50 GiB more.
		"p1 quantity 0.50 price 0.00 new 0.00 gone 0.00 discount 0.00 fees 0.00 minimum 0.00",
		// The minimum counts although nothing is used.
		"z quantity 0.00 price 0.00 new 0.00 gone -9.00 discount 0.00 fees 0.00 minimum 9.00",
	}, "\n"))
}

// A line is compared with the line of the same rows, even if the month before had other storages, or its report had
// no SKUs.
func TestCompareLines(t *testing.T) {
	list := parse(t, "item,infra,per,price,currency,from,to\nstorage,,GiB,0.05,EUR,,2026-09\nstorage,,GiB,0.06,EUR,2026-10,\nservers,,item,9,EUR,,\n")
	result := func(month, text string, skus bool) *prices.Result {
		t.Helper()
		r, err := prices.Price(t.Context(), list, prices.Month{Month: month, Reports: []prices.Report{{ID: "r", Subject: "us", Lines: lineList(lines(t, text)), HasSKUs: skus}}, World: world()})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	const october = "e storage 100 GiB infra=i1\ne storage 100 GiB infra=i2\ne servers 4"
	before := result("2026-09", "e storage 100 GiB infra=i1 sku=S1\ne servers 3 sku=S2", true)
	between, after := result("2026-09", october, false), result("2026-10", october, false)
	var got []string
	for _, c := range compare(t, before, between, after, prices.ByLine, all) {
		got = append(got, fmt.Sprintf("%s quantity %s price %s new %s gone %s", c.Usage, c.DueTo.Quantity, c.DueTo.Price, c.DueTo.New, c.DueTo.Gone))
	}
	slices.Sort(got)
	// Storage: 100 × 0.05 = 5, then 200 × 0.06 = 12, of which 200 × 0.01 is the price.
	same(t, "changes", strings.Join(got, "\n"), "servers quantity 9.00 price 0.00 new 0.00 gone 0.00\nstorage quantity 5.00 price 2.00 new 0.00 gone 0.00")
}
