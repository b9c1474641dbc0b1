package prices_test

import (
	"fmt"
	"strings"
	"testing"
)

func TestAccounts(t *testing.T) {
	const header = "kind,tenant,item,per,price,currency,text,from\n"
	const all = "a storage 1 GiB\nb storage 2 GiB\nc storage 4 GiB\nd storage 8 GiB\ne storage 16 GiB\nz storage 32 GiB"
	for _, test := range []struct{ name, list, want string }{
		{"without account rows", ",,storage,GiB,1,EUR,,", "Epsilon 16.00, Partner One 15.00, Zeta 32.00"},
		{"nearest account", ",,storage,GiB,1,EUR,,\naccount,Partner Two,,,,EUR,Two GmbH,\naccount,Alpha,,,,EUR,,", "Alpha 1.00, Epsilon 16.00, Partner One 6.00, Two GmbH 8.00, Zeta 32.00"},
		{"folder as an account", ",,storage,GiB,1,EUR,,\naccount,Folder,,,,EUR,,", "Epsilon 16.00, Folder 4.00, Partner One 11.00, Zeta 32.00"},
		{"one contact is one invoice", ",,storage,GiB,1,EUR,,\naccount,Alpha,,,,EUR,Greek AG,\naccount,Epsilon,,,,EUR,greek ag,", "Greek AG 17.00, Partner One 14.00, Zeta 32.00"},
		{"one contact, two currencies", ",,storage,GiB,1,EUR,,\n,Epsilon,storage,GiB,2,USD,,\naccount,Alpha,,,,EUR,Greek AG,\naccount,Epsilon,,,,USD,Greek AG,", "Greek AG 1.00, Greek AG 32.00, Partner One 14.00, Zeta 32.00"},
		{"everything", ",,storage,GiB,1,EUR,,\naccount,MSP,,,,EUR,,", "MSP 63.00"},
		{"not yet", ",,storage,GiB,1,EUR,,\naccount,MSP,,,,EUR,,2026-11", "Epsilon 16.00, Partner One 15.00, Zeta 32.00"},
		{"own currency", ",,storage,GiB,1,EUR,,\n,Epsilon,storage,GiB,2,USD,,\naccount,Epsilon,,,,USD,,", "Epsilon 32.00, Partner One 15.00, Zeta 32.00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := price(t, header+test.list, all)
			var got []string
			for _, a := range r.Accounts {
				got = append(got, a.Contact+" "+a.Total.String())
			}
			same(t, "accounts", strings.Join(got, ", "), test.want)
		})
	}
	r := price(t, header+",,storage,GiB,1,EUR,,\n,,servers,item,1,USD,,", "e storage 1 GiB\ne servers 1\nz servers 2")
	same(t, "two currencies", invoices(r), "Epsilon  U 0 D 0 T 0 F 0 = 0 (2 unpriced)\nZeta USD U 2.00 D 0.00 T 0.00 F 0.00 = 2.00")
	same(t, "two currencies", unpriced(r), "conflict storage 1 of e rows [2 3]: account,e,,,,EUR,,\nconflict servers 1 of e rows [2 3]: account,e,,,,EUR,,")
	r = price(t, header+",,storage,GiB,1,EUR,,\naccount,e,,,,USD,,", "e storage 1 GiB")
	same(t, "another currency", unpriced(r), "currency storage 1 of e rows [2]: ,,pw_base_storage,GiB,,USD,,")
}

// An account of several tenants is the same account whichever of them have usage.
func TestAccountOfSeveralTenants(t *testing.T) {
	const list = "kind,tenant,item,per,price,currency,text\n,,storage,GiB,1,EUR,\n,Zeta,servers,item,1,USD,\n" +
		"account,Zeta,,,,EUR,Greek AG\naccount,Alpha,,,,EUR,greek ag\naccount,Zeta,,,,USD,Greek AG\n"
	for usage, want := range map[string]string{
		"a storage 1 GiB\nz storage 2 GiB":                "z EUR 3.00 true",
		"a storage 1 GiB":                                 "z EUR 1.00 true",
		"z storage 2 GiB\nz servers 3\na storage 0.5 GiB": "z EUR 2.50 true, z USD 3.00 true",
	} {
		var got []string
		for _, a := range price(t, list, usage).Accounts {
			got = append(got, fmt.Sprint(a.ID(), " ", a.Currency, " ", a.Total, " ", a.OneOfSeveral))
		}
		same(t, usage, strings.Join(got, ", "), want)
	}
}

