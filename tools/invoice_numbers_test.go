package tools_test

import (
	"slices"
	"strings"
	"testing"

	"acronis-reports-mcp/acronis/simulator"
)

// Numbers of invoices are different, within the limits of importers, and don't depend
// on what else is charged.
func TestInvoiceNumbers(t *testing.T) {
	const list = "kind,tenant,item,owner,per,price,currency,product,text\n" +
		",,storage,,GiB,0.05,EUR,ST,\n,Contoso Ltd,storage,own,GiB,0.05,USD,ST,\n,,workstations,,item,2,EUR,WS,\n" +
		"account,Contoso Ltd,,,,,EUR,,Head office\naccount,Contoso Ltd,,,,,USD,,Head office\naccount,Adventure Works,,,,,EUR,,Head office\n" +
		",,servers,,item,0,EUR,X,\n,,vms,,item,0,EUR,X,\n,,mailboxes,,item,0,EUR,X,\n,,compute_points,,compute point,0,EUR,X,\n,,local_storage,,GiB,0,EUR,X,\n"
	numbers := func(list string) (all map[string][]string) {
		all = map[string][]string{}
		for _, row := range exportLayout(t, "invoice", list).rows {
			of := row["account_id"] + " " + row["currency"]
			if number := row["invoice"]; !slices.Contains(all[of], number) {
				all[of] = append(all[of], number)
			}
		}
		return all
	}
	got := numbers(list)
	known := map[string]bool{}
	for of, all := range got {
		if len(all) != 1 || known[strings.ToLower(all[0])] || len(all[0]) > 17 {
			t.Errorf("%s has the numbers %q", of, all)
		}
		known[strings.ToLower(all[0])] = true
	}
	for of, want := range map[string]string{
		simulator.ContosoID + " EUR": "202610EUR-" + simulator.ContosoID[:7], // the tag has 8 characters
		simulator.ContosoID + " USD": "202610USD-" + simulator.ContosoID[:7],
	} {
		if !slices.Equal(got[of], []string{want}) {
			t.Errorf("%s has %q, want %s", of, got[of], want)
		}
	}
	// Without any usage in USD, the invoice in EUR has the same number.
	less := numbers(strings.Replace(list, ",Contoso Ltd,storage,own,GiB,0.05,USD,ST,\n", "", 1))
	for of, all := range less {
		if !slices.Equal(all, got[of]) {
			t.Errorf("%s has %q, and %q with more usage", of, all, got[of])
		}
	}
}
