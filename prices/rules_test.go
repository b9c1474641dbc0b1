package prices_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/prices"
	"acronis-reports-mcp/usage"
)

func TestWhichRow(t *testing.T) {
	const header = "tenant,item,sku,infra,owner,per,price,currency,from,to\n"
	for _, test := range []struct{ name, list, line, want string }{
		{"customer before partner", ",storage,,,,GiB,1,EUR,,\nPartner One,storage,,,,GiB,2,EUR,,\nAlpha,storage,,,,GiB,3,EUR,,", "a storage 1 GiB", "a:4"},
		{"internal tag", ",storage,,,,GiB,1,EUR,,\nK-1,storage,,,,GiB,3,EUR,,", "a storage 1 GiB", "a:3"},
		{"nearer partner", "Partner One,storage,,,,GiB,1,EUR,,\nPartner Two,storage,,,,GiB,2,EUR,,", "d storage 1 GiB", "d:3"},
		{"folder", "Partner One,storage,,,,GiB,1,EUR,,\nFolder,storage,,,,GiB,2,EUR,,", "c storage 1 GiB", "c:3"},
		{"offering item before usage", ",pw_base_storage,,,,GiB,1,EUR,,\n,storage,,,,GiB,2,EUR,,", "e storage 1 GiB", "e:2"},
		{"usage of any edition", ",pw_base_storage,,,,GiB,1,EUR,,\n,storage,,,,GiB,2,EUR,,", "e storage 1 GiB item=pg_base_storage edition=pck_per_gigabyte", "e:3"},
		{"offering item before label", ",Backup storage,,,,GiB,1,EUR,,\n,pw_base_storage,,,,GiB,2,EUR,,", "e storage 1 GiB", "e:3"},
		{"item before SKU alone", ",,S1,,,GiB,1,EUR,,\n,storage,S1,,,GiB,2,EUR,,", "e storage 1 GiB sku=S1", "e:3"},
		{"storage by name", ",storage,,,,GiB,1,EUR,,\n,storage,,frankfurt,,GiB,2,EUR,,", "e storage 1 GiB infra=i1", "e:3"},
		{"storage by id", ",storage,,,,GiB,1,EUR,,\n,storage,,i1,,GiB,2,EUR,,", "e storage 1 GiB infra=i1", "e:3"},
		{"another storage", ",storage,,,,GiB,1,EUR,,\n,storage,,Frankfurt,,GiB,2,EUR,,", "e storage 1 GiB infra=i2", "e:2"},
		{"owner by kind", ",storage,,,,GiB,1,EUR,,\n,storage,,,reseller,GiB,2,EUR,,", "e storage 1 GiB infra=i2 owner=p1", "e:3"},
		{"owner by name", ",storage,,,,GiB,1,EUR,,\n,storage,,,Partner One,GiB,2,EUR,,", "e storage 1 GiB infra=i2 owner=p1", "e:3"},
		{"owner by id", ",storage,,,,GiB,1,EUR,,\n,storage,,,p1,GiB,2,EUR,,", "e storage 1 GiB infra=i2 owner=p1", "e:3"},
		{"star before empty", ",storage,,,,GiB,1,EUR,,\n,storage,,*,,GiB,2,EUR,,", "e storage 1 GiB infra=i1", "e:3"},
		{"value before star", ",storage,,*,,GiB,1,EUR,,\n,storage,,i1,,GiB,2,EUR,,", "e storage 1 GiB infra=i1", "e:3"},
		{"star needs a value", ",storage,,,,GiB,1,EUR,,\n,storage,,*,,GiB,2,EUR,,", "e storage 1 GiB", "e:2"},
		{"star settles", "Alpha,storage,,*,,GiB,1,EUR,,\n,storage,,i1,,GiB,2,EUR,,", "a storage 1 GiB infra=i1", "a:2"},
		{"months", ",storage,,,,GiB,1,EUR,,2026-09\n,storage,,,,GiB,2,EUR,2026-10,2026-10\n,storage,,,,GiB,3,EUR,2026-11,", "e storage 1 GiB", "e:3"},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := month(t, test.line)
			m.Reports[0].HasSKUs = true
			r, err := prices.Price(t.Context(), parse(t, header+test.list), m)
			if err != nil {
				t.Fatal(err)
			}
			same(t, "rows", rows(r), test.want)
		})
	}
}