func TestDiscounts(t *testing.T) {
	const header = "kind,tenant,item,per,price,currency,pool\n,,storage,GiB,1,EUR,\n,,servers,item,1,EUR,account\n"
	for _, test := range []struct{ name, list, lines, want string }{
		{"narrowest", "discount,,,,5,,\ndiscount,,storage,,10,EUR,\ndiscount,Alpha,storage,,50,,", "a storage 10 GiB\nb storage 10 GiB\na servers 10\nb servers 10", "Partner One EUR U 40.00 D 7.00 T 0.00 F 0.00 = 33.00"},
		{"of another currency", "discount,,,,5,USD,", "e storage 10 GiB", "Epsilon EUR U 10.00 D 0.00 T 0.00 F 0.00 = 10.00"},
		{"a customer's share of a pool", "discount,Alpha,,,50,,", "a servers 10", "Partner One EUR U 10.00 D 0.00 T 0.00 F 0.00 = 10.00"},
		{"the account's pool", "discount,Partner One,servers,,50,,", "a servers 10\nb servers 2", "Partner One EUR U 12.00 D 6.00 T 0.00 F 0.00 = 6.00"},
		{"rounded once", "discount,,,,5,,", "a storage 0.1 GiB\nb storage 0.1 GiB\nc storage 0.1 GiB", "Partner One EUR U 0.30 D 0.02 T 0.00 F 0.00 = 0.28"},
		{"conflict", "discount,Alpha,,,5,,\ndiscount,,storage,,6,,", "a storage 1 GiB\nb storage 3 GiB", "Partner One EUR U 3.00 D 0.18 T 0.00 F 0.00 = 2.82 (1 unpriced)"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := price(t, header+test.list, test.lines)
			same(t, "invoices", invoices(r), test.want)
			addsUp(t, r)
		})
	}
}

func TestFeesAndMinimums(t *testing.T) {
	const header = "kind,tenant,item,per,price,currency,from,to,at_least,pool\n,,storage,GiB,1,EUR,,,,\n"
	for _, test := range []struct{ name, list, lines, want string }{
		{"fees add up", "fee,,,,5,EUR,,,,\nfee,Epsilon,,,3,EUR,,,,\nfee,,,,-1.005,EUR,,,,", "e storage 10 GiB", "Epsilon EUR U 10.00 D 0.00 T 0.00 F 6.99 = 16.99"},
		{"fee on a customer of a partner", "fee,Alpha,,,5,EUR,,,,", "b storage 1 GiB", "Partner One EUR U 1.00 D 0.00 T 0.00 F 5.00 = 6.00"},
		{"fee without usage", "fee,Epsilon,,,5,EUR,,,,\nfee,Zeta,,,7,EUR,2026-11,,,", "", "Epsilon EUR U 0.00 D 0.00 T 0.00 F 5.00 = 5.00"},
		{"fee for all needs production", "fee,,,,5,EUR,,,,", "e storage 0 trial=7", ""},
		{"fee for all in its currency", "fee,,,,5,USD,,,,", "e storage 1 GiB", "Epsilon EUR U 1.00 D 0.00 T 0.00 F 0.00 = 1.00"},
		{"minimum without usage", "minimum,Epsilon,,,50,EUR,,,,", "", "Epsilon EUR U 0.00 D 0.00 T 50.00 F 0.00 = 50.00"},
		{"minimum for all needs production", "minimum,,,,50,EUR,,,,", "e storage 0 trial=7", ""},
		{"minimum reached", "minimum,,,,50,EUR,,,,", "e storage 50 GiB", "Epsilon EUR U 50.00 D 0.00 T 0.00 F 0.00 = 50.00"},
		{"narrowest minimum", "minimum,,,,50,EUR,,,,\nminimum,Epsilon,,,20,EUR,,,,", "e storage 10 GiB\nz storage 10 GiB", "Epsilon EUR U 10.00 D 0.00 T 10.00 F 0.00 = 20.00\nZeta EUR U 10.00 D 0.00 T 40.00 F 0.00 = 50.00"},
		{"no top-up while unpriced", "minimum,,,,50,EUR,,,,", "e storage 10 GiB\ne servers 1", "Epsilon EUR U 10.00 D 0.00 T 0.00 F 0.00 = 10.00 (1 unpriced)"},
		{"at least without usage", ",Epsilon,storage,GiB,2,EUR,,,100,", "", "Epsilon EUR U 200.00 D 0.00 T 0.00 F 0.00 = 200.00"},
		{"at least in its months", ",Epsilon,storage,GiB,2,EUR,,2026-09,100,", "", ""},
		{"at least of an account's pool", ",Partner One,storage,GiB,2,EUR,,,100,account", "e storage 1 GiB", "Epsilon EUR U 1.00 D 0.00 T 0.00 F 0.00 = 1.00\nPartner One EUR U 200.00 D 0.00 T 0.00 F 0.00 = 200.00"},
		{"at least of customers below", ",Partner One,storage,GiB,2,EUR,,,100,", "a storage 1 GiB", "Partner One EUR U 200.00 D 0.00 T 0.00 F 0.00 = 200.00"},
		{"at least for all needs usage", ",,servers,item,2,EUR,,,100,", "e storage 1 GiB", "Epsilon EUR U 1.00 D 0.00 T 0.00 F 0.00 = 1.00"},
		{"unknown tenant", "fee,Gone Ltd,,,5,EUR,,,,", "", "Gone Ltd EUR U 0.00 D 0.00 T 0.00 F 5.00 = 5.00"},
		{"deleted tenant", "minimum,Old,,,5,EUR,,,,", "", "Old EUR U 0.00 D 0.00 T 5.00 F 0.00 = 5.00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := price(t, header+test.list, test.lines)
			same(t, "invoices", invoices(r), test.want)
			addsUp(t, r)
		})
	}
}
