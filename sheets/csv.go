package sheets

import (
	"encoding/csv"
	"io"
	"strings"
)

// csv writes the rows. What a spreadsheet would run as a formula begins with
// an apostrophe, which makes it text.
func (s Sheet) csv(w io.Writer) error {
	out := csv.NewWriter(w)
	if err := out.Write(columns); err != nil {
		return err
	}
	for _, row := range s.Rows {
		cells := row.cells()
		for i, cell := range cells {
			if i != quantityColumn && i != readingColumn && cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				cells[i] = "'" + cell
			}
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
