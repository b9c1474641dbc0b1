package prices_test

import (
	"strings"
	"testing"

	"acronis-reports-mcp/prices"
)

func faults(list *prices.List) string {
	var all []string
	for _, f := range list.Faults {
		all = append(all, f.String())
	}
	return strings.Join(all, "\n")
}

func TestFaults(t *testing.T) {
	const header = "kind,tenant,item,sku,infra,owner,per,price,currency,included,tiers,round,at_least,pool,from,to,product,text\n"
	for _, test := range []struct{ name, file, want string }{
		{"decimal comma", "item;per;price;currency\nstorage;GiB;0,045;EUR", "line 2, column 3 (price): a decimal comma, or one between thousands; write a decimal point, such as 0.05"},
		{"decimal comma between commas", "item,per,price,currency\nstorage,GiB,0,045,EUR", "line 2: the line has 5 cells but the first line has 4; is there a decimal comma (write 0.05), or a comma in a cell without quotes around it?"},
		{"decimal comma in quotes", "item,per,price,currency\nstorage,GiB,\"1.000,50\",EUR", "line 2, column 3 (price): a decimal comma, or one between thousands; write a decimal point, such as 0.05"},
		{"decimal comma in tiers", "item,per,currency,tiers\nstorage,GiB,EUR,\"graduated 500=0,05; *=0.04\"", "line 2, column 4 (tiers): the price of a tier: a decimal comma, or one between thousands; write a decimal point, such as 0.05"},
		{"unknown currency", "item,per,price,currency\nstorage,GiB,1,EURO", "line 2, column 4 (currency): must be the code of a currency in ISO 4217 that has a minor unit, such as EUR"},
		{"gold", "item,per,price,currency\nstorage,GiB,1,XAU", "line 2, column 4 (currency): must be the code of a currency in ISO 4217 that has a minor unit, such as EUR"},
		{"GB", "item,per,price,currency\nstorage,GB,1,EUR", "line 2, column 2 (per): GB has two meanings: 1000 and 1024 based; the vendor counts 1024 based, so write GiB"},
		{"TB with a number", "item,per,price,currency\nstorage,2 tb,1,EUR", "line 2, column 2 (per): tb has two meanings: 1000 and 1024 based; the vendor counts 1024 based, so write TiB"},
		{"GiB of a count", "item,per,price,currency\nservers,GiB,1,EUR", "line 2, column 2 (per): servers is measured in quantity, so the price is per item"},
		{"items of bytes", "item,per,price,currency\npw_base_storage,item,1,EUR", "line 2, column 2 (per): pw_base_storage is measured in bytes, so the price is per GiB or TiB"},
		{"label in another measure", "item,per,price,currency\nCompute points,GiB,1,EUR", "line 2, column 2 (per): Compute points is measured in seconds, so the price is per compute point"},
		{"formula", "item,per,price,currency,text\nstorage,GiB,=A1*2,EUR,\nstorage,GiB,1,EUR,@SUM(A1)", "line 2, column 3 (price): a formula; write its value\nline 3, column 5 (text): a formula; write its value"},
		{"formula of signs", "item,per,price,currency,text\nstorage,GiB,-1,EUR,-A1\nstorage,GiB,+2,EUR,+A1", "line 2, column 5 (text): a formula; write its value\nline 3, column 5 (text): a formula; write its value"},
		{"percent sign", "kind,price\ndiscount,5%", "line 2, column 2 (price): write the number alone, without %"},
		{"too much percent", "kind,price\ndiscount,105", "line 2, column 2 (price): must be percent from 0 to 100"},
		{"no item", "item,sku,per,price,currency\n,,GiB,1,EUR\n,*,GiB,1,EUR", "line 2, column 1 (item): is missing: a price is of an item or a SKU\nline 3, column 1 (item): is missing: a price is of an item or a SKU"},
		{"star as item and tenant", "tenant,item,per,price,currency\n*,*,GiB,1,EUR", "line 2, column 1 (tenant): * is for sku, infra and owner; leave the cell empty for all\nline 2, column 2 (item): * is for sku, infra and owner; leave the cell empty for all"},
		{"price and tiers", "item,per,price,currency,tiers\nstorage,GiB,1,EUR,volume *=1", "line 2, column 5 (tiers): there is a price too; leave one of the two empty"},
		{"last tier", "item,per,currency,tiers\nstorage,GiB,EUR,volume 5=1; 6=2", "line 2, column 4 (tiers): the last tier, and no other, must begin with *, which is everything above"},
		{"order of tiers", "item,per,currency,tiers\nstorage,GiB,EUR,graduated 5=1; 5=2; *=1", "line 2, column 4 (tiers): the bounds of tiers must grow"},
		{"kind of tiers", "item,per,currency,tiers\nstorage,GiB,EUR,5=1; *=1", "line 2, column 4 (tiers): must be such as graduated 500=0.05; *=0.04, or volume instead of graduated"},
		{"block", "item,per,price,currency\nstorage,0 GiB,1,EUR\nstorage,1.5 GiB,1,EUR", "line 2, column 2 (per): the number before the unit must be a whole number of at least 1\nline 3, column 2 (per): must be GiB, TiB, item or compute point, or such as 100 GiB"},
		{"round", "item,per,price,currency,round\nstorage,GiB,1,EUR,down\nstorage,GiB,1,EUR,nearest\nstorage,GiB,1,EUR,nearest 0\nstorage,GiB,1,EUR,up 5", strings.TrimSpace(strings.Repeat("line N, column 5 (round): must be empty, up, or such as nearest 0.01\n", 4))},
		{"included", "item,per,price,currency,included\nstorage,GiB,1,EUR,5/\nstorage,GiB,1,EUR,-5\nstorage,GiB,1,EUR,1/storage", "line 2, column 5 (included): must be a number, or a number for each of an item such as 300/bndl_workstations, or several of them joined by +: the item is missing\nline 3, column 5 (included): must be a number, or a number for each of an item such as 300/bndl_workstations, or several of them joined by +: must not be negative\nline 4, column 5 (included): storage isn't counted in items, so nothing can be included for each"},
		{"months", "item,per,price,currency,from,to\nstorage,GiB,1,EUR,2026-13,\nstorage,GiB,1,EUR,2026-10,2026-09", "line 2, column 5 (from): must be a month such as 2026-10\nline 3, column 6 (to): is before the month in from"},
		{"kind", "kind,item\nrebate,storage", "line 2, column 1 (kind): must be price (or empty), account, fee, minimum or discount"},
		{"cells of another kind", header + "fee,Alpha,storage,,,,,5,EUR,,,,,,,,,", "line 2, column 3 (item): must be empty in a row of the kind fee"},
		{"incomplete rows", "kind,tenant,price,currency\naccount,,,\nfee,,,\nminimum,,-1,EUR", "line 2, column 2 (tenant): is missing: an account row names its tenant\nline 2, column 4 (currency): is missing: an account has a currency\nline 3, column 3 (price): is missing: a fee has an amount\nline 3, column 4 (currency): is missing: a fee has a currency\nline 4, column 3 (price): must not be negative"},
		{"no unit", "item,price,currency\nstorage,1,", "line 2, column 3 (currency): is missing: a price has a currency\nline 2, column per: is missing: write what the price is for: GiB, TiB, item or compute point"},
		{"placeholder", "item,per,price,currency,text\nstorage,GiB,1,EUR,{lable} {month}", "line 2, column 5 (text): {lable} isn't a placeholder; they are {label}, {infra} and {month}"},
		{"unknown column", "item,prise\nstorage,1", "line 1, column 2 (prise): this column doesn't exist; the columns are kind, tenant, item, sku, infra, owner, per, price, currency, included, tiers, round, at_least, pool, from, to, product, text, and comments, whose names begin with #"},
		{"column twice", "item,price,price\nstorage,1,2", "line 1, column 3 (price): this column is also column 2"},
		{"no header", "tenant,price\nAlpha,1", "line 1: the first line must have the names of the columns, among them kind, item or sku"},
		{"empty", " \n", "line 1: the file is empty; its first line has the names of the columns: kind,tenant,item,sku,infra,owner,per,price,currency,included,tiers,round,at_least,pool,from,to,product,text"},
		{"UTF-16", "\xff\xfei\x00t\x00", "line 1: the file is UTF-16; save it as CSV UTF-8"},
		{"Latin 1", "item,text\nstorage,f\xfcr", "line 2: the line isn't UTF-8; save the file as CSV UTF-8"},
		{"quotes", "item,text\nstorage,5\" disk", `line 2: the quotes are wrong: a cell with quotes in it begins and ends with ", and each quote in it is written twice`},
	} {
		t.Run(test.name, func(t *testing.T) {
			want := test.want
			for n := 2; strings.Contains(want, "line N"); n++ {
				want = strings.Replace(want, "line N", "line "+string(rune('0'+n)), 1)
			}
			same(t, "faults", faults(prices.ParseList("prices.csv", []byte(test.file))), want)
		})
	}
}

