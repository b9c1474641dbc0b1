package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// priceList has a row of each kind, and prices everything in the report.
func priceList() string {
	list := "kind,tenant,item,owner,per,price,currency,included,tiers,round,at_least,pool\n"
	for _, u := range usages {
		if u.infra {
			list += ",," + u.name + ",,GiB,0.045,EUR,10/workstations,,nearest 0.01,,\n"
		} else if u.name != "local_storage" {
			list += ",," + u.name + ",,item,2.40,EUR,,,,,\n"
		}
	}
	list += ",,local_storage,,100 GiB,,EUR,,graduated 500=4; 1000=3.5; *=3.333,up,,account\n" +
		"discount,,storage,,,5,,,,,,\nminimum,,,,,25,EUR,,,,,\nfee,,,,,9.99,EUR,,,,,\n"
	for i := range 500 {
		list += fmt.Sprintf(",CRM-%d,servers,,item,8.90,EUR,,,,,\n", 2+i*perPartner)
	}
	return list
}

// measurePrices compares what a month is charged with the same month's usage by
// customer. Both are second questions, to one process each.
func measurePrices(ctx context.Context, b *bench) error {
	file := filepath.Join(b.dir, "prices.csv")
	if err := os.WriteFile(file, []byte(priceList()), 0o600); err != nil {
		return err
	}
	w := world{tenants: b.tenants, rows: b.rows, months: 1}
	calls := []struct{ name, tool, arguments string }{
		{"usage by customer and item", "summarize_usage", `{"report_ids":["` + reportID(0) + `"],"group_by":["tenant","offering_item","infra"],"limit":10}`},
		{"charges by customer", "price_usage", `{"report_ids":["` + reportID(0) + `"],"limit":10}`},
	}
	var took, memory [2]values
	err := b.inWorld(ctx, w, func(url, _ string) error {
		for range b.rounds {
			for i, c := range calls {
				s, err := start(ctx, b.ours, url, "ACRONIS_PRICES="+file)
				if err != nil {
					return err
				}
				_, err = s.call(c.tool, c.arguments)
				second := 0.0
				if err == nil {
					second, err = s.call(c.tool, c.arguments)
				}
				took[i], memory[i] = append(took[i], second), append(memory[i], peak(s.cmd.Process.Pid))
				s.end()
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
	rows := [][]string{{"second question", calls[0].name, calls[1].name, "ratio"}}
	for _, m := range []struct {
		name, unit string
		of         [2]values
	}{{"time", "ms", took}, {"peak resident memory", "MiB", memory}} {
		rows = append(rows, []string{m.name, m.of[0].show(m.unit), m.of[1].show(m.unit), ratio(m.of[1], m.of[0]).show("")})
	}
	writeTable(b.out, strings.Join([]string{"Prices:", count(w.rows), "rows,", count(w.tenants), "tenants"}, " "), rows)
	return err
}
