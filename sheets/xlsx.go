package sheets

import (
	"io"
	"slices"
	"strconv"
	"unicode/utf16"

	"github.com/tealeg/xlsx/v3"
)

// MaxXLSXRows is how many rows an xlsx file may have. A spreadsheet takes ten
// times as many, which would take gigabytes of memory to write.
const MaxXLSXRows = 100_000

// maxCellLength is Excel's limit, in UTF-16.
const maxCellLength = 32_767

// xlsx writes the rows to one sheet and their proof to a second. Text is typed
// as text, so nothing in it is run.
func (s Sheet) xlsx(w io.Writer) error {
	rows := [][]string{columns}
	for _, row := range s.Rows {
		rows = append(rows, row.cells())
	}
	book := xlsx.NewFile()
	if err := addPage(book, "usage", rows, quantityColumn); err != nil {
		return err
	}
	if err := addPage(book, "proof", slices.Concat(s.ProofLines, s.sumLines()), 1); err != nil {
		return err
	}
	return book.Write(w)
}

// addPage adds a page. One of its columns holds numbers, typed so where a
// spreadsheet keeps every digit.
func addPage(book *xlsx.File, name string, rows [][]string, numbers int) error {
	page, err := book.AddSheet(name)
	if err != nil {
		return err
	}
	for _, row := range rows {
		line := page.AddRow()
		for len(row) > 0 && row[len(row)-1] == "" { // a cell costs memory
			row = row[:len(row)-1]
		}
		for i, text := range row {
			cell := line.AddCell()
			if n, err := strconv.ParseInt(text, 10, 64); i == numbers && err == nil && len(text) <= 15 {
				cell.SetInt64(n)
			} else {
				cell.SetString(cutCell(text))
			}
		}
	}
	return nil
}

// cutCell is a text that a cell takes.
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
