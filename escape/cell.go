package escape

import (
	"strings"
	"unicode"
)

// Cell returns a text for a cell of a CSV file: with an apostrophe before each
// character that could begin a formula, so that a spreadsheet treats the cell as text.
// If a spreadsheet uses another separator than the comma, a cell may begin inside this
// one, even after a quotation mark.
func Cell(text string) string {
	var b strings.Builder
	done, begins := 0, true
	for i, r := range text {
		switch {
		case strings.ContainsRune(";,\t\r\n", r):
			begins = true
		case begins && strings.ContainsRune("=+-@＝＋－＠", r):
			b.WriteString(text[done:i] + "'")
			done, begins = i, false
		case r != '"' && !unicode.IsSpace(r) && !Hidden(r):
			begins = false
		}
	}
	return b.String() + text[done:]
}
