package tools_test

import (
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
