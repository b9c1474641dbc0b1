package acronis

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"strings"
)

// between writes a separator between the characters of s.
func between(s, separator string) string { return strings.Join(strings.Split(s, ""), separator) }

// format writes each character of s in a format for fmt.
func format(s, format string) string {
	var b strings.Builder
	for _, r := range s {
		fmt.Fprintf(&b, format, r)
	}
	return b.String()
}

// spellings are ways to write a secret.
func spellings(s string) map[string]string {
	quoted, _ := json.Marshal(s)
	inJSON := string(quoted[1 : len(quoted)-1])
	again, _ := json.Marshal(inJSON)
	utf16, _ := json.Marshal(between(s, "\x00"))
	ways := map[string]string{
		"as it is":                 s,
		"JSON":                     inJSON,
		"JSON, slashes":            strings.ReplaceAll(inJSON, "/", `\/`),
		"JSON in JSON":             string(again[1 : len(again)-1]),
		"escapes of JSON":          format(s, `\u%04x`),
		"escapes of JSON in JSON":  format(s, `\\u%04X`),
		"query":                    url.QueryEscape(s),
		"path":                     url.PathEscape(s),
		"query, twice":             url.QueryEscape(url.QueryEscape(s)),
		"percent":                  format(s, "%%%02X"),
		"percent, lower case":      format(s, "%%%02x"),
		"percent, thrice":          format(s, "%%2525%02x"),
		"HTML":                     html.EscapeString(s),
		"HTML in JSON":             strings.ReplaceAll(html.EscapeString(s), "&", `\u0026`),
		"entities":                 format(s, "&#%d;"),
		"entities, twice":          format(s, "&amp;#%d;"),
		"entities, hexadecimal":    format(s, "&#x%X;"),
		"entities, one semicolon":  format(s, "&#%04d") + ";",
		"hexadecimal":              hex.EncodeToString([]byte(s)),
		"HEXADECIMAL":              strings.ToUpper(hex.EncodeToString([]byte(s))),
		"hexadecimal with colons":  strings.Trim(format(s, "%02x:"), ":"),
		"upper case":               strings.ToUpper(s),
		"lower case":               strings.ToLower(s),
		"NUL in between":           between(s, "\x00"),
		"UTF-16 in JSON":           strings.Trim(string(utf16), `"`),
		"line ends in between":     between(s, "\r\n"),
		"line ends, JSON":          between(s, `\r\n`),
		"line ends, percent":       between(s, "%0D%0A"),
		"colons in between":        between(s, ":"),
		"zero width":               between(s, "\u200b"),
		"zero width, JSON":         between(s, `\u2060`),
		"zero width, tags":         between(s, `\udb40\udc41`),
		"zero width, tags in Go":   between(s, `\U000e0041`),
		"zero width, percent":      between(s, "%E2%80%8D"),
		"zero width, entity":       between(s, "&zwnj;&#8205;&shy;"),
		"variation selectors":      between(s, "\ufe0f"),
		"base64 in lines":          wrap(base64.StdEncoding.EncodeToString([]byte("ab" + s + "c"))),
		"base64, no longer base64": url.QueryEscape(base64.URLEncoding.EncodeToString([]byte(s))),
	}
	for offset, before := range []string{"", "a", "ab"} {
		for _, after := range []string{"", "c", "cd"} {
			raw := []byte(before + s + after)
			ways[fmt.Sprintf("base64, %d before, %d after", offset, len(after))] = base64.StdEncoding.EncodeToString(raw)
			ways[fmt.Sprintf("base64url, %d before, %d after", offset, len(after))] = base64.RawURLEncoding.EncodeToString(raw)
		}
	}
	return ways
}

func wrap(s string) string {
	var lines []string
	for len(s) > 7 {
		lines, s = append(lines, s[:7]), s[7:]
	}
	return strings.Join(append(lines, s), "\r\n ")
}
