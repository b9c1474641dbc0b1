package tools

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// hidden reports whether a rune can't be seen, or turns text around: controls,
// format characters, tags, fillers and variation selectors.
func hidden(r rune) bool {
	return !unicode.IsGraphic(r) || unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// clean is a stranger's text as a model may read it: what is hidden is spelled
// out, as \u202e.
func clean(s string) string { return spell(s, hidden) }

// cleanLines is a text of ours, strangers' words in it, in several lines.
func cleanLines(text string) string {
	return spell(text, func(r rune) bool { return r != '\n' && r != '\t' && hidden(r) })
}

// Clean is a stranger's text as a person may read it on a terminal.
func Clean(s string) string { return clean(s) }

// CleanLog is a line of a log in JSON with nothing hidden in its strings but
// the ends of their lines.
func CleanLog(line string) string { return cleanJSON(line, cleanLines) }

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

// cleanJSON cleans the strings and names of valid JSON, and leaves all else as it is.
func cleanJSON(text string, clean func(string) string) string {
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
		cleaned, _ := marshal(clean(s)) // a string always marshals
		b.WriteString(text[done:begin] + cleaned)
		done = at + 1
	}
	return b.String() + text[done:]
}

// asWritten are patterns as they came, and as names were before clean spelled
// them out: what a result shows can be asked for.
func asWritten(patterns []string) []string {
	both := slices.Clone(patterns)
	for _, p := range patterns {
		if was := spelledOut.ReplaceAllStringFunc(p, unspell); was != p {
			both = append(both, was)
		}
	}
	return both
}

var spelledOut = regexp.MustCompile(`\\u[0-9a-f]{4}|\\U[0-9a-f]{8}`)

func unspell(code string) string {
	n, _ := strconv.ParseUint(code[2:], 16, 32) // digits, by the pattern
	return string(rune(n))
}

// mayHide reports whether something hidden may begin here: outside ASCII, or escaped.
func mayHide(r rune) bool { return r == '\\' || r > '~' }
