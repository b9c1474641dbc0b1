package tools_test

import (
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/acronis/simulator"
)

// Usage that cancels out has no cost of a unit, and the file is written all the same.
func TestPSAOfUsageThatCancelsOut(t *testing.T) {
	file := sheetHeader +
		"a,customer,local_storage,0,0,0,0,0,t1,Contoso,std,1073741824\n" +
		"a,customer,local_storage,0,0,0,0,0,t1,Contoso,adv,-1073741824\n"
	by := setup{
		Prices: "item,per,price,currency,product\nlocal_storage,GiB,1,EUR,P\n", Costs: "item,per,price,currency\nlocal_storage,GiB,0.5,EUR\n", Export: true,
	}
	simulate(t, by, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
		if err := dc.SetFile(simulator.SeptemberReportID, "csv_v2_0", []byte(file), ""); err != nil {
			t.Fatal(err)
		}
		r := (&host{m: m}).call(t, "export_usage", `{"months":["2026-09"],"partial":true,"layout":"psa"}`)
		if r.IsError || !strings.Contains(r.Content[0].Text, `"rows":1`) {
			t.Error(r.Content[0].Text)
		}
	})
}
