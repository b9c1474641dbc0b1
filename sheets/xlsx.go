package sheets

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// MaxXLSXRows is how many rows an xlsx file may have: as many as a spreadsheet
// allows, without the one for the names of the columns.
const MaxXLSXRows = 1<<20 - 1

// maxCellLength is Excel's limit, in UTF-16 code units.
const maxCellLength = 32_767

// The parts of an xlsx file (ECMA-376) other than its two pages. Styles and
// shared strings are optional, so there are none.
var bookParts = []struct{ name, content string }{
	{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
		`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>` +
		`<Override PartName="/xl/worksheets/sheet2.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`},
	{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
	{"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"` +
		` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>` +
		`<sheet name="usage" sheetId="1" r:id="rId1"/><sheet name="proof" sheetId="2" r:id="rId2"/></sheets></workbook>`},
	{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/></Relationships>`},
}

// xlsx writes the rows to one page and the proof to a second one. Text cells
// have the type text, so nothing in them is run.
func (g grid) xlsx(w io.Writer, proof [][]string) error {
	book := zip.NewWriter(w)
	for _, part := range bookParts {
		out, err := book.Create(part.name)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(out, xml.Header+part.content); err != nil {
			return err
		}
	}
	err := writePage(book, "xl/worksheets/sheet1.xml", func(i int) bool { return g.columns[i].kind == numbers }, func(yield func([]string) bool) {
		if yield(g.names()) {
			g.withoutSecrets()(yield)
		}
	})
	if err != nil {
		return err
	}
	if err := writePage(book, "xl/worksheets/sheet2.xml", func(i int) bool { return i == 1 }, slices.Values(g.redact.lines(proof))); err != nil {
		return err
	}
	return book.Close()
}

// writePage writes a page row by row. Numbers in columns that hold numbers have the
// type number if a spreadsheet keeps all their digits.
func writePage(book *zip.Writer, name string, holdsNumbers func(column int) bool, rows func(yield func([]string) bool)) error {
	part, err := book.Create(name)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(part) // keeps the first error until Flush
	out.WriteString(xml.Header + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
	line := 0
	for row := range rows {
		line++
		writeRow(out, line, holdsNumbers, row)
		if _, err := out.Write(nil); err != nil { // that of any write before
			return err
		}
	}
	out.WriteString(`</sheetData></worksheet>`)
	return out.Flush()
}

func writeRow(out *bufio.Writer, line int, holdsNumbers func(column int) bool, cells []string) {
	number := strconv.Itoa(line)
	out.WriteString(`<row r="` + number + `">`)
	for i, text := range cells {
		if text == "" {
			continue
		}
		out.WriteString(`<c r="` + columnName(i) + number + `"`)
		if n, err := strconv.ParseInt(text, 10, 64); err == nil && len(text) <= 15 && holdsNumbers(i) {
			out.WriteString(`><v>` + strconv.FormatInt(n, 10) + `</v></c>`)
			continue
		}
		out.WriteString(` t="inlineStr"><is><t xml:space="preserve">`)
		_ = xml.EscapeText(out, []byte(escapeUnderscores(cutCell(text)))) // Flush returns its error
		out.WriteString(`</t></is></c>`)
	}
	out.WriteString(`</row>`)
}

// columnName returns the name of the column with an index: A to Z, then AA and
// so on.
func columnName(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

// escapeUnderscores escapes what a spreadsheet would decode: it would read
// _x202E_ as U+202E, and _x005F_ as an underscore.
func escapeUnderscores(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	var b strings.Builder
	for i := range len(text) {
		if text[i] == '_' && isEscape(text[i:]) {
			b.WriteString("_x005F")
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

// isEscape reports whether a text begins like _x202E_.
func isEscape(text string) bool {
	if len(text) < 7 || text[1] != 'x' || text[6] != '_' {
		return false
	}
	_, err := strconv.ParseUint(text[2:6], 16, 16)
	return err == nil
}

// cutCell shortens a text to the length that a cell allows.
func cutCell(text string) string {
	if len(text) <= maxCellLength {
		return text
	}
	const mark = "… (cut)"
	length, end := 0, 0
	for i, r := range text {
		if length <= maxCellLength-len(mark) {
			end = i
		}
		if length += utf16.RuneLen(r); length > maxCellLength {
			return text[:end] + mark
		}
	}
	return text
}