// However a spreadsheet writes the file, it is the same list.
func TestSpellings(t *testing.T) {
	const want = "Epsilon EUR U 36.56 D 0.00 T 0.00 F 0.00 = 36.56"
	for name, file := range map[string]string{
		"comma":          "item,per,price,currency\nstorage,GiB,0.045,EUR\n",
		"mark":           "\ufeffitem,per,price,currency\nstorage,GiB,0.045,EUR\n",
		"semicolon":      "item;per;price;currency\nstorage;GiB;0.045;EUR\n",
		"CRLF":           "item,per,price,currency\r\nstorage,GiB,0.045,EUR\r\n",
		"quotes":         "\"item\",\"per\",\"price\",\"currency\"\n\"storage\",\"GiB\",\"0.045\",\"EUR\"\n",
		"case, blanks":   " Item , PER,Price,Currency\n Backup  Storage ,gib, 0.045 ,eur\n",
		"empty cells":    "item,per,price,currency,,\nstorage,GiB,0.045,EUR,,\n,,,,,\n\n",
		"fewer cells":    "item,per,price,currency,text\nstorage,GiB,0.045,EUR\n",
		"comment column": "item,per,#label,price,currency,# last cost\nstorage,GiB,=x,0.045,EUR,@0.02\n",
		"exponent":       "item,per,price,currency\nstorage,GiB,4.5E-2,EUR\n",
		"plus":           "item,per,price,currency\nstorage,GiB,+.0450,EUR\n",
		"line in a cell": "item,per,price,currency,text\nstorage,GiB,0.045,EUR,\"two\nlines\"\n",
		"block":          "item,per,price,currency\nstorage,1024GiB,46.08,EUR\n",
		"TiB":            "item,per,price,currency\nstorage,TiB,46.08,EUR\n",
	} {
		t.Run(name, func(t *testing.T) {
			r := price(t, file, "e storage 812.5 GiB")
			same(t, "invoices", invoices(r), want)
		})
	}
}

