package acronis

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"html"
	"net/url"
	"slices"
	"strings"
)

const (
	// shortestEncoded is the length from which a secret is recognized in all its
	// encodings. Those of a shorter one would match other text by chance.
	shortestEncoded = 16

	// shortestPattern is the length of the part by which patterns are found.
	shortestPattern = 8

	// maxMisread is how many characters at the beginning of a secret can be mistaken
	// for the rest of an escape that begins before it, such as \u1234.
	maxMisread = 5
)

// A secret is what a redactor recognizes and removes: exact spellings of a short
// secret, or patterns of a long one.
type secret struct {
	exact    [][]byte
	patterns []pattern
	plain    [][]byte // the spellings of a long secret that have no escapes
}

// A pattern is the normal form of a secret or of one of its encodings.
type pattern struct {
	text []byte

	// before and after say that the next base64 digit on that side contains some
	// bits of the secret.
	before, after bool
}

// newSecret returns a secret for a redactor.
func newSecret(text string) *secret {
	s := &secret{}
	if text == "" {
		return s
	}
	if len(text) >= shortestEncoded {
		s.addEncodings(text)
	}
	if len(s.patterns) == 0 {
		inJSON := inJSON(text)
		for _, spelling := range slices.Compact([]string{text, inJSON, strings.ReplaceAll(inJSON, "/", `\/`), inCSV(text)}) {
			s.exact = append(s.exact, []byte(spelling))
		}
	}
	return s
}

// inJSON returns a text as a JSON string without the quotes.
func inJSON(text string) string {
	quoted, _ := json.Marshal(text) // a string always marshals
	return string(quoted[1 : len(quoted)-1])
}

// inCSV returns a text as a CSV cell without the quotes.
func inCSV(text string) string { return strings.ReplaceAll(text, `"`, `""`) }

// newCredentials returns a client's secret, alone and as HTTP Basic sends it.
func newCredentials(id, text string) []*secret {
	if text == "" {
		return nil
	}
	basic := id + ":" + text
	return []*secret{newSecret(text), newSecret(basic), newSecret(base64.StdEncoding.EncodeToString([]byte(basic)))}
}

// addEncodings adds the patterns of a secret, unless its normal form is too short.
func (s *secret) addEncodings(text string) {
	literal := normalLiteral(text)
	if len(literal) < shortestPattern {
		return
	}
	s.add(pattern{text: literal})
	s.add(pattern{text: slices.DeleteFunc(slices.Clone(literal), func(c byte) bool { return c == '\\' })})
	s.add(pattern{text: normalLiteral(strings.ReplaceAll(inCSV(text), `\`, ""))})
	// All of these have the same normal form, unless the secret contains something
	// that looks like an escape.
	for _, encoded := range []string{
		text, inJSON(text), inCSV(text), url.QueryEscape(text), url.PathEscape(text), html.EscapeString(text),
	} {
		s.add(pattern{text: appendNormalForm(nil, []byte(encoded))})
	}
	s.add(pattern{text: []byte(hex.EncodeToString([]byte(text)))})
	s.plain = append(s.plain, []byte(text), []byte(inCSV(text)), []byte(hex.EncodeToString([]byte(text))))
	for offset := range 3 {
		digits, p := base64Pattern([]byte(text), offset)
		s.add(p)
		s.plain = append(s.plain, []byte(digits), []byte(strings.NewReplacer("+", "-", "/", "_").Replace(digits)))
	}
}

// normalLiteral returns the normal form of a text in which nothing is an escape.
func normalLiteral(text string) (literal []byte) {
	for _, r := range text {
		literal = appendNormalRune(literal, r)
	}
	return literal
}

func (s *secret) add(p pattern) {
	known := slices.ContainsFunc(s.patterns, func(q pattern) bool { return bytes.Equal(p.text, q.text) })
	if !known && len(p.text) >= shortestPattern {
		s.patterns = append(s.patterns, p)
	}
}

// base64Pattern returns the base64 digits that depend on the secret alone if
// offset bytes, modulo 3, come before it.
func base64Pattern(text []byte, offset int) (digits string, p pattern) {
	encoded := base64.RawStdEncoding.EncodeToString(append(make([]byte, offset), text...))
	bits := 8 * (offset + len(text))
	begin, end := (8*offset+5)/6, bits/6
	digits = encoded[begin:end]
	return digits, pattern{
		text:   appendNormalForm(nil, []byte(digits)),
		before: offset > 0,
		after:  bits%6 > 0,
	}
}