// A line that several rows fit has no price, and the suggested row, with a price, settles it.
func TestConflicts(t *testing.T) {
	const header = "tenant,item,sku,infra,owner,per,price,currency\n"
	for _, test := range []struct{ name, list, line, want string }{
		{"tenant and storage", "Alpha,storage,,,,GiB,1,EUR\n,storage,,i1,,GiB,2,EUR\n", "a storage 1 GiB infra=i1", "conflict storage 1 of a rows [2 3]: Alpha,storage,,i1,,GiB,,EUR"},
		{"tenant and item", "Partner One,storage,,,,GiB,1,EUR\n,pw_base_storage,,,,GiB,2,EUR\n", "a storage 1 GiB", "conflict storage 1 of a rows [2 3]: Partner One,pw_base_storage,,,,GiB,,EUR"},
		{"usage and label", ",storage,,,,GiB,1,EUR\n,Backup storage,,,,GiB,2,EUR\n", "a storage 1 GiB", "conflict storage 1 of a rows [2 3]: ,pw_base_storage,,,,GiB,,EUR"},
		{"values opposed to stars", ",storage,,*,vendor,GiB,1,EUR\n,storage,,i1,*,GiB,2,EUR\n", "a storage 1 GiB infra=i1 owner=v", "conflict storage 1 of a rows [2 3]: ,storage,,i1,vendor,GiB,,EUR"},
		{"equal rows of an offering item", ",pw_base_storage,,,,GiB,1,EUR\n,pw_base_storage,,,,GiB,2,EUR\n", "a storage 1 GiB", "conflict storage 1 of a rows [2 3]: " + "a,pw_base_storage,,,,GiB,,EUR"},
		{"storages by id and name", ",storage,,i1,,GiB,1,EUR\n,storage,,Frankfurt,,GiB,2,EUR\n", "a storage 1 GiB infra=i1", "conflict storage 1 of a rows [2 3]: ,pw_base_storage,,i1,,GiB,,EUR"},
		{"equal in everything", "Alpha,pw_base_storage,,,,GiB,1,EUR\nK-1,pw_base_storage,,,,GiB,2,EUR\n", "a storage 1 GiB", "conflict storage 1 of a rows [2 3]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := price(t, header+test.list, test.line)
			same(t, "unpriced", unpriced(r), test.want)
			if r.Complete || r.Accounts[0].Complete() {
				t.Error("it is complete")
			}
			if csv := r.Unpriced[0].CSV; csv != "" {
				r = price(t, header+test.list+strings.Replace(csv, ",EUR", "7,EUR", 1), test.line)
				same(t, "rows with the suggested row", rows(r), "a:4")
			}
		})
	}
}

// A conflict of discounts is settled by a discount, and one of currencies by an account.
func TestOtherConflicts(t *testing.T) {
	const list = "kind,tenant,item,per,price,currency\n,,storage,GiB,1,EUR\ndiscount,Alpha,,,5,\ndiscount,,storage,,10,EUR\n"
	r := price(t, list, "a storage 50 GiB")
	same(t, "discounts", unpriced(r), "conflict storage 1 of a rows [3 4]: discount,Alpha,storage,,,EUR")
	r = price(t, list+strings.Replace(r.Unpriced[0].CSV, ",,,EUR", ",,20,EUR", 1), "a storage 50 GiB")
	same(t, "with the suggested row", invoices(r), "Partner One EUR U 50.00 D 10.00 T 0.00 F 0.00 = 40.00")

	r = price(t, "kind,tenant,item,per,price,currency\n,,storage,GiB,1,EUR\n,,servers,item,1,USD\n", "e storage 1 GiB\ne servers 1")
	for _, u := range r.Unpriced {
		if u.Reason != prices.Conflict || !u.Currencies || u.CSV != "account,e,,,,EUR" {
			t.Errorf("%+v", u)
		}
	}
}

