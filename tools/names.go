package tools

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// hidden reports whether a rune can't be seen, or turns text around.
func hidden(r rune) bool { return !unicode.IsGraphic(r) }

// clean is a stranger's text as people and models may read it: what is hidden
// is spelled out, as in \u202e.
func clean(s string) string {
	if strings.IndexFunc(s, hidden) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		spell(&b, r, `\`)
	}
	return b.String()
}

// spell writes a rune, spelled out after a backslash if it is hidden.
func spell(b *strings.Builder, r rune, backslash string) {
	switch {
	case !hidden(r):
		b.WriteRune(r)
	case r > 0xffff:
		fmt.Fprintf(b, `%sU%08x`, backslash, r)
	default:
		fmt.Fprintf(b, `%su%04x`, backslash, r)
	}
}

// cleanLines is clean for texts of several lines.
func cleanLines(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = clean(lines[i])
	}
	return strings.Join(lines, "\n")
}

// cleanJSON does to all strings in a JSON text what clean does to one: every
// result passes here, so that no tool has to think of it. Numbers and structure
// stay as they are.
func cleanJSON(text string) string {
	if !strings.Contains(text, `\`) && strings.IndexFunc(text, hidden) < 0 {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); {
		if text[i] != '\\' {
			r, size := utf8.DecodeRuneInString(text[i:])
			if r < ' ' {
				b.WriteRune(r) // a blank between values: in strings these are escaped
			} else {
				spell(&b, r, `\\`)
			}
			i += size
			continue
		}
		r, size := escaped(text[i:])
		if hidden(r) {
			spell(&b, r, `\\`)
		} else {
			b.WriteString(text[i : i+size])
		}
		i += size
	}
	return b.String()
}

// controls are the hidden characters with an escape of one letter.
var controls = map[byte]rune{'n': '\n', 't': '\t', 'r': '\r', 'b': '\b', 'f': '\f'}

// escaped is the rune that an escape of JSON stands for, and its length.
func escaped(text string) (rune, int) {
	if text[1] != 'u' {
		if control, ok := controls[text[1]]; ok {
			return control, 2
		}
		return rune(text[1]), 2
	}
	first, err := strconv.ParseUint(text[2:6], 16, 16)
	if err != nil {
		return ' ', 2
	}
	if r := rune(first); !utf16.IsSurrogate(r) {
		return r, 6
	}
	if len(text) >= 12 && text[6:8] == `\u` {
		if second, err := strconv.ParseUint(text[8:12], 16, 16); err == nil {
			if r := utf16.DecodeRune(rune(first), rune(second)); r != utf8.RuneError {
				return r, 12
			}
		}
	}
	return rune(first), 6
}
