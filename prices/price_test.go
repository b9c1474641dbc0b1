package prices_test

import (
	"testing"
)

// Each amount is the closed form of its rule, computed by hand.
func TestArithmetic(t *testing.T) {
	for _, test := range []struct{ name, list, lines, want string }{
		{
			"price", "item,per,price,currency\nstorage,GiB,0.045,EUR",
			"e storage 812.5 GiB", "Epsilon EUR U 36.56 D 0.00 T 0.00 F 0.00 = 36.56",
		},
		{
			"at least, above", "item,per,price,currency,at_least\nstorage,GiB,0.04,EUR,1000",
			"e storage 1075.5 GiB", "Epsilon EUR U 43.02 D 0.00 T 0.00 F 0.00 = 43.02",
		},
		{
			"at least, below", "item,per,price,currency,at_least\nstorage,GiB,0.04,EUR,1000",
			"e storage 900 GiB", "Epsilon EUR U 40.00 D 0.00 T 0.00 F 0.00 = 40.00",
		},
		{
			"graduated tiers in a pool of the account",
			"item,per,currency,pool,tiers\nstorage,GiB,EUR,account,graduated 500=0.05; 1000=0.04; *=0.03",
			"a storage 1000.25 GiB\nb storage 120.25 GiB", "Partner One EUR U 48.62 D 0.00 T 0.00 F 0.00 = 48.62",
		},
		{
			"volume tiers in a pool of the account",
			"item,per,currency,pool,tiers\nstorage,GiB,EUR,account,volume 500=0.05; 1000=0.04; *=0.03",
			"a storage 1000.25 GiB\nb storage 120.25 GiB", "Partner One EUR U 33.62 D 0.00 T 0.00 F 0.00 = 33.62",
		},
		{
			"bounds of tiers are inclusive", "item,per,currency,tiers\nstorage,GiB,EUR,volume 500=0.05; *=0.03",
			"e storage 500 GiB\nz storage 500.000001 GiB",
			"Epsilon EUR U 25.00 D 0.00 T 0.00 F 0.00 = 25.00\nZeta EUR U 15.00 D 0.00 T 0.00 F 0.00 = 15.00",
		},
		{
			"included, up to whole blocks", "item,per,price,currency,included,round\nstorage,100 GiB,4.50,EUR,100,up",
			"e storage 1075.5 GiB", "Epsilon EUR U 45.00 D 0.00 T 0.00 F 0.00 = 45.00",
		},
		{
			"included for each item",
			"item,per,price,currency,included\nstorage,GiB,0.06,EUR,300/bndl_workstations + 3072/bndl_servers + 2048/bndl_vms\n" +
				"bndl_workstations,item,0,EUR,\nbndl_servers,item,0,EUR,\nbndl_vms,item,0,EUR,",
			"e storage 12000.25 GiB\ne workstations 10 item=bndl_workstations edition=bundled\n" +
				"e servers 2 item=bndl_servers edition=bundled\ne vms 1 item=bndl_vms edition=bundled\n" +
				"z workstations 50 item=bndl_workstations edition=bundled",
			"Epsilon EUR U 48.50 D 0.00 T 0.00 F 0.00 = 48.50\nZeta EUR U 0.00 D 0.00 T 0.00 F 0.00 = 0.00",
		},
		{
			"discount, minimum and a credit",
			"kind,item,per,price,currency\n,servers,item,107.88,EUR\ndiscount,,,5,\nminimum,,,150,EUR\nfee,,,-25,EUR",
			"e servers 1", "Epsilon EUR U 107.88 D 5.39 T 47.51 F -25.00 = 125.00",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := price(t, test.list, test.lines)
			same(t, "invoices", invoices(r), test.want)
			if !r.Complete {
				t.Errorf("not complete: %+v", r.Unpriced)
			}
		})
	}
}
