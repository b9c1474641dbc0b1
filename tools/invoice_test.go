package tools_test

import (
	"encoding/csv"
	"encoding/json"
	"math/big"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/server"
	"github.com/xuri/excelize/v2"

	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/tools"
)

// An invoiceFile is an exported file, read by something else than the code that
// wrote it: the rows by the names of their columns.
type invoiceFile struct {
	rows   []map[string]string
	charge string // of all, by the result
}

// exportLayout exports October in a layout.
func exportLayout(t *testing.T, layout, list string) invoiceFile {
	t.Helper()
	var f invoiceFile
	by := setup{Export: true, Prices: list, Invoice: tools.Accounting{Prefix: "RE-", Account: "200", Tax: "OUTPUT", Days: 30}}
	simulate(t, by, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
		h := &host{m: m, answer: "accept"}
		if r := h.call(t, "prepare_months", `{"months":["2026-10"]}`); r.IsError {
			t.Fatal(r.Content[0].Text)
		}
		r := h.call(t, "export_usage", `{"months":["2026-10"],"layout":"`+layout+`"}`)
		if r.IsError {
			t.Fatal(r.Content[0].Text)
		}
		var out struct {
			File    string
			Charges []struct{ Charge string }
		}
		if err := json.Unmarshal(r.StructuredContent, &out); err != nil {
			t.Fatal(err)
		}
		f.charge = out.Charges[0].Charge
		f.rows = readCSV(t, out.File)
	})
	return f
}

func readCSV(t *testing.T, path string) (rows []map[string]string) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	all, err := csv.NewReader(strings.NewReader(string(raw))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, record := range all[1:] {
		row := map[string]string{}
		for i, cell := range record {
			row[all[0][i]] = cell
		}
		rows = append(rows, row)
	}
	return rows
}

func ratOf(t *testing.T, text string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatalf("not a number: %q", text)
	}
	return r
}

// product returns a quantity times a price as text with two decimals. FloatString
// rounds halves away from zero.
func product(t *testing.T, quantity, price string) string {
	t.Helper()
	r := ratOf(t, quantity)
	return r.Mul(r, ratOf(t, price)).FloatString(2)
}

// Each line of an invoice is quantity × price, rounded once, and all lines add up to
// what price_usage says.
func TestInvoiceAddsUp(t *testing.T) {
	f := exportLayout(t, "invoice", "")
	sum := new(big.Rat)
	for _, row := range f.rows {
		sum.Add(sum, ratOf(t, row["amount"]))
		if row["unit_price"] == "" {
			continue
		}
		quantity := ratOf(t, row["quantity"])
		if block, _, found := strings.Cut(row["per"], " "); found && block != "compute" {
			quantity.Quo(quantity, ratOf(t, block))
		}
		if got := product(t, quantity.RatString(), row["unit_price"]); got != row["amount"] {
			t.Errorf("%s: %s × %s per %s is %s, want %s", row["text"], row["quantity"], row["unit_price"], row["per"], got, row["amount"])
		}
	}
	if sum.FloatString(2) != f.charge || f.charge != "890.00" || len(f.rows) != 41 {
		t.Errorf("%d lines add up to %s, and the result says %s", len(f.rows), sum.FloatString(2), f.charge)
	}
}

// Software that multiplies quantity and price again gets the same amounts.
func TestImportedInvoicesAddUp(t *testing.T) {
	want := exportLayout(t, "invoice", "")
	for layout, columns := range map[string]struct{ number, quantity, rate, due, contact string }{
		"xero":       {"*InvoiceNumber", "*Quantity", "*UnitAmount", "*DueDate", "*ContactName"},
		"quickbooks": {"*InvoiceNo", "ItemQuantity", "ItemRate", "*DueDate", "*Customer"},
	} {
		got := exportLayout(t, layout, "")
		if len(got.rows) != len(want.rows) {
			t.Fatalf("%s has %d lines, want %d", layout, len(got.rows), len(want.rows))
		}
		for i, row := range got.rows {
			amount := product(t, row[columns.quantity], row[columns.rate])
			if amount != want.rows[i]["amount"] || layout == "quickbooks" && row["*ItemAmount"] != amount {
				t.Errorf("%s: %v is %s, want %s", layout, row, amount, want.rows[i]["amount"])
			}
			_, decimals, _ := strings.Cut(row[columns.rate], ".")
			_, places, _ := strings.Cut(row[columns.quantity], ".")
			if len(decimals) > 2 || len(places) > 4 {
				t.Errorf("%s: too many decimals in %v", layout, row)
			}
			if row[columns.number] != "RE-"+want.rows[i]["invoice"] || row[columns.contact] != want.rows[i]["account"] || row["*InvoiceDate"] != "2026-10-31" || row[columns.due] != "2026-11-30" {
				t.Errorf("%s: %v", layout, row)
			}
		}
	}
}

