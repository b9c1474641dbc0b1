package prices_test

import (
	"fmt"
	"strings"
	"testing"

	"acronis-reports-mcp/prices"
	"acronis-reports-mcp/usage"
)

// What is shown of the lines without a price names no other customers. Other lines of the same account are counted.
func TestUnpricedOfAPart(t *testing.T) {
	r := price(t, "tenant,item,per,price,currency\n,storage,GiB,0.05,EUR\n,servers,item,0,EUR\n",
		"a storage 10 GiB\na vms 1\na servers 2\nb vms 2\nb mobiles 3\nc vms 4\ne storage 5 GiB\ne vms 5\nz storage 7 GiB\nz servers 1")
	show := func(c prices.Choice) string {
		var texts []string
		for _, u := range c.Unpriced(r) {
			texts = append(texts, fmt.Sprintf("%s %s of %s in %d", u.Item.Usage, u.Quantity, strings.Join(u.Tenants, "+"), u.Lines))
		}
		return fmt.Sprintf("%s; beside %d, zero %d", strings.Join(texts, ", "), c.UnpricedBeside(r), c.ZeroPriced(r))
	}
	only := func(ids string) prices.Choice {
		return prices.Choice{Tenant: func(id string) bool { return strings.Contains(ids, id) }}
	}
	storage := only("a")
	storage.Line = func(g usage.Group) bool { return g.Usage == "storage" }
	for _, test := range []struct {
		name string
		of   prices.Choice
		want string
	}{
		{"all", all, "vms 12 of a+b+c in 4, mobiles 3 of b in 1; beside 0, zero 2"},
		{"one of a partner's customers", only("a"), "vms 1 of a in 1; beside 3, zero 1"},
		{"two", only("bc"), "vms 6 of b+c in 2, mobiles 3 of b in 1; beside 0, zero 0"}, // nothing is charged that is shown
		{"a customer that is an account", only("e"), "vms 5 of e in 1; beside 0, zero 0"},
		{"a customer whose lines have prices", only("z"), "; beside 0, zero 1"},
		{"one usage", storage, "; beside 4, zero 0"},
	} {
		t.Run(test.name, func(t *testing.T) { same(t, "unpriced", show(test.of), test.want) })
	}
}
