package dataset_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/sheets"
	"acronis-reports-mcp/sheets/dataset"
)

// charged returns charges of one line.
func charged(from figures.Source, priceList, amount string) *dataset.Charges {
	return &dataset.Charges{PriceList: priceList, From: from, Compute: func(context.Context) (dataset.Charged, error) {
		return dataset.Charged{
			Lines: []sheets.InvoiceLine{{Account: "A \"quoted\" name", Kind: "usage", Amount: amount, Currency: "EUR", Row: 2}}, Complete: true,
			Costs: []dataset.Cost{{TenantID: "t", Tenant: "Tenant", SKU: "S", Amount: "0.50", Currency: "EUR"}},
		}, nil
	}}
}

func TestPriceListChanges(t *testing.T) {
	engine, source := inOctober(t, "demo")
	d := &dataset.Dataset{Folder: t.TempDir(), DataCentre: "eu2", Figures: engine}
	writeMonth(t, d, october, source, charged(source, "first", "1.00"))
	if out := writeMonth(t, d, october, source, charged(source, "first", "1.00")); !out.Unchanged {
		t.Error("the month was written again with the same price list")
	}
	usage := partOf(d.Folder, "usage", october)
	long := lastYear(t, usage)
	if out := writeMonth(t, d, october, source, charged(source, "second", "2.00")); out.Unchanged {
		t.Error("another price list changed nothing")
	}
	if info, err := os.Stat(usage); err != nil || !info.ModTime().Equal(long) {
		t.Errorf("another price list wrote the usage again: %v", err)
	}
	row := readTable(t, d.Folder, "charges")[0]
	if row["amount"] != "2.00" || row["account"] != "A \"quoted\" name" || row["price_list_sha256"] != "second" || row["complete"] != "true" {
		t.Errorf("the charge is %v", row)
	}
	cost := readTable(t, d.Folder, "charges")[1]
	if cost["kind"] != "cost" || cost["amount"] != "" || cost["cost"] != "0.50" || cost["tenant_name"] != "Tenant" || cost["price_list_line"] != "" || cost["complete"] != "false" {
		t.Errorf("the cost is %v", cost)
	}
	d.NoNames = true
	writeMonth(t, d, october, source, charged(source, "second", "2.00"))
	for _, row := range readTable(t, d.Folder, "charges") {
		if row["account"] != "" || row["tenant_name"] != "" {
			t.Errorf("without names, a row is %v", row)
		}
	}
}

// lastYear gives a file a time of last year, and returns it.
func lastYear(t *testing.T, name string) time.Time {
	t.Helper()
	long := time.Date(2025, 1, 2, 3, 4, 5, 0, time.UTC)
	if err := os.Chtimes(name, long, long); err != nil {
		t.Fatal(err)
	}
	return long
}

// Charges may be computed from another report than the rows.
func TestReportOfChargesIsMadeAnew(t *testing.T) {
	engine, source := inOctober(t, "demo")
	d := &dataset.Dataset{Folder: t.TempDir(), DataCentre: "eu2", Figures: engine}
	account := source
	account.Stored.ID, account.Stored.CreatedAt = "of the account", "2026-11-08T08:00:00+00:00"
	writeMonth(t, d, october, source, charged(account, "list", "1.00"))
	account.Stored.CreatedAt = "2026-11-09T08:00:00+00:00"
	writeMonth(t, d, october, source, charged(account, "list", "3.00"))
	if row := readTable(t, d.Folder, "charges")[0]; row["amount"] != "3.00" {
		t.Errorf("the charge is %v", row)
	}
}

// A run without a price list leaves charges, unless they are of an older report.
func TestRunsWithoutPriceList(t *testing.T) {
	engine, source := inOctober(t, "demo")
	d := &dataset.Dataset{Folder: t.TempDir(), DataCentre: "eu2", Figures: engine}
	writeMonth(t, d, october, source, charged(source, "list", "1.00"))
	before := filesIn(t, d.Folder)
	if out := writeMonth(t, d, october, source, nil); !out.Unchanged {
		t.Error("the month was written again without a price list")
	}
	if diff := cmp.Diff(before, filesIn(t, d.Folder)); diff != "" {
		t.Error("files have changed:", diff)
	}
	source.Stored.CreatedAt = "2026-11-09T08:00:00+00:00"
	writeMonth(t, d, october, source, nil)
	if _, err := os.Stat(partOf(d.Folder, "charges", october)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("charges of an older report are left: %v", err)
	}
}
