package prices_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"acronis-reports-mcp/prices"
)

// The parts of a changed cost add up to the change, and say what caused it.
func TestCompareCosts(t *testing.T) {
	list := parse(t, "kind,sku,per,price,currency,from,to\n"+
		",S,GiB,0.05,EUR,,2026-09\n,S,GiB,0.06,EUR,2026-10,\n,V,item,2,EUR,,\n,N,item,7,EUR,,\n,X,item,1,EUR,,2026-09\n,X,item,1,USD,2026-11,\n")
	before := month(t, "a storage 100 GiB sku=S\na servers 3 sku=V\nb vms 5 sku=V\nc mobiles 9 sku=M\ne servers 4 sku=X\nz servers 2 sku=V")
	after := month(t, "a storage 120 GiB sku=S\na servers 3 sku=V\na vms 2 sku=N\nc mobiles 8 sku=M\nz servers 2 sku=V")
	before.Month = "2026-09"
	then := after
	then.Month = before.Month
	var of [3]prices.ChargedCosts
	for i, m := range []prices.Month{before, then, after} {
		m.Reports[0].HasSKUs = true
		c, err := prices.Cost(t.Context(), list, m)
		if err != nil {
			t.Fatal(err)
		}
		of[i].Costs = c
	}
	changes, err := prices.CompareCosts(t.Context(), of[0], of[1], of[2], prices.ByCustomer, all)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for k, c := range changes {
		d := c.DueTo
		text := fmt.Sprintf("%s %s to %s: quantity %s price %s new %s gone %s", k.Tenant, c.Before, c.After, d.Quantity, d.Price, d.New, d.Gone)
		if c.Unpriced > 0 {
			text += fmt.Sprintf(" (%d)", c.Unpriced)
		}
		if sum := c.Before.Add(d.Sum()); sum != c.After {
			t.Errorf("%s: the parts add up to %s", text, sum)
		}
		got = append(got, text)
	}
	slices.Sort(got)
	same(t, "changes", strings.Join(got, "\n"), strings.Join([]string{
		"a 11.00 to 27.20: quantity 1.00 price 1.20 new 14.00 gone 0.00", // 20 × 0.05, 120 × 0.01, 2 × 7
		"b 10.00 to 0.00: quantity 0.00 price 0.00 new 0.00 gone -10.00",
		"c 0.00 to 0.00: quantity 0.00 price 0.00 new 0.00 gone 0.00 (2)",
		"e 4.00 to 0.00: quantity 0.00 price 0.00 new 0.00 gone -4.00",
		"z 4.00 to 4.00: quantity 0.00 price 0.00 new 0.00 gone 0.00",
	}, "\n"))
}
