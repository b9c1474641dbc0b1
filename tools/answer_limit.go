package tools

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"acronis-reports-mcp/escape"
)

// answerLimit is how long an answer may be, in bytes. Tools keep below it by
// themselves where they can page or group; this is for what the data centre sends
// beyond reason.
const answerLimit = 20 << 10

// A cut is how much of an answer is kept.
type cut struct {
	value  int // bytes of a string, number or name
	fields int // members of an object or array
	depth  int
}

// cuts are tried in this order until an answer is short enough.
var cuts = []cut{
	{4 << 10, 1 << 20, 64}, {1 << 10, 1 << 20, 64}, {256, 1 << 20, 64}, {40, 1 << 20, 64}, // 40 leaves ids whole
	{40, 300, 64}, {40, 100, 64}, {40, 30, 32}, {40, 10, 8}, {40, 4, 3},
}

// limitAnswer returns JSON with what is too long or too deep cut, each with its
// length. Nothing is left out as long as shorter values are enough.
func limitAnswer(text string) string {
	if len(text) <= cuts[0].value && strings.Count(text, "{")+strings.Count(text, "[") <= cuts[0].depth {
		return text // most are
	}
	for _, c := range cuts {
		w := &answerWriter{cut: c, text: text}
		w.write(0, 1)
		if w.buf.Len() <= answerLimit {
			if !w.isCut {
				return text
			}
			return w.buf.String()
		}
	}
	panic("the last cut leaves too much") // 64 values at most
}

// limitText returns a text for a model that is short enough.
func limitText(text string) string {
	if len(text) <= answerLimit {
		return text
	}
	return prefix(text, answerLimit/2) + cutMark(len(text))
}

func cutMark(size int) string { return fmt.Sprintf("… (cut: %d bytes in all)", size) }

// prefix is at most the first bytes of a text, without half a character.
func prefix(text string, most int) string {
	for most > 0 && most < len(text) && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most]
}

// An answerWriter writes JSON, which has no blanks, with what is too long cut. It stops
// when the result is too long. There may be millions of values, so none is kept.
type answerWriter struct {
	cut
	text  string
	buf   bytes.Buffer
	isCut bool
}

// write writes the value that begins at an index of the text, and returns where it ends.
func (w *answerWriter) write(at, depth int) (end int) {
	switch c := w.text[at]; {
	case w.buf.Len() > answerLimit:
		return len(w.text)
	case c != '{' && c != '[':
		end = valueEnd(w.text, at)
		w.writeScalar(w.text[at:end])
	case depth > w.depth:
		end = valueEnd(w.text, at)
		w.isCut = true
		w.writeJSON(fmt.Sprintf("… (cut: nested deeper than %d levels, %d bytes in all)", w.depth, end-at))
	default:
		end = w.writeMembers(at, depth)
	}
	return end
}

// writeMembers writes an object or an array. What is left out of either is named in
// a member of the object, or in the last element of the array if that is not one of
// objects, which would no longer fit its schema.
func (w *answerWriter) writeMembers(begin, depth int) (end int) {
	isObject, ofObjects := w.text[begin] == '{', w.text[begin+1] == '{'
	w.buf.WriteByte(w.text[begin])
	at, n := begin+1, 0
	for ; at < len(w.text) && w.text[at] != '}' && w.text[at] != ']'; n++ {
		if w.text[at] == ',' {
			at++
		}
		shown := n < w.fields
		if shown && n > 0 {
			w.buf.WriteByte(',')
		}
		if isObject {
			nameEnd := valueEnd(w.text, at)
			if shown {
				w.writeName(w.text[at:nameEnd], n)
			}
			at = nameEnd + len(":")
		}
		if shown {
			at = w.write(at, depth+1)
		} else {
			at = valueEnd(w.text, at)
		}
	}
	if at >= len(w.text) {
		return at // the result is too long
	}
	if left := n - w.fields; left > 0 {
		w.isCut = true
		note := fmt.Sprintf("… (cut: %d more, %d bytes in all)", left, at+1-begin)
		switch {
		case isObject:
			w.buf.WriteString(`,"…":`)
			w.writeJSON(note)
		case !ofObjects:
			w.buf.WriteByte(',')
			w.writeJSON(note)
		}
	}
	w.buf.WriteByte(w.text[at])
	return at + 1
}

// valueEnd returns where the value ends that begins at an index of valid JSON without
// blanks.
func valueEnd(text string, at int) int {
	depth := 0
	for ; at < len(text); at++ {
		switch text[at] {
		case '"':
			for at++; at < len(text) && text[at] != '"'; at++ {
				if text[at] == '\\' {
					at++
				}
			}
			if depth == 0 {
				return at + 1
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth <= 0 {
				return at + 1 + min(depth, 0) // the end of what contains a number isn't a part of it
			}
		case ',', ':':
			if depth == 0 {
				return at
			}
		}
	}
	return at
}

// writeName writes a member's name. Its number keeps names apart that are cut.
func (w *answerWriter) writeName(raw string, i int) {
	if name := unquote(raw, w.value); len(name) > w.value {
		w.isCut = true
		w.writeJSON(prefix(name, w.value) + fmt.Sprintf("… (field %d, cut: %d bytes in all)", i+1, len(name)))
	} else {
		w.buf.WriteString(raw)
	}
	w.buf.WriteByte(':')
}

func (w *answerWriter) writeScalar(raw string) {
	if text := unquote(raw, w.value); len(text) > w.value {
		w.isCut = true
		w.writeJSON(prefix(text, w.value) + cutMark(len(text)))
	} else {
		w.buf.WriteString(raw)
	}
}

// unquote returns the value of a JSON string that may be longer than most bytes, and
// anything else as it is.
func unquote(raw string, most int) string {
	if len(raw) <= most || raw[0] != '"' {
		return raw
	}
	var text string
	if err := json.Unmarshal([]byte(raw), &text); err != nil {
		panic(err) // it was marshalled just now
	}
	return text
}

func (w *answerWriter) writeJSON(v any) {
	text, err := escape.Marshal(v)
	if err != nil {
		panic(err) // strings always marshal
	}
	w.buf.WriteString(text)
}
