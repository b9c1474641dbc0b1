package sheets

import (
	"bufio"
	"io"
	"regexp"
	"strings"
	"sync"

	"acronis-reports-mcp/escape"
)

// csv writes the rows and returns how many cells it had to alter. Text is
// quoted and made harmless; numbers are neither quoted nor altered.
func (g grid) csv(w io.Writer) (altered int, err error) {
	out := bufio.NewWriter(w) // keeps the first error until Flush
	line := make([]string, len(g.columns))
	for i, c := range g.columns {
		line[i] = quoted(c.name)
	}
	out.WriteString(strings.Join(line, ",") + "\n")
	for cells := range g.withoutSecrets() {
		for i, text := range cells {
			safe, kind := text, g.columns[i].kind
			if !isReading(kind, text) {
				safe = escape.Cell(text)
			}
			if safe != text {
				altered++
			}
			line[i] = quoted(safe)
			if isNumber(kind, text) {
				line[i] = text
			}
		}
		if _, err := out.WriteString(strings.Join(line, ",") + "\n"); err != nil {
			return altered, err
		}
	}
	return altered, out.Flush()
}

var (
	number  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`) })
	reading = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^([<>] )?-?[0-9]+(\.[0-9]+)?( [A-Za-z ]+)?$`)
	})
)

// isNumber reports whether a cell is a number.
func isNumber(kind columnKind, text string) bool {
	return kind != texts && number().MatchString(text)
}

// isReading reports whether a cell is a number, possibly rounded and with a
// unit.
func isReading(kind columnKind, text string) bool {
	return isNumber(kind, text) || kind == readings && reading().MatchString(text)
}

// quoted returns a text in quotes, or nothing for an empty text.
func quoted(text string) string {
	if text == "" {
		return ""
	}
	return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
}