func TestWithoutPrice(t *testing.T) {
	const header = "item,per,price,currency\n"
	for _, test := range []struct{ name, list, line, want string }{
		{"no row", "servers,item,1,EUR", "e storage 1 GiB\na storage 1 GiB", "no_row storage 2 of e a rows []: pw_base_storage,GiB,,"},
		{"no price", "storage,GiB,,EUR", "e storage 1 GiB", "no_price storage 1 of e rows [2]"},
		{"unclear", "servers,item,1,EUR", "e new_thing 1", "no_row new_thing 1 of e rows []: pw_base_new_thing,item,,"},
		{"informational and features", "servers,item,1,EUR", "e storage_total 1 GiB item=storage_total\ne o365_mailboxes 1", ""},
		{"nothing used", "servers,item,1,EUR", "e storage 0 trial=5", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := price(t, header+test.list, test.line)
			same(t, "unpriced", unpriced(r), test.want)
			if r.Complete != (test.want == "") {
				t.Errorf("complete: %v", r.Complete)
			}
		})
	}
	r := price(t, "sku,per,price,currency\nS,item,1,EUR", "e storage 1 GiB sku=T")
	same(t, "columns that the list lacks", r.Unpriced[0].CSV, "")
	m := month(t, "e storage 1 GiB sku=T")
	m.Reports[0].HasSKUs = true
	r, err := prices.Price(t.Context(), parse(t, "sku,per,price,currency\nS,item,1,EUR"), m)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "columns that the list lacks", r.Unpriced[0].CSV,
		"kind,tenant,item,sku,infra,owner,per,price,currency,included,tiers,round,at_least,pool,from,to,product,text\n,,pw_base_storage,,,,GiB,,,,,,,,,,,")
	r = price(t, header+"storage_total,GiB,0.5,EUR\nnew_thing,item,0,EUR", "e storage_total 4 GiB item=storage_total\ne new_thing 1 item=new_thing")
	same(t, "an explicit row wins over the class", invoices(r), "Epsilon EUR U 2.00 D 0.00 T 0.00 F 0.00 = 2.00")
	if r.ZeroPriced != 1 || r.Lines != 2 {
		t.Errorf("%d of %d lines cost nothing", r.ZeroPriced, r.Lines)
	}
}

func TestRefused(t *testing.T) {
	const header = "kind,tenant,item,per,price,currency,text,included\n"
	for _, test := range []struct{ name, list, want string }{
		{"duplicate tags", ",Same,storage,GiB,1,EUR,,", "line 2, column 2 (tenant): 2 tenants have this name or internal tag, so write the id of one: t2, t1"},
		{"minimum of no account", "minimum,Alpha,,,1,EUR,,", "line 2, column 2 (tenant): is no account, and a minimum is for a whole account; the account is Partner One"},
		{"minimum of our own tenant", "minimum,MSP,,,1,EUR,,", "line 2, column 2 (tenant): is no account, and a minimum is for a whole account; the account is MSP"},
		{"two minimums", "minimum,,,,1,EUR,,\nminimum,,,,2,EUR,,", "line 3, column 1 (kind): line 2 is a minimum of the same account Epsilon in the same months"},
		{"fee in another currency", "account,Epsilon,,,,EUR,,\nfee,Epsilon,,,1,USD,,", "line 3, column 6 (currency): the account of Epsilon has another currency: EUR"},
		{"fee with rows in two currencies", "fee,Epsilon,,,1,USD,,\n,,new_thing,item,1,USD,,", "line 2, column 6 (currency): rows in EUR and USD fit Epsilon, so a row of the kind account must give the currency of its account"},
		{"two contacts", "account,e,,,,EUR,A,\naccount,Epsilon,,,,EUR,B,", "line 3: line 2 is an account of the same tenant in the same currency and months, with another contact"},
		{"unit by the API", ",,new_thing,GiB,1,EUR,,", "line 2, column 4 (per): new_thing is measured in quantity, so the price is per item"},
		{"included by the API", ",,storage,GiB,1,EUR,,3/other_thing", "line 2, column 8 (included): other_thing isn't counted in items, so nothing can be included for each"},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := month(t, "e storage 1 GiB\ne new_thing 1\ne other_thing 5")
			m.World.Unit = func(name string) usage.Unit {
				return map[string]usage.Unit{"new_thing": usage.Quantity, "storage": usage.Bytes, "other_thing": usage.Bytes}[name]
			}
			_, err := prices.Price(t.Context(), parse(t, header+test.list+"\n,,storage,GiB,1,EUR,,"), m)
			var fault *prices.FaultError
			if !errors.As(err, &fault) {
				t.Fatal(err)
			}
			same(t, "faults", faults(&prices.List{Faults: fault.Faults}), test.want)
		})
	}
	m := month(t, "e storage 1 GiB")
	m.Reports = append(m.Reports, prices.Report{ID: "r2", Subject: "e", Lines: lineList(lines(t, "e servers 1"))})
	_, err := prices.Price(t.Context(), parse(t, "item,per,price,currency\nstorage,GiB,1,EUR"), m)
	if err == nil || err.Error() != "the reports r1 and r2 both have the customer e" {
		t.Error(err)
	}
}

