package sheets

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"acronis-reports-mcp/prices"
	"acronis-reports-mcp/usage"
)

type lineList []usage.Group

func (l lineList) Len() int             { return len(l) }
func (l lineList) At(i int) usage.Group { return l[i] }

// importedLines returns the lines of an invoice for random usage and a random price
// list in a currency.
func importedLines(t *testing.T, random *rand.Rand, currency string) []InvoiceLine {
	one := func(of ...string) string { return of[random.IntN(len(of))] }
	list := "item,per,price,currency,included,tiers,round,at_least\n"
	price := one("0.045", "2.40", "0.1", "1.005", "3", "0.3333", "-2.50", "12.345", "1000", "0.0005")
	tiers := ""
	if random.IntN(4) == 0 {
		price, tiers = "", one("graduated 5=2; *=1.5", "volume 10=0.055; *=0.05")
	}
	list += fmt.Sprintf("storage,%s,%s,%s,%s,%s,%s,%s\n", one("GiB", "100 GiB", "TiB"), price, currency, one("", "", "5", "0.25"), tiers, one("", "up", "nearest 0.01"), one("", "", "7.5"))
	list += fmt.Sprintf("servers,item,%s,%s,%s,,,\n", one("9", "0.99", "7.125"), currency, one("", "2"))
	var lines lineList
	for i := range 20 {
		g := usage.Group{Tenant: fmt.Sprint("t", i), Usage: "storage", OfferingItem: "pw_base_storage"}
		amount := random.Int64N(1 << 42)
		if random.IntN(2) == 0 {
			amount = amount >> 30 << 30 // whole GiB
		}
		if random.IntN(3) == 0 {
			g.Usage, g.OfferingItem, amount = "servers", "pw_base_servers", random.Int64N(50)
		}
		g.Absolute.Production = usage.NewDecimal(amount)
		lines = append(lines, g)
	}
	parsed := prices.ParseList("prices.csv", []byte(list))
	r, err := prices.Price(t.Context(), parsed, prices.Month{Month: "2026-10", Reports: []prices.Report{{ID: "r", Lines: lines}}})
	if err != nil {
		t.Fatal(err)
	}
	var all []InvoiceLine
	for _, a := range r.Accounts {
		for _, c := range a.Charges {
			all = append(all, InvoiceLine{Charge: c, Currency: currency, Sum: c.Amount(), Amount: c.Amount().String(), Unit: string(c.Measure())})
		}
	}
	return all
}

func places(text string) int {
	_, decimals, _ := strings.Cut(text, ".")
	return len(decimals)
}

// Quantity times price of each imported line, rounded, is the amount, and neither has
// more decimals than importers keep.
func TestImportedLines(t *testing.T) {
	random := rand.New(rand.NewPCG(16, 4))
	number := func(text string) *big.Rat {
		r, ok := new(big.Rat).SetString(text)
		if !ok {
			t.Fatalf("not a number: %q", text)
		}
		return r
	}
	several := 0 // lines that aren't 1 at the amount
	for _, currency := range []string{"EUR", "JPY", "KWD"} {
		digits := prices.Digits(currency)
		for range 60 {
			for _, l := range importedLines(t, random, currency) {
				quantity, rate, _ := l.importable()
				gross, _, less, price, _, _ := l.importableLess()
				net := number(gross)
				if less != "" {
					net.Sub(net, number(less))
				}
				for _, of := range [][2]string{{quantity, rate}, {net.RatString(), price}} {
					product := number(of[0])
					if got := product.Mul(product, number(of[1])).FloatString(digits); number(got).Cmp(number(l.Amount)) != 0 {
						t.Fatalf("%s × %s is %s %s, want %s", of[0], of[1], got, currency, l.Amount)
					}
				}
				if places(quantity) > 4 || places(gross) > 4 || places(less) > 4 || places(rate) > max(2, digits) || places(price) > max(2, digits) {
					t.Fatalf("too many decimals: %s × %s, %s - %s × %s", quantity, rate, gross, less, price)
				}
				if quantity != "1" && gross != "1" {
					several++
				}
			}
		}
	}
	if several < 100 {
		t.Errorf("only %d lines have a quantity", several)
	}
}
