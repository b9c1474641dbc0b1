package tools_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/prices"
	"acronis-reports-mcp/tools"
)

// against calls price_usage with the name of a file, and returns the result as text.
func against(t *testing.T, h *host, name string) (text string, failed bool) {
	t.Helper()
	raw, err := json.Marshal(map[string]string{"against": name})
	if err != nil {
		t.Fatal(err)
	}
	r := h.call(t, "price_usage", string(raw))
	return r.Content[0].Text, r.IsError
}

// An invoice that was written differs only by what changed since: here the price
// list, which is read again for each call.
func TestAgainst(t *testing.T) {
	simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, _ *server.MCPServer) {
		folder := t.TempDir()
		list := prices.Demo()
		files := &store.Files{}
		defer files.Close()
		client, err := acronis.New(acronis.Config{BaseURL: "http://localhost", ClientID: simulator.ClientID, ClientSecret: simulator.ClientSecret, Dial: dc.DialContext})
		if err != nil {
			t.Fatal(err)
		}
		defer client.Close()
		h := &host{m: tools.NewServer(tools.Options{
			Client: client, DataCentre: "eu2-cloud.acronis.com", Files: files, ExportDir: folder,
			PriceList: func() (*prices.List, error) { return list, nil },
		})}
		if r := h.call(t, "export_usage", `{"layout":"invoice","months":["2026-09"]}`); r.IsError {
			t.Fatal(r.Content[0].Text)
		}
		const name = "invoice-Northwind_Managed_IT-2026-09-01-2026-09-30.csv"
		if text, failed := against(t, h, name); failed || !strings.Contains(text, `"lines":0,"items":[]`) {
			t.Errorf("without a change: %s", text)
		}

		raw, err := os.ReadFile("../prices/demo/prices.csv")
		if err != nil {
			t.Fatal(err)
		}
		list = prices.ParseList("prices.csv", []byte(strings.NewReplacer("fee,CRM-1042,,,,,,49.00,", "fee,CRM-1042,,,,,,59.50,", ",,vms,,,,item,6.00,", ",,vms,,,,item,7.00,").Replace(string(raw))))
		text, failed := against(t, h, name)
		for _, want := range []string{ // the fee, 9 and 3 virtual machines
			`"lines":3`, `"before":"49.00","now":"59.50","change":"+10.50"`, `"before":"54.00","now":"63.00","change":"+9.00"`, `"before":"18.00","now":"21.00","change":"+3.00"`,
		} {
			if failed || !strings.Contains(text, want) {
				t.Errorf("no %s in %s", want, text)
			}
		}

		if err := os.Symlink(filepath.Join(folder, name), filepath.Join(folder, "link.csv")); err != nil {
			t.Skip(err)
		}
		if err := os.WriteFile(filepath.Join(folder, "other.csv"), []byte("a,b\n1,2\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"../" + name, filepath.Join(folder, name), "missing.csv", "other.csv", "link.csv", "..", ".", `a\b`} {
			if text, failed := against(t, h, name); !failed || strings.Contains(text, folder) && !strings.Contains(name, folder) {
				t.Errorf("%s: %s", name, text)
			}
		}
	})
}

// Only what a question chooses is compared, and SKUs only if both have them: an export of all customers from a report
// with SKUs agrees with one customer's amounts from a report without.
func TestAgainstChosen(t *testing.T) {
	simulate(t, setup{Export: true}, func(t *testing.T, _ *simulator.DataCentre, m *server.MCPServer) {
		h := &host{m: m}
		h.call(t, "prepare_months", `{"months":["2026-10"],"skus":true}`)
		if r := h.call(t, "export_usage", `{"layout":"invoice","months":["2026-10"]}`); r.IsError {
			t.Fatal(r.Content[0].Text)
		}
		const direct = `,"report_ids":["c7a2ea20-b2f1-4c94-ae05-319acb5c7427"]`
		for _, arguments := range []string{
			``, `,"tenant":"Contoso Ltd"`, `,"customers":["` + simulator.WingtipPartnerID + `","Relecloud"]`, `,"customers":["Coho Winery"]`,
			`,"tenant":"Proseware Resale"`, `,"usages":["storage"]`, `,"tenant":"Proseware Resale","usages":["storage"]`,
			`,"customers":["Coho Winery","Woodgrove Bank","` + simulator.WingtipPartnerID + `"]`,
			`,"tenant":"Contoso Ltd"` + direct, `,"customers":["Relecloud","Adventure Works"]` + direct,
		} {
			r := h.call(t, "price_usage", `{"against":"invoice-Northwind_Managed_IT-2026-10-01-2026-10-31.csv"`+arguments+`}`)
			if text := r.Content[0].Text; r.IsError || !strings.Contains(text, `"lines":0,"items":[]`) {
				t.Errorf("%s: %s", arguments, text)
			}
		}
		text, failed := against(t, h, "missing.csv")
		if !failed || !strings.Contains(text, `"missing.csv" can't be compared: there is no such file in the export folder. Give the name of a file`) {
			t.Error(text)
		}
	})
}
