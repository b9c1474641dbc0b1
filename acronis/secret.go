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
	// shortestEncoded is the length from which a secret is looked for however it
	// is written. A shorter one is looked for as it is: its encodings would be
	// found where they are none.
	shortestEncoded = 16

	// shortestPattern is how much of the normal form of a secret is compared.
	shortestPattern = 8

	// maxMisread is how many characters at the begin of a secret can be taken for
	// the rest of an escape that begins before it, such as \u1234.
	maxMisread = 5
)

// A secret is what is looked for in order to take it out.
type secret struct {
	exact    [][]byte  // as it is, and as a string of JSON has it
	patterns []pattern // however else it is written
}

// A pattern is the normal form of a secret or of one of its encodings.
type pattern struct {
	text []byte

	// before and after say that the next digit of base64 on that side holds some
	// bits of the secret too.
	before, after bool
}

// newSecret makes the patterns of a secret.
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
		for _, spelling := range slices.Compact([]string{text, inJSON, strings.ReplaceAll(inJSON, "/", `\/`)}) {
			s.exact = append(s.exact, []byte(spelling))
		}
	}
	return s
}

// inJSON is a text as a string of JSON has it, without the quotes.
func inJSON(text string) string {
	quoted, _ := json.Marshal(text) // a string always marshals
	return string(quoted[1 : len(quoted)-1])
}

// newCredentials makes the patterns of a client's secret, alone and as HTTP Basic
// sends it.
func newCredentials(id, text string) []*secret {
	if text == "" {
		return nil
	}
	basic := id + ":" + text
	return []*secret{newSecret(text), newSecret(basic), newSecret(base64.StdEncoding.EncodeToString([]byte(basic)))}
}

// addEncodings adds the patterns of a secret, unless too little is left of it in
// normal form.
func (s *secret) addEncodings(text string) {
	literal := []byte{}
	for _, r := range text {
		literal = appendNormalRune(literal, r)
	}
	if len(literal) < shortestPattern {
		return
	}
	s.add(pattern{text: literal})
	// These have the same normal form, unless the secret holds what looks like an escape.
	for _, encoded := range []string{
		text, inJSON(text), url.QueryEscape(text), url.PathEscape(text), html.EscapeString(text),
	} {
		s.add(pattern{text: appendNormalForm(nil, []byte(encoded))})
	}
	s.add(pattern{text: []byte(hex.EncodeToString([]byte(text)))})
	for offset := range 3 {
		s.add(base64Pattern([]byte(text), offset))
	}
}

func (s *secret) add(p pattern) {
	known := slices.ContainsFunc(s.patterns, func(q pattern) bool { return bytes.Equal(p.text, q.text) })
	if !known && len(p.text) >= shortestPattern {
		s.patterns = append(s.patterns, p)
	}
}

// base64Pattern is what is certain of a secret in base64 when so many bytes,
// modulo 3, stand before it.
func base64Pattern(text []byte, offset int) pattern {
	encoded := base64.RawStdEncoding.EncodeToString(append(make([]byte, offset), text...))
	bits := 8 * (offset + len(text))
	begin, end := (8*offset+5)/6, bits/6
	return pattern{
		text:   appendNormalForm(nil, []byte(encoded[begin:end])),
		before: offset > 0,
		after:  bits%6 > 0,
	}
}
