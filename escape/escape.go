// Package escape makes text written by strangers safe to show: what can't be
// seen is spelled out, what is too long is shortened, what is quoted stays
// recognisable as a quotation.
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

// Hidden reports whether a rune can't be seen, or turns text around: controls,
// format characters, tags, fillers and variation selectors.
func Hidden(r rune) bool {
	return !unicode.IsGraphic(r) || unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// Text is one line of a stranger's text: what is hidden is spelled out, as \u202e.
func Text(s string) string { return spell(s, Hidden) }

// Lines is [Text] for several lines: line ends and tabs stay.
func Lines(text string) string {
	return spell(text, func(r rune) bool { return r != '\n' && r != '\t' && Hidden(r) })
}

// LogLine is a line of a log in JSON with nothing hidden in its strings but
// the ends of their lines.
func LogLine(line string) string { return JSON(line, Lines) }

// Quote quotes a stranger's words, at most 300 characters of them, with what
// can't be seen spelled out.
func Quote(s string) string {
	const most = 300
	if runes := []rune(s); len(runes) > most {
		s = string(runes[:most]) + "…"
	}
	return Text(strconv.QuoteToGraphic(s))
}

// Shorten keeps the first 60 characters of what somebody else wrote.
func Shorten(s string) string { return ShortenTo(s, 60) }

// ShortenTo keeps the first characters of what somebody else wrote, and marks a cut.
func ShortenTo(s string, most int) string {
	if len(s) <= most {
		return s
	}
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}

// Count is a number of things, such as "1 row" or "2 rows".
func Count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// Names are the first n of some names, in order, cleaned and shortened, and how
// many more there are.
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

// Marshal is json.Marshal without escapes for HTML, which a model would have to read.
func Marshal(v any) (string, error) {
	var b bytes.Buffer
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

// JSON cleans the strings and names of valid JSON, and leaves all else as it is.
func JSON(text string, clean func(string) string) string {
	if !strings.ContainsFunc(text, mayHide) {
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
		if !strings.ContainsFunc(literal, mayHide) || json.Unmarshal([]byte(literal), &s) != nil || clean(s) == s {
			continue
		}
		cleaned, _ := Marshal(clean(s)) // a string always marshals
		b.WriteString(text[done:begin] + cleaned)
		done = at + 1
	}
	return b.String() + text[done:]
}

// mayHide reports whether something hidden may begin here: outside ASCII, or escaped.
func mayHide(r rune) bool { return r == '\\' || r > '~' }
