package sheets

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"acronis-reports-mcp/figures"
)

// No format writes a secret, wherever it is.
func TestRedact(t *testing.T) {
	const secret = "s3cret+key"
	s := Sheet{
		Rows: List{
			{Customer: "Contoso " + secret, Quantity: "1", Reading: "1"},
			{Customer: "Contoso " + secret, SKU: secret},
			{Customer: "Contoso", SKU: "="},
		},
		Totals:     []Total{{Total: figures.Total{Usage: secret}}},
		Proof:      map[string]string{"subject": secret},
		ProofLines: [][]string{{"subject", secret}},
		Redact:     func(text string) string { return strings.ReplaceAll(text, secret, "[redacted]") },
	}
	for format, want := range map[string]int{"csv": 3, "json": 5, "xlsx": 5} {
		file, err := s.Write(t.Context(), t.TempDir(), "name", format)
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		if format == "xlsx" {
			text = allCells(t, file.Path)
		} else {
			text = readFile(t, file.Path)
		}
		if n := strings.Count(text, "[redacted]"); n != want || strings.Contains(text, secret) {
			t.Errorf("%s: %d of %d redacted: %s", format, n, want, text)
		}
	}
	if s.ProofLines[0][1] != secret || s.Rows.(List)[0].Customer != "Contoso "+secret {
		t.Error("writing changed the sheet")
	}
}

// allCells returns the cells of all pages, one a line.
func allCells(t *testing.T, path string) string {
	t.Helper()
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	var b strings.Builder
	for _, page := range book.GetSheetList() {
		rows, err := book.GetRows(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			b.WriteString(strings.Join(row, "\n") + "\n")
		}
	}
	return b.String()
}
