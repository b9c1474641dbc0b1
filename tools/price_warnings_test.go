package tools_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/acronis/simulator"
)

// If nothing has a price, lists are empty and not null, which the output schema refuses.
func TestNothingPriced(t *testing.T) {
	by := setup{Prices: "item,per,price,currency\nnotarizations,item,1,EUR\n"}
	simulate(t, by, func(t *testing.T, _ *simulator.DataCentre, m *server.MCPServer) {
		r := (&host{m: m}).call(t, "price_usage", `{"months":["2026-09"]}`)
		if text := r.Content[0].Text; r.IsError || strings.Contains(text, ":null") || !strings.Contains(text, `"totals":[]`) {
			t.Error(text)
		}
	})
}

// A list with many names that exist nowhere doesn't fill the answer with them.
func TestManyUnknownNames(t *testing.T) {
	var list strings.Builder
	list.WriteString("item,infra,per,price,currency\nstorage,,GiB,1,EUR\n")
	for i := range 300 {
		fmt.Fprintf(&list, "storage,Storage %d,GiB,2,EUR\n", i)
	}
	simulate(t, setup{Prices: list.String()}, func(t *testing.T, _ *simulator.DataCentre, m *server.MCPServer) {
		text := (&host{m: m}).call(t, "price_usage", `{"months":["2026-09"]}`).Content[0].Text
		if n := strings.Count(text, "exists nowhere here"); n != 10 || !strings.Contains(text, "The price list has 290 more names that exist nowhere here.") {
			t.Errorf("%d names, %s", n, text)
		}
	})
}
