package hosts

import (
	"bytes"
	"encoding/json"
	"strings"
)

// indented is JSON for people: no < as \u003c.
func indented(v any) (string, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return strings.TrimSuffix(b.String(), "\n"), err
}

// text is a JSON string on one line.
func text(s string) string {
	quoted, _ := indented(s) // a string always has a JSON form
	return quoted
}

// posixQuoted is one word of a POSIX shell.
func posixQuoted(word string) string {
	if plainWord(word) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// powershellQuoted is one word of PowerShell.
func powershellQuoted(word string) string {
	if plainWord(word) && word != "--" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", "''") + "'"
}

func plainWord(word string) bool {
	return word != "" && strings.IndexFunc(word, func(r rune) bool {
		return !strings.ContainsRune("-_./=:abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", r)
	}) < 0
}
