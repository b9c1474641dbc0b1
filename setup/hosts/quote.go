package hosts

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// text returns s as a JSON string in which < stays <. TOML and YAML read such strings,
// too, if DEL is escaped.
func text(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // strings always marshal
	return strings.ReplaceAll(strings.TrimSuffix(b.String(), "\n"), "\x7f", `\u007f`)
}

// scalar returns a value without parts, which is written alike in all formats.
func scalar(value any) string {
	if s, ok := value.(string); ok {
		return text(s)
	}
	return fmt.Sprint(value)
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