// While something can't be read, lines are in doubt instead of priced by the next row.
func TestDoubt(t *testing.T) {
	const header = "kind,tenant,item,sku,infra,owner,per,price,currency\n"
	for _, test := range []struct{ name, list, want string }{
		{"storage by name", ",,storage,,Frankfurt,,GiB,2,EUR", "infra_unknown storage 1 of e rows [3]"},
		{"storage by another id", ",,storage,,8a7b6c5d-0000-4000-8000-000000000001,,GiB,2,EUR", ""},
		{"this storage", ",,storage,,i1,,GiB,2,EUR", ""},
		{"any storage", ",,storage,,*,,GiB,2,EUR", ""},
		{"owner", ",,storage,,,vendor,GiB,2,EUR", "infra_unknown storage 1 of e rows [3]"},
		{"SKU", ",,storage,S1,,,GiB,2,EUR", "sku_unknown storage 1 of e rows [3]"},
		{"any SKU", ",,storage,*,,,GiB,2,EUR", ""},
		{"another tenant's", ",Alpha,storage,S1,,,GiB,2,EUR", ""},
		{"another item's", ",,servers,S1,,,item,2,EUR", ""},
		{"a row that wins anyway", ",,storage,S1,,,GiB,2,EUR\n,,pw_base_storage,*,,,GiB,3,EUR", ""},
		{"discount", "discount,,,S1,,,,2,", "sku_unknown storage 1 of e rows [3]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := month(t, "e storage 1 GiB infra=i1 owner=v")
			m.World.Storage = func(string) (acronis.Infra, bool) { return acronis.Infra{}, false }
			m.World.Owner = nil
			r, err := prices.Price(t.Context(), parse(t, header+",,storage,,,,GiB,1,EUR\n"+test.list), m)
			if err != nil {
				t.Fatal(err)
			}
			same(t, "unpriced", unpriced(r), test.want)
		})
	}
	m := month(t, "e storage 1 GiB\na storage 1 GiB")
	m.World.Tenants, m.World.Own = nil, ""
	r, err := prices.Price(t.Context(), parse(t, header+",,storage,,,,GiB,1,EUR\n,a,storage,,,,GiB,2,EUR\n,Partner One,servers,,,,item,1,EUR"), m)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "tenants that can't be read", unpriced(r), "tenant_unknown storage 2 of e a rows [3]")
	if r.Complete || !strings.Contains(fmt.Sprint(r.Warnings), "[{5 0   []}]") {
		t.Errorf("complete %v, warnings %+v", r.Complete, r.Warnings)
	}
}