// A list is identified by its bytes, and a line of the file by its number.
func TestIdentity(t *testing.T) {
	a, b := parse(t, "item,per,price,currency\n\nstorage,GiB,1,EUR"), parse(t, "item,per,price,currency\n\nstorage,GiB,1,EUR\n")
	if a.SHA256 == b.SHA256 || len(a.SHA256) != 64 {
		t.Errorf("hashes %s and %s", a.SHA256, b.SHA256)
	}
	if len(a.Rows) != 1 || a.Rows[0].Line != 3 {
		t.Errorf("rows %+v", a.Rows)
	}
}

func FuzzParseList(f *testing.F) {
	f.Add("kind,tenant,item,per,price,currency,included,tiers,round,at_least\n,Alpha,storage,100 GiB,1,EUR,1/servers + 2,,nearest 0.5,3\n")
	f.Add("item;tiers\nstorage;\"graduated 5=1; *=2\"\n")
	f.Fuzz(func(t *testing.T, text string) {
		list := prices.ParseList("x", []byte(text))
		for _, fault := range list.Faults {
			if fault.Line < 1 || fault.Text == "" {
				t.Errorf("fault %+v", fault)
			}
		}
		if len(list.Faults) == 0 {
			_, _ = prices.Price(t.Context(), list, month(t, "e storage 5 GiB\na servers 3"))
		}
	})
}
