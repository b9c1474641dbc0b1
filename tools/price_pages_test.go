package tools_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/acronis/simulator"
)

// pricePage is a page of price_usage.
type pricePage struct {
	Complete bool
	Items    []struct {
		Tenant, Charge string
		TenantID       string `json:"tenant_id"`
	}
	Totals     []struct{ Charge string }
	NextCursor string `json:"next_cursor"`
	Truncated  bool
}

// No page is longer than 20 KB, and all pages together have each customer once, with
// amounts that add up to the total, which is that of all on every page.
func TestPricePages(t *testing.T) {
	const customers = 700
	var file strings.Builder
	file.WriteString(sheetHeader)
	for i := range customers {
		// 5 GiB to 704 GiB of storage, and something that the list doesn't have.
		fmt.Fprintf(&file, "a,customer,pw_base_storage,%d,0,0,0,0,t%d,Customer %d,,%d\n", 0, i, i, int64(i+5)<<30)
		fmt.Fprintf(&file, "a,customer,pw_base_vms,%d,0,0,0,0,t%d,Customer %d,,%d\n", 0, i, i, 1)
	}
	by := setup{Prices: "item,per,price,currency\nstorage,GiB,0.05,EUR\n"}
	simulate(t, by, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
		if err := dc.SetFile(simulator.SeptemberReportID, "csv_v2_0", []byte(file.String()), ""); err != nil {
			t.Fatal(err)
		}
		h := &host{m: m}
		seen, sum, cursor := map[string]bool{}, new(big.Rat), ""
		for pages := 0; pages == 0 || cursor != ""; pages++ {
			r := h.call(t, "price_usage", `{"months":["2026-09"],"detail":"full","limit":100,"cursor":"`+cursor+`"}`)
			if r.IsError || len(r.Content[0].Text) > 20<<10 {
				t.Fatalf("%d bytes: %.300s", len(r.Content[0].Text), r.Content[0].Text)
			}
			var page pricePage
			if err := json.Unmarshal(r.StructuredContent, &page); err != nil {
				t.Fatal(err)
			}
			for _, item := range page.Items {
				if seen[item.TenantID] {
					t.Errorf("%s is on two pages", item.TenantID)
				}
				seen[item.TenantID] = true
				sum.Add(sum, ratOf(t, item.Charge))
			}
			// (5 + … + 704) × 0.05, and each amount is exact.
			if page.Complete || len(page.Totals) != 1 || page.Totals[0].Charge != "12407.50" || page.Truncated != (page.NextCursor != "") {
				t.Fatalf("complete %v, totals %v", page.Complete, page.Totals)
			}
			cursor = page.NextCursor
		}
		if len(seen) != customers || sum.FloatString(2) != "12407.50" {
			t.Errorf("%d customers with %s", len(seen), sum.FloatString(2))
		}
	})
}