func TestMonthsAndCurrencies(t *testing.T) {
	list := parse(t, "item,per,price,currency,from,to\nstorage,GiB,1,JPY,,2026-09\nstorage,GiB,2.5,JPY,2026-10,2026-12\nstorage,GiB,1.00005,KWD,2027-01,")
	for month, want := range map[string]string{
		"2026-09": "Epsilon JPY U 5 D 0 T 0 F 0 = 5", "2026-10": "Epsilon JPY U 13 D 0 T 0 F 0 = 13", "2026-12": "Epsilon JPY U 13 D 0 T 0 F 0 = 13",
		"2027-01": "Epsilon KWD U 5.000 D 0.000 T 0.000 F 0.000 = 5.000",
	} {
		m := prices.Month{Month: month, World: world(), Reports: []prices.Report{{ID: "r", Subject: "us", Lines: lineList(lines(t, "e storage 5 GiB"))}}}
		r, err := prices.Price(t.Context(), list, m)
		if err != nil {
			t.Fatal(err)
		}
		same(t, month, invoices(r), want)
	}
	r := price(t, "item,per,price,currency,round\ncompute_points,compute point,1,EUR,nearest 0.01", "e compute_points 45018\nz compute_points -3600")
	same(t, "compute points, and less than nothing", invoices(r), "Epsilon EUR U 12.51 D 0.00 T 0.00 F 0.00 = 12.51\nZeta EUR U 0.00 D 0.00 T 0.00 F 0.00 = 0.00")
	r = price(t, "item,per,price,currency\nservers,2 item,-0.01,EUR", "e servers 1")
	same(t, "half a cent away from zero", invoices(r), "Epsilon EUR U -0.01 D 0.00 T 0.00 F 0.00 = -0.01")
}

func TestMovedCustomers(t *testing.T) {
	list := parse(t, "item,per,price,currency\nstorage,GiB,1,EUR")
	m := month(t, "a storage 1 GiB\nb storage 2 GiB\nx storage 4 GiB")
	m.Reports[0].Below = map[string]string{"a": "e", "b": ""}
	r, err := prices.Price(t.Context(), list, m)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "invoices", invoices(r), "Epsilon EUR U 1.00 D 0.00 T 0.00 F 0.00 = 1.00\nPartner One EUR U 2.00 D 0.00 T 0.00 F 0.00 = 2.00\nx EUR U 4.00 D 0.00 T 0.00 F 0.00 = 4.00")
	same(t, "warnings", fmt.Sprint(r.Warnings), "[{3 0   [a b]} {4 0   [x]}]")
	m = month(t, "e storage 1 GiB\nx storage 4 GiB")
	m.Reports[0].Subject = "p1"
	if r, err = prices.Price(t.Context(), list, m); err != nil {
		t.Fatal(err)
	}
	same(t, "a report about a partner has it", invoices(r), "Partner One EUR U 5.00 D 0.00 T 0.00 F 0.00 = 5.00")
	same(t, "warnings", fmt.Sprint(r.Warnings), "[{3 0   [e]}]")
}

// A name that exists nowhere is a warning.
func TestUnknownNames(t *testing.T) {
	list := parse(t, "kind,tenant,item,sku,infra,owner,per,price,currency,included,from,to\n"+
		",Nobody,storage,,,,GiB,1,EUR,\n,,strage,,,,GiB,1,EUR,\n,,storage,S9,Hamburg,Nobody,GiB,1,EUR,1/wrkstations\n"+
		",,storage,S1,Frankfurt,vendor,GiB,1,EUR,2/workstations\n,,storage,*,i2,*,GiB,1,EUR,\nfee,Old,,,,,,1,EUR,\nfee,Nobody,,,,,,1,EUR,\n"+
		",Nobody,storage,,,,GiB,1,EUR,,2026-11,\n,Nobody,storage,,,,GiB,1,EUR,,,2026-09")
	m := month(t, "e storage 1 GiB sku=S1 infra=i1 owner=v\ne storage 1 GiB sku=S2 infra=i2 owner=p1")
	m.Reports[0].HasSKUs = true
	r, err := prices.Price(t.Context(), list, m)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, w := range r.Warnings {
		got = append(got, fmt.Sprintf("%d:%d %s %s", w.Kind, w.Row, w.Column, w.Text))
	}
	same(t, "warnings", strings.Join(got, "\n"), "0:2 tenant Nobody\n0:3 item strage\n0:4 included wrkstations\n0:4 sku S9\n0:4 infra Hamburg\n0:4 owner Nobody\n0:8 tenant Nobody\n0:9 tenant Nobody\n1:7 tenant Old\n2:8 tenant Nobody")
}
