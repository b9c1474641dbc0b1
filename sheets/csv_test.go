package sheets

import (
	"encoding/csv"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"acronis-reports-mcp/escape"
)

func TestCSV(t *testing.T) {
	s := Sheet{Rows: List{
		{Customer: `=HYPERLINK("http://example.com")`, SKU: "@SUM(1)", Edition: "+1", Infra: "-1", Quantity: "-5", Reading: "-5.00 GiB",
			Trial: "1.5", TrialReading: "< 0.01 GiB", NoInfra: true},
		{Customer: "a, b", Quantity: "1", Reading: "1", CustomerID: "ac62f8d1-5e09-4374-b91f-2d7c8e0a4b56"},
		{Customer: "007", Quantity: "=1", Reading: "-1 +cmd"},
	}}
	file, err := s.Write(t.Context(), t.TempDir(), "name", "")
	if err != nil || filepath.Base(file.Path) != "name.csv" || file.Altered != 6 {
		t.Fatal(file, err)
	}
	want := `"` + strings.Join(columns, `","`) + `"` + "\n" +
		line("customer", `"'=HYPERLINK(""http://example.com"")"`, "sku", `"'@SUM(1)"`, "edition", `"'+1"`, "infra", `"'-1"`, "quantity", "-5",
			"reading", `"-5.00 GiB"`, "trial", "1.5", "trial_reading", `"< 0.01 GiB"`, "no_infra", `"true"`) +
		line("customer", `"a, b"`, "quantity", "1", "reading", "1", "customer_id", `"ac62f8d1-5e09-4374-b91f-2d7c8e0a4b56"`) +
		line("customer", `"007"`, "quantity", `"'=1"`, "reading", `"'-1 +cmd"`)
	if got := readFile(t, file.Path); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// line is a line of csv, given cells after the names of their columns.
func line(cells ...string) string {
	all := make([]string, len(columns))
	for i := 0; i < len(cells); i += 2 {
		all[slices.Index(columns, cells[i])] = cells[i+1]
	}
	return strings.Join(all, ",") + "\n"
}

func TestHarmless(t *testing.T) {
	for text, want := range map[string]string{
		"":                             "",
		"Contoso - Berlin (=1, a+b@c)": "Contoso - Berlin (=1, a+b@c)",
		"=1+1":                         "'=1+1",
		"'=1":                          "'=1",
		" \u00a0\u3000=1":              " \u00a0\u3000'=1",
		"\ufeff\u200b-1":               "\ufeff\u200b'-1",
		"＝1":                           "'＝1",
		"＋1;＠x":                        "'＋1;'＠x",
		"－1":                           "'－1",
		"Foo;=cmd|' /C calc'!A0":       "Foo;'=cmd|' /C calc'!A0",
		"a\t@x\n-1\r\n+1,=2":           "a\t'@x\n'-1\r\n'+1,'=2",
		`Foo;"=cmd"`:                   `Foo;"'=cmd"`,
		"==1":                          "'==1",
	} {
		if got := escape.Cell(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// runnable matches the beginning of a cell that a spreadsheet may run, with any
// separator.
var runnable = regexp.MustCompile(`(^|[;,\t\r\n])[\s\p{Z}\p{Cf}"]*[=+@＝＋－＠-]`)

// runs matches a cell that a spreadsheet may run.
var runs = regexp.MustCompile(`^[\s\p{Z}\p{Cf}"]*[=+@＝＋－＠-]`)

// TestThreeSeparators reads a file as spreadsheets do in different countries.
func TestThreeSeparators(t *testing.T) {
	s := Sheet{Rows: List{
		{InternalTag: "=a", Customer: "Foo;=cmd|' /C calc'!A0", SKU: "a\t=b", Usage: "x;\"=1\"", Edition: "a\n;+1", Infra: "\u00a0\t－2", Quantity: "-1", Reading: "-1"},
		{InternalTag: `";=1`, Customer: `;"";-1`, SKU: `"=1`, Usage: ",@1", Quantity: "2.5", Reading: "2.5"},
	}}
	file, err := s.Write(t.Context(), t.TempDir(), "name", "csv")
	if err != nil || file.Altered != 10 {
		t.Fatal(file, err)
	}
	text := readFile(t, file.Path)
	for _, separator := range ";\t," {
		for _, cells := range readAsSpreadsheet(text, separator) {
			for _, cell := range cells {
				if runs.MatchString(cell) && !number().MatchString(cell) {
					t.Errorf("with %q: the cell %q", separator, cell)
				}
			}
		}
	}
	all, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(all) != 3 || all[1][customerColumn] != "Foo;'=cmd|' /C calc'!A0" || all[2][slices.Index(columns, "quantity")] != "2.5" {
		t.Errorf("read back: %q, %v", all, err)
	}
}

// Programs read json, so its texts stay as they are.
func TestJSONKeepsFormulas(t *testing.T) {
	const name = "Foo;=cmd|' /C calc'!A0"
	file, err := Sheet{Rows: List{{Customer: name}}}.Write(t.Context(), t.TempDir(), "name", "json")
	if err != nil || file.Altered != 0 {
		t.Fatal(file, err)
	}
	if text := readFile(t, file.Path); !strings.Contains(text, `"`+name+`"`) {
		t.Errorf("got %s", text)
	}
}

// readAsSpreadsheet splits a file at a separator as spreadsheets do: a cell that
// begins with a quotation mark ends at the next single one, and what is left
// before the separator is added as it is.
func readAsSpreadsheet(text string, separator rune) (lines [][]string) {
	var cells []string
	for text != "" {
		cell := ""
		for strings.HasPrefix(text, `"`) {
			inside, behind, _ := strings.Cut(text[1:], `"`)
			cell, text = cell+inside, behind
			if !strings.HasPrefix(text, `"`) {
				break
			}
			cell += `"`
		}
		end := strings.IndexAny(text, string(separator)+"\n")
		if end < 0 {
			end = len(text)
		}
		cells = append(cells, cell+text[:end])
		text = text[end:]
		if !strings.HasPrefix(text, string(separator)) {
			lines, cells = append(lines, cells), nil
		}
		text = text[min(1, len(text)):]
	}
	return lines
}

// FuzzCells writes a text to the cells of all formats.
func FuzzCells(f *testing.F) {
	for _, text := range []string{"", "Contoso", "=1", "Foo;=1", "a\"\n\u00a0＝", "_x202E_x0041_", "\xff;-", "\x00=", "'=;'"} {
		f.Add(text)
	}
	decoded := regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)
	f.Fuzz(func(t *testing.T, text string) {
		safe := escape.Cell(text)
		if runnable.MatchString(safe) {
			t.Errorf("%q may run: %q", text, safe)
		}
		if escape.Cell(safe) != safe || strings.ReplaceAll(safe, "'", "") != strings.ReplaceAll(text, "'", "") {
			t.Errorf("%q becomes %q", text, safe)
		}
		var b strings.Builder
		if _, err := (Sheet{Rows: List{{Customer: text, Quantity: "1"}}}).grid().csv(&b); err != nil {
			t.Fatal(err)
		}
		lines := readAsSpreadsheet(b.String(), ',')
		if len(lines) != 2 || lines[1][customerColumn] != safe || lines[1][slices.Index(columns, "quantity")] != "1" {
			t.Errorf("%q is read back as %q", text, lines)
		}
		read := decoded.ReplaceAllStringFunc(escapeUnderscores(text), func(found string) string {
			code, err := strconv.ParseUint(found[2:6], 16, 16)
			if err != nil {
				t.Fatal(err)
			}
			return string(rune(code))
		})
		if read != text {
			t.Errorf("%q in xlsx is read back as %q", text, read)
		}
	})
}

// customerColumn is the index of the column with the customer.
const customerColumn = 1
