package prices_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/prices"
)

// costs returns costs as text: items, total, commitment and lines without a cost.
func costs(t *testing.T, list *prices.List, m prices.Month) string {
	t.Helper()
	c, err := prices.Cost(t.Context(), list, m)
	if err != nil {
		return err.Error()
	}
	var items []string
	for _, i := range c.Items {
		items = append(items, fmt.Sprintf("%s/%s %s", i.Tenant, i.SKU, i.Amount))
	}
	slices.Sort(items)
	text := fmt.Sprintf("%s = %s %s", strings.Join(items, ", "), c.Currency, c.Total)
	if k := c.Commitment; k != nil {
		text += fmt.Sprintf("; commitment %s, cost %s, short by %s", k.Amount, k.Cost, k.ShortBy)
		if k.AtMost {
			text += " at most"
		}
	}
	for _, u := range c.Unpriced {
		text += fmt.Sprintf("; %s %s %d", u.Reason, u.Item.Usage, u.Lines)
	}
	if c.Complete != (len(c.Unpriced) == 0) {
		t.Error("complete:", c.Complete)
	}
	return text
}

func TestCosts(t *testing.T) {
	const header = "kind,tenant,item,sku,per,price,currency,pool\n"
	const usages = "a storage 10.3 GiB sku=S\na fc_storage 10.3 GiB sku=S\na servers 2 sku=V\nb servers 1 sku=V"
	for _, test := range []struct{ name, list, want string }{
		{"rounded for a SKU and customer", ",,,S,GiB,0.005,EUR,\n,,,V,item,1.5,EUR,", "a/S 0.10, a/V 3.00, b/V 1.50 = EUR 4.60"},
		{"two rows for a SKU", ",,storage,,GiB,0.005,EUR,\n,,fc_storage,,GiB,0.005,EUR,\n,,,V,item,1.5,EUR,", "a/S 0.10, a/V 3.00, b/V 1.50 = EUR 4.60"},
		{"commitment", ",,,S,GiB,0.005,EUR,\n,,,V,item,1.5,EUR,\nminimum,,,,,10,EUR,", "a/S 0.10, a/V 3.00, b/V 1.50 = EUR 4.60; commitment 10.00, cost 4.60, short by 5.40"},
		{"commitment reached", ",,,S,GiB,0.005,EUR,\n,,,V,item,15,EUR,\nminimum,,,,,10,EUR,", "a/S 0.10, a/V 30.00, b/V 15.00 = EUR 45.10; commitment 10.00, cost 45.10, short by 0.00"},
		{"without all costs", ",,,V,item,1.5,EUR,\nminimum,,,,,10,EUR,", "a/V 3.00, b/V 1.50 = EUR 4.50; commitment 10.00, cost 4.50, short by 5.50 at most; no_row storage 1; no_row fc_storage 1"},
		{"a pool of all customers", ",,,S,GiB,0.005,EUR,\n,,servers,,item,1.5,EUR,account", "/V 4.50, a/S 0.10 = EUR 4.60"},
		{"two currencies", ",,,S,GiB,0.005,EUR,\n,,,V,item,1.5,USD,", " =  0; conflict servers 2; conflict storage 1; conflict fc_storage 1"},
		{"fees", "fee,,,,,1,EUR,", "the price list prices.csv has faults: line 2, column 1 (kind): a list of costs has rows of the kinds price and minimum alone"},
		{"commitment of a tenant", "minimum,Alpha,,,,1,EUR,", "the price list prices.csv has faults: line 2, column 2 (tenant): must be empty: in a list of costs, a minimum is the commitment of all tenants together"},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := month(t, usages)
			m.Reports[0].HasSKUs = true
			same(t, "costs", costs(t, parse(t, header+test.list), m), test.want)
		})
	}
}

// The vendor's prices are of SKUs, for what fits the unit of the usage.
func TestVendorCosts(t *testing.T) {
	list := prices.VendorCosts([]acronis.PriceList{
		{Month: "2026-09", Currency: "EUR", Prices: []acronis.SKUPrice{{SKU: "S", Effective: "9"}}},
		{Month: "2026-10", Currency: "eur", Commitment: "1000", Code: "L1", Prices: []acronis.SKUPrice{
			{SKU: "S", Effective: "0.0123"}, {SKU: "V", Effective: "1.10"}, {SKU: "V", Effective: "1.10"}, {SKU: "C", Effective: "0.5"}, {SKU: "N"},
		}},
	})
	m := month(t, "a storage 100 GiB sku=S\na servers 3 sku=V\na vms 2 sku=V\na compute_points 2.5 points sku=C\nb servers 1 sku=N")
	m.Reports[0].HasSKUs = true
	same(t, "costs", costs(t, list, m), "a/C 1.25, a/S 1.23, a/V 5.50 = EUR 7.98; commitment 1000.00, cost 7.98, short by 992.02 at most; no_price servers 1")
	m = month(t, "a storage 100 GiB\na servers 3\na vms 2\na compute_points 2.5 points\nb servers 1")
	same(t, "a report without SKUs", costs(t, list, m), " =  0; commitment 1000.00, cost 0.00, short by 1000.00 at most; sku_unknown servers 2; sku_unknown storage 1; sku_unknown compute_points 1; sku_unknown vms 1")
	broken := prices.VendorCosts([]acronis.PriceList{{Month: "2026-10", Currency: "Taler"}, {Month: "2026-11", Currency: "EUR", Prices: []acronis.SKUPrice{{SKU: "S", Effective: "free"}}}})
	_, err := prices.Cost(t.Context(), broken, m)
	var fault *prices.FaultError
	if !errors.As(err, &fault) || len(fault.Faults) != 2 {
		t.Error(err)
	}
}

// Costs have the keys of the charges that they belong to.
func TestCostsByKey(t *testing.T) {
	m := month(t, "a storage 100 GiB sku=S\na servers 3 sku=V\na vms 2 sku=V\ne storage 100 GiB sku=S\ne mobiles 4 sku=M")
	m.Reports[0].HasSKUs = true
	charged, err := prices.Price(t.Context(), parse(t, "item,per,price,currency\nstorage,GiB,1,EUR\nservers,item,1,EUR\nvms,item,1,EUR\nmobiles,item,1,EUR"), m)
	if err != nil {
		t.Fatal(err)
	}
	c, err := prices.Cost(t.Context(), parse(t, "sku,per,price,currency\nS,GiB,0.5,EUR\nV,item,0.1,EUR"), m)
	if err != nil {
		t.Fatal(err)
	}
	for by, want := range map[prices.By]string{
		prices.ByAccount:  "e 50.00 (1) p1 50.50",
		prices.ByCustomer: "e/e 50.00 (1) p1/a 50.50",
		prices.ByUsage:    "mobiles 0.00 (1) servers + vms 0.50 storage 100.00",
		prices.BySKU:      "M 0.00 (1) S 100.00 V 0.50",
	} {
		var got []string
		for k, sum := range costsBy(t, c, by, charged, all) {
			text := strings.Trim(strings.Join([]string{k.Account, k.Tenant, k.Usage, k.SKU}, "/"), "/") + " " + sum.Amount.String()
			if sum.Unpriced > 0 {
				text += fmt.Sprintf(" (%d)", sum.Unpriced)
			}
			got = append(got, text)
		}
		slices.Sort(got)
		same(t, string(by), strings.Join(got, " "), want)
	}
	same(t, "one customer", fmt.Sprint(len(costsBy(t, c, prices.ByCustomer, charged, prices.Choice{Tenant: func(id string) bool { return id == "e" }}))), "1")
}
