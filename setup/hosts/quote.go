package hosts

import (
	"bytes"
	"encoding/json"
	"strings"
)

// indented returns indented JSON in which < stays <.
func indented(v any) (string, error) { return indentedAt(v, "") }

// indentedAt is indented, for JSON within other JSON: every line but the first
// begins with prefix.
func indentedAt(v any, prefix string) (string, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent(prefix, "  ")
	err := e.Encode(v)
	return strings.TrimSuffix(b.String(), "\n"), err
}

// text returns s as a JSON string.
func text(s string) string {
	quoted, _ := indented(s) // strings always marshal
	return quoted
}

// posixQuoted returns word as one word of a POSIX shell.
func posixQuoted(word string) string {
	if plainWord(word) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// powershellQuoted returns word as one word of PowerShell.
func powershellQuoted(word string) string {
	if plainWord(word) && word != "--" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", "''") + "'"
}

// plainWord reports whether a word needs no quotes in any shell.
func plainWord(word string) bool {
	return word != "" && strings.IndexFunc(word, func(r rune) bool {
		return !strings.ContainsRune("-_./=:abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", r)
	}) < 0
}