// In the layout psa, quantity less what is included, times the price, is the amount.
func TestPSAAddsUp(t *testing.T) {
	want, got := exportLayout(t, "invoice", ""), exportLayout(t, "psa", "")
	for i, row := range got.rows {
		quantity := ratOf(t, row["quantity"])
		if row["less_included"] != "" {
			quantity.Sub(quantity, ratOf(t, row["less_included"]))
		}
		if amount := product(t, quantity.RatString(), row["price"]); amount != want.rows[i]["amount"] || row["product"] == "" || row["month"] != "2026-10" {
			t.Errorf("%v is %s, want %s", row, amount, want.rows[i]["amount"])
		}
		_, decimals, _ := strings.Cut(row["price"], ".")
		_, places, _ := strings.Cut(row["quantity"], ".")
		if len(decimals) > 2 || len(places) > 4 {
			t.Errorf("too many decimals in %v", row)
		}
	}
}

// The other formats have the same lines and amounts.
func TestInvoiceFormats(t *testing.T) {
	simulate(t, setup{Export: true}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
		h := &host{m: m}
		write := func(format string) string {
			r := h.call(t, "export_usage", `{"months":["2026-09"],"layout":"invoice","format":"`+format+`"}`)
			var out struct{ File string }
			if r.IsError || json.Unmarshal(r.StructuredContent, &out) != nil {
				t.Fatal(r.Content[0].Text)
			}
			return out.File
		}
		want := readCSV(t, write("csv"))
		raw, err := os.ReadFile(write("json"))
		if err != nil {
			t.Fatal(err)
		}
		var object struct {
			Lines  []map[string]any
			Totals []struct{ Charge string }
			Proof  map[string]any
		}
		if err := json.Unmarshal(raw, &object); err != nil {
			t.Fatal(err)
		}
		book, err := excelize.OpenFile(write("xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		defer book.Close()
		rows, err := book.GetRows("usage")
		if err != nil {
			t.Fatal(err)
		}
		if len(object.Lines) != len(want) || len(rows) != len(want)+1 || object.Proof["price_list_sha256"] == "" || len(object.Totals) != 1 {
			t.Fatalf("%d lines in csv, %d in json, %d in xlsx", len(want), len(object.Lines), len(rows)-1)
		}
		amount := slices.Index(rows[0], "amount")
		for i, row := range want {
			if object.Lines[i]["amount"] != row["amount"] || rows[i+1][amount] != row["amount"] {
				t.Errorf("line %d: %s in csv, %v in json, %s in xlsx", i, row["amount"], object.Lines[i]["amount"], rows[i+1][amount])
			}
		}
	})
}

// The costs in a file for PSA software add up to the cost of the month, charges for all customers of an account included,
// and its companies are tenants, although accounts have contacts.
func TestPSACosts(t *testing.T) {
	f := exportLayout(t, "psa", "")
	sum, companies := new(big.Rat), map[string]bool{}
	for _, row := range f.rows {
		companies[row["company"]] = true
		if row["cost"] != "" {
			sum.Add(sum, ratOf(t, product(t, row["quantity"], row["cost"])))
		}
		if row["product"] == "ST-R" && row["cost"] != "21.16" { // 1,045.7619 GiB at 0.0198 and 101.75 GiB at 0.0045
			t.Errorf("the storage of Proseware Resale costs %q", row["cost"])
		}
	}
	if off := sum.Sub(sum, ratOf(t, "452.10")); off.Abs(off).Cmp(big.NewRat(5, 100)) > 0 { // each line is rounded
		t.Errorf("the costs are %s off", off.FloatString(2))
	}
	if !companies["Contoso Ltd"] || companies["Contoso Ltd Accounts Payable"] {
		t.Errorf("companies: %v", companies)
	}
}
