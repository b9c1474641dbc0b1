package prices_test

import (
	"encoding/csv"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"acronis-reports-mcp/prices"
	"acronis-reports-mcp/usage"
)

var refColumns = []string{
	"kind", "tenant", "item", "sku", "infra", "owner", "per", "price", "currency", "included", "tiers", "round", "at_least",
	"pool", "from", "to", "text",
}

// text returns rows as CSV.
func text(rows []refRow, comma rune) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Comma = comma
	_ = w.Write(refColumns)
	for _, r := range rows {
		record := make([]string, len(refColumns))
		for i, column := range refColumns {
			record[i] = r[column]
		}
		_ = w.Write(record)
	}
	w.Flush()
	return b.String()
}

// Random lists and lines give what a reference gives that computes with fractions alone.
func TestAgainstReference(t *testing.T) {
	n, refusals, priced, unpriced := 2000, 0, 0, 0
	if testing.Short() {
		n = 500
	}
	for seed := range n {
		m := maker{rand.New(rand.NewPCG(uint64(seed), 16))}
		rows, groups := m.list(), m.lines()
		file := text(rows, []rune{',', ';'}[seed%2])
		want, refused := reference(rows, groups)
		r, err := prices.Price(t.Context(), parse(t, file), prices.Month{
			Month: "2026-10", World: world(), Reports: []prices.Report{{ID: "r", Subject: "us", Lines: lineList(groups), HasSKUs: true}},
		})
		var fault *prices.FaultError
		if refused != errors.As(err, &fault) {
			t.Fatalf("seed %d: the reference refuses: %v, the error is %v\n%s", seed, refused, err, file)
		}
		if refused {
			refusals++
			continue
		}
		if got := invoices(r); got != want {
			t.Fatalf("seed %d:\n got\n%s\nwant\n%s\n%s\n%s", seed, got, want, file, show(groups))
		}
		if strings.Contains(want, "unpriced") {
			unpriced++
		} else if want != "" {
			priced++
		}
		addsUp(t, r)
	}
	t.Logf("%d lists were complete, %d not, %d refused", priced, unpriced, refusals)
	if priced < n/10 || unpriced < n/10 || refusals == 0 {
		t.Error("the lists are too much alike")
	}
}

// addsUp checks that the groups of each key add up to the accounts.
func addsUp(t *testing.T, r *prices.Result) {
	t.Helper()
	want := map[string]prices.Money{}
	for _, a := range r.Accounts {
		want[a.Currency] = want[a.Currency].Add(a.Total)
	}
	for _, by := range []prices.By{prices.ByAccount, prices.ByCustomer, prices.ByLine, prices.ByUsage, prices.BySKU} {
		got := map[string]prices.Money{}
		for _, g := range groupsOf(t, r, by, all) {
			got[g.Currency] = got[g.Currency].Add(g.Total())
		}
		for currency, sum := range want {
			if got[currency].Sub(sum).Sign() != 0 {
				t.Fatalf("by %s the sum is %s %s, want %s", by, got[currency], currency, sum)
			}
		}
	}
}

// The causes of a change between two random months add up to it, by every key.
func TestCausesAddUp(t *testing.T) {
	compared := 0
	for seed := range 300 {
		m := maker{rand.New(rand.NewPCG(uint64(seed), 61))}
		list, old, now := parse(t, text(m.list(), ',')), m.lines(), m.lines()
		at := func(month string, groups []usage.Group) *prices.Result {
			r, err := prices.Price(t.Context(), list, prices.Month{
				Month: month, World: world(), Reports: []prices.Report{{ID: "r", Subject: "us", Lines: lineList(groups), HasSKUs: true}},
			})
			if err != nil {
				return nil
			}
			return r
		}
		before, between, after := at("2026-09", old), at("2026-09", now), at("2026-10", now)
		if before == nil || between == nil || after == nil {
			continue
		}
		compared++
		for _, by := range []prices.By{prices.ByAccount, prices.ByCustomer, prices.ByLine, prices.ByUsage, prices.BySKU} {
			sums := map[string]prices.Money{}
			for _, c := range compare(t, before, between, after, by, all) {
				sums[c.Currency] = sums[c.Currency].Add(c.DueTo.Sum())
			}
			for _, a := range after.Accounts {
				sums[a.Currency] = sums[a.Currency].Sub(a.Total)
			}
			for _, a := range before.Accounts {
				sums[a.Currency] = sums[a.Currency].Add(a.Total)
			}
			for currency, left := range sums {
				if left.Sign() != 0 {
					t.Fatalf("seed %d by %s: %s %s of the change have no cause", seed, by, left, currency)
				}
			}
		}
	}
	if compared < 100 {
		t.Errorf("only %d lists can be compared", compared)
	}
}

func show(groups []usage.Group) string {
	var lines []string
	for _, g := range groups {
		lines = append(lines, fmt.Sprint(g.Tenant, " ", g.Usage, " ", g.OfferingItem, " sku=", g.SKU, " infra=", g.Infra, " owner=", g.Owner, " ", g.Absolute.Production))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}
