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
	root, err := readNode(newDecoder(text))
	if err != nil {
		panic(err) // it was marshalled just now
	}
	for _, c := range cuts {
		w := &answerWriter{cut: c}
		w.write(root, 1)
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

// A node is a JSON value. Its members keep their order and their digits.
type node struct {
	scalar  any  // string, json.Number, bool or nil
	open    rune // { or [, 0 for a scalar
	names   []string
	members []*node
	size    int // bytes, roughly
}

func newDecoder(text string) *json.Decoder {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	return d
}

func readNode(d *json.Decoder) (*node, error) {
	begin := d.InputOffset()
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	n := &node{scalar: token}
	if open, ok := token.(json.Delim); ok {
		n.scalar, n.open = nil, rune(open)
		for d.More() {
			if n.open == '{' {
				name, err := d.Token()
				if err != nil {
					return nil, err
				}
				n.names = append(n.names, name.(string))
			}
			member, err := readNode(d)
			if err != nil {
				return nil, err
			}
			n.members = append(n.members, member)
		}
		if _, err := d.Token(); err != nil {
			return nil, err
		}
	}
	n.size = int(d.InputOffset() - begin)
	return n, nil
}

// An answerWriter writes nodes as JSON, and stops when that is too long.
type answerWriter struct {
	cut
	buf   bytes.Buffer
	isCut bool
}

func (w *answerWriter) write(n *node, depth int) {
	switch {
	case w.buf.Len() > answerLimit:
	case n.open == 0:
		w.writeScalar(n.scalar)
	case depth > w.depth:
		w.isCut = true
		w.writeJSON(fmt.Sprintf("… (cut: nested deeper than %d levels, %d bytes in all)", w.depth, n.size))
	default:
		w.writeMembers(n, depth)
	}
}

// writeMembers writes an object or an array. What is left out of either is named in
// a member of the object, or in the last element of the array if that is not one of
// objects, which would no longer fit its schema.
func (w *answerWriter) writeMembers(n *node, depth int) {
	shown := min(len(n.members), w.fields)
	w.buf.WriteRune(n.open)
	for i, member := range n.members[:shown] {
		if i > 0 {
			w.buf.WriteByte(',')
		}
		if n.open == '{' {
			w.writeName(n.names[i], i)
		}
		w.write(member, depth+1)
	}
	if left := len(n.members) - shown; left > 0 {
		w.isCut = true
		note := fmt.Sprintf("… (cut: %d more, %d bytes in all)", left, n.size)
		switch {
		case n.open == '{':
			w.buf.WriteString(`,"…":`)
			w.writeJSON(note)
		case n.members[0].open != '{':
			w.buf.WriteByte(',')
			w.writeJSON(note)
		}
	}
	w.buf.WriteRune(n.open + 2) // } follows { by two in Unicode, as ] follows [
}

// writeName writes a member's name. Its number keeps names apart that are cut.
func (w *answerWriter) writeName(name string, i int) {
	if len(name) > w.value {
		w.isCut = true
		name = prefix(name, w.value) + fmt.Sprintf("… (field %d, cut: %d bytes in all)", i+1, len(name))
	}
	w.writeJSON(name)
	w.buf.WriteByte(':')
}

func (w *answerWriter) writeScalar(scalar any) {
	text, isText := scalar.(string)
	if number, ok := scalar.(json.Number); ok && len(number) > w.value {
		text, isText = string(number), true
	}
	if isText && len(text) > w.value {
		w.isCut = true
		scalar = prefix(text, w.value) + cutMark(len(text))
	}
	w.writeJSON(scalar)
}

func (w *answerWriter) writeJSON(v any) {
	text, err := escape.Marshal(v)
	if err != nil {
		panic(err) // strings, numbers, booleans and null always marshal
	}
	w.buf.WriteString(text)
}
