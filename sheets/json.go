package sheets

import (
	"bufio"
	"encoding/json"
	"io"
	"strings"
)

// writeJSON writes a sheet with its totals and proof as one object. It makes the
// JSON of one row after another.
func (s Sheet) writeJSON(w io.Writer) error {
	out := bufio.NewWriter(w) // keeps the first error until Flush
	out.WriteString("{\n  \"rows\": [")
	begin, end := "\n", ""
	for row := range s.rows().All() {
		text, err := indented(row, "    ")
		if err != nil {
			return err
		}
		if _, err := out.WriteString(begin + "    " + s.Redact.text(text)); err != nil {
			return err
		}
		begin, end = ",\n", "\n  "
	}
	rest, err := indented(s, "")
	if err != nil {
		return err
	}
	out.WriteString(end + "]," + strings.TrimPrefix(s.Redact.text(rest), "{") + "\n")
	return out.Flush()
}

// writeJSON writes an object.
func writeJSON(w io.Writer, object any, redact Redact) error {
	text, err := indented(object, "")
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, redact.text(text)+"\n")
	return err
}

// indented returns JSON whose lines but the first begin with a prefix.
func indented(v any, prefix string) (string, error) {
	var text strings.Builder
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	enc.SetIndent(prefix, "  ")
	err := enc.Encode(v)
	return strings.TrimSuffix(text.String(), "\n"), err
}
