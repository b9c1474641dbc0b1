package prices_test

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/prices"
)

func TestCheck(t *testing.T) {
	const file = `kind,tenant,item,infra,per,price,currency,included,from
,,storage,,GiB,0.05,EUR,5,
,Alpha,storage,,GiB,0.04,EUR,,
,,pw_base_storage,,GiB,0.06,EUR,,
,,vms,,item,6,EUR,,
,,servers,Hamburg,item,9,EUR,,
,,mobiles,,item,1,EUR,,2026-11
account,Partner One,,,,,EUR,,
account,Partner Two,,,,,EUR,,
discount,Beta,,,,5,,,
minimum,,,,,10,USD,,
fee,,,,,1,EUR,,
`
	c, err := prices.Check(t.Context(), parse(t, file), month(t, "a storage 1 GiB item=pg_base_storage edition=pck_per_gigabyte\ne storage 1 GiB\ne servers 2"))
	if err != nil {
		t.Fatal(err)
	}
	var unused []string
	for _, u := range c.Unused {
		unused = append(unused, fmt.Sprint(u.Row.Line, u.Beaten))
	}
	same(t, "unused rows", strings.Join(unused, " "), "2 true 5 false 6 false 9 false 10 false 11 false")
	same(t, "unpriced", unpriced(c.Result), "no_row servers 1 of e rows []: ,,pw_base_servers,,item,,EUR,,")
	if len(c.Included) != 1 || c.Included[0].Line != 2 || len(c.Faults) > 0 {
		t.Errorf("included %+v, faults %v", c.Included, c.Faults)
	}
	for file, want := range map[string]string{
		"item,per,price,currency\nstorage,GB,1,EUR":                      "line 2, column 2 (per): GB has two meanings: 1000 and 1024 based; the vendor counts 1024 based, so write GiB",
		"tenant,item,per,price,currency\nSame,storage,GiB,1,EUR":         "line 2, column 1 (tenant): 2 tenants have this name or internal tag, so write the id of one: t2, t1",
		"tenant,item,per,price,currency\nNobody,storage,GiB,1,EUR,,,,,,": "",
	} {
		c, err := prices.Check(t.Context(), prices.ParseList("p.csv", []byte(file)), month(t, "e storage 1 GiB"))
		if err != nil {
			t.Fatal(err)
		}
		same(t, "faults", faults(&prices.List{Faults: c.Faults}), want)
	}
}

// The beginning of a list has a row for each line, and prices all of them when its prices are filled in.
func TestInit(t *testing.T) {
	storages["i3"] = acronis.Infra{ID: "i3", Name: "=1+1"}
	defer delete(storages, "i3")
	m := month(t, "a storage 1 GiB infra=i1 sku=S\nb storage 2 GiB infra=i1 sku=T\nb storage 2 GiB infra=i2\nb storage 2 GiB infra=i3\n"+
		"a servers 2 sku=V\na compute_points 1 points\na storage_total 9 GiB item=storage_total\na o365_mailboxes 1\na new_thing 3\ne storage 1 GiB item=pg_base_storage edition=pck_per_gigabyte infra=i1")
	m.Reports[0].HasSKUs = true
	costs := prices.VendorCosts([]acronis.PriceList{
		{Month: "2026-09", Currency: "EUR", Prices: []acronis.SKUPrice{{SKU: "S", Effective: "0.01"}, {SKU: "V", Effective: "2"}}},
		{Month: "2026-10", Currency: "EUR", Prices: []acronis.SKUPrice{{SKU: "S", Effective: "0.02"}}},
		{Month: "2026-11", Currency: "EUR", Prices: []acronis.SKUPrice{{SKU: "S", Effective: "0.03"}}},
	})
	const columns = "kind,tenant,item,sku,infra,owner,per,price,currency,included,tiers,round,at_least,pool,from,to,product,text,#label,#sku,#cost\n"
	text := prices.Init(m, costs)
	same(t, "rows", text, columns+
		",,pw_base_compute_points,,,,compute point,,,,,,,,,,,,\"Compute points, per workload\",,\n"+
		",,pw_base_new_thing,,,,item,,,,,,,,,,,,pw_base_new_thing,,\n"+
		",,pw_base_servers,,,,item,,,,,,,,,,,,\"Servers, per workload\",V,2 EUR\n"+
		",,pg_base_storage,,Frankfurt,,GiB,,,,,,,,,,,,\"Backup storage, per gigabyte\",,\n"+
		",,pw_base_storage,,Frankfurt,,GiB,,,,,,,,,,,,\"Backup storage, per workload\",S + T,0.02 EUR\n"+
		",,pw_base_storage,,Partner's own,,GiB,,,,,,,,,,,,\"Backup storage, per workload\",,\n"+
		",,pw_base_storage,,i3,,GiB,,,,,,,,,,,,\"Backup storage, per workload\",,\n")
	r, err := prices.Price(t.Context(), parse(t, strings.NewReplacer(",GiB,,,", ",GiB,1,EUR,", ",item,,,", ",item,1,EUR,", " point,,,", " point,1,EUR,").Replace(text)), m)
	if err != nil {
		t.Fatal(err)
	}
	if !r.Complete {
		t.Error(unpriced(r))
	}
}

// No cell of the beginning of a list begins a formula, whichever separator a spreadsheet uses.
func TestInitIsHarmless(t *testing.T) {
	storages["i3"] = acronis.Infra{ID: "i3", Name: "Foo; =1+1"}
	defer delete(storages, "i3")
	m := month(t, "")
	m.Reports[0].HasSKUs, m.Reports[0].Lines = true, lineList{
		{Tenant: "a", Usage: "storage", OfferingItem: "pw_base_storage", Infra: "i3", SKU: "x;=1+1"},
		{Tenant: "a", Usage: "=2+2", OfferingItem: "\u3000＝2+2", Edition: "+1"},
		{Tenant: "b", Usage: "servers", OfferingItem: "@x\t-y", SKU: "\u00a0@z"},
	}
	text := prices.Init(m, nil)
	for _, comma := range ",;\t" {
		r := csv.NewReader(strings.NewReader(text))
		r.Comma, r.LazyQuotes, r.FieldsPerRecord = comma, true, -1
		records, err := r.ReadAll()
		if err != nil || len(records) < 4 {
			t.Fatal(err, text)
		}
		for _, cell := range slices.Concat(records...) {
			if cell = strings.TrimLeft(cell, " \t\u3000\""); cell != "" && strings.ContainsRune("=+-@＝", []rune(cell)[0]) {
				t.Errorf("with %q, %q is a formula", comma, cell)
			}
		}
	}
}

// Hidden characters of names are written as escapes in the beginning of a list.
func TestInitHidesNothing(t *testing.T) {
	const hidden = "a\u202eb\u200bc\U000e0041\x1b"
	m := month(t, "")
	m.Reports[0].HasSKUs, m.Reports[0].Lines = true, lineList{
		{Tenant: "a", Usage: "storage" + hidden, OfferingItem: "item" + hidden, SKU: "sku" + hidden, Edition: "edition" + hidden},
	}
	text := prices.Init(m, nil)
	if strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && escape.Hidden(r) }) || strings.Count(text, `\u202eb\u200bc\U000e0041\u001b`) == 0 {
		t.Errorf("got %q", text)
	}
}
