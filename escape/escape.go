// Package escape makes text from outside safe to show.
//
// Names and messages come from the data centre, so anybody may have written
// them. [Text] writes hidden characters as escapes, [Shorten] shortens, and
// [Quote] marks where a quotation begins and ends.
package escape

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Hidden reports whether a rune is invisible or changes the direction of text:
// control and format characters, tags, fillers and variation selectors.
func Hidden(r rune) bool {
	if ' ' <= r && r <= '~' {
		return false
	}
	return !unicode.IsGraphic(r) || unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// Text returns s with hidden characters, including line ends, written as escapes
// such as \u202e.
func Text(s string) string { return spell(s, Hidden) }

// Lines is [Text], but keeps line ends and tabs.
func Lines(text string) string {
	return spell(text, func(r rune) bool { return r != '\n' && r != '\t' && Hidden(r) })
}

// LogLine returns a line of a JSON log with the hidden characters in its strings
// escaped, other than line ends and tabs.
func LogLine(line string) string { return JSON(line, Lines) }

// Quote returns at most 300 characters of s in quotes, with hidden characters
// escaped.
func Quote(s string) string { return QuoteTo(s, 300) }

// QuoteTo is [Quote] with at most the given number of characters.
func QuoteTo(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		s = string(runes[:most]) + "…"
	}
	return Text(strconv.QuoteToGraphic(s))
}

// Shorten returns at most 60 characters of s, with … if it is longer.
func Shorten(s string) string { return ShortenTo(s, 60) }

// ShortenTo returns at most the given number of characters of s, with … if it is
// longer.
func ShortenTo(s string, most int) string {
	if len(s) <= most {
		return s
	}
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}

// Count returns a number and a noun, such as "1 row" or "2 rows".
func Count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// Names returns the first n of some names, sorted, shortened and with hidden
// characters escaped, and "and 3 more" if there are more.
func Names(names []string, n int) []string {
	names = slices.Sorted(slices.Values(names))
	more := len(names) - n
	names = names[:min(n, len(names))]
	for i, name := range names {
		names[i] = Shorten(Text(name))
	}
	if more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	return names
}

// Marshal is json.Marshal without escaping <, > and &, which makes text harder to
// read for a model.
func Marshal(v any) (string, error) {
	var b bytes.Buffer
	if own, ok := v.(json.Marshaler); ok { // an encoder would scan its JSON twice
		raw, err := own.MarshalJSON()
		if err == nil {
			err = json.Compact(&b, raw)
		}
		return b.String(), err
	}
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return "", err
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}

func spell(s string, which func(rune) bool) string {
	if strings.IndexFunc(s, which) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case !which(r):
			b.WriteRune(r)
		case r > 0xffff:
			fmt.Fprintf(&b, `\U%08x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// JSON applies clean to all strings and names in valid JSON, and leaves everything
// else unchanged.
func JSON(text string, clean func(string) string) string {
	if !mayHide(text) {
		return text
	}
	var b strings.Builder
	done := 0
	for at := 0; at < len(text); at++ {
		if text[at] != '"' {
			continue
		}
		begin := at
		for at++; at < len(text) && text[at] != '"'; at++ {
			if text[at] == '\\' {
				at++
			}
		}
		literal := text[begin:min(at+1, len(text))]
		var s string
		if !mayHide(literal) || json.Unmarshal([]byte(literal), &s) != nil || clean(s) == s {
			continue
		}
		cleaned, _ := Marshal(clean(s)) // a string always marshals
		b.WriteString(text[done:begin] + cleaned)
		done = at + 1
	}
	return b.String() + text[done:]
}

// mayHide reports whether JSON may have a hidden character: something outside ASCII,
// or an escape.
func mayHide(text string) bool {
	for i := range len(text) {
		if c := text[i]; c == '\\' || c > '~' {
			return true
		}
	}
	return false
}
