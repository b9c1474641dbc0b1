package acronis

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// newStreamDecoder returns a decoder for JSON that is too large to be kept.
// Texts that aren't UTF-8 pass; unquote replaces what is wrong in them.
func newStreamDecoder(r io.Reader) *jsontext.Decoder {
	return jsontext.NewDecoder(r, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

// eachMember reads an object, or a null as one without members, and calls f for
// each member whose name is known, with its place in known; f reads the value.
// All other members are skipped. As in decodeObject, names count only in their
// own case, and a known one must not come twice.
func eachMember(dec *jsontext.Decoder, known []string, f func(i int) error) error {
	if null, err := readBegin(dec, '{', "it is not a JSON object"); null || err != nil {
		return err
	}
	seen := 0 // a bit for each known name
	for dec.PeekKind() == '"' {
		name, err := dec.ReadValue()
		if err != nil {
			return err
		}
		i := indexOfName(known, name)
		switch {
		case i < 0:
			err = dec.SkipValue()
		case seen&(1<<i) != 0:
			err = fmt.Errorf("its field %s came twice", known[i])
		default:
			seen |= 1 << i
			err = f(i)
		}
		if err != nil {
			return err
		}
	}
	_, err := dec.ReadToken() // the object's end, or why there is none
	return err
}

// readBegin reads the begin of an object or array, or a null.
func readBegin(dec *jsontext.Decoder, want jsontext.Kind, otherwise string) (null bool, err error) {
	begin, err := dec.ReadToken()
	if err == nil && begin.Kind() != want && begin.Kind() != 'n' {
		err = errors.New(otherwise)
	}
	return begin.Kind() == 'n', err
}

// indexOfName is the place of a member's name, quoted as it came, in known; -1
// if it isn't there.
func indexOfName(known []string, name jsontext.Value) int {
	text := []byte(name[1 : len(name)-1])
	if bytes.IndexByte(text, '\\') >= 0 {
		text = unquote(nil, name)
	}
	for i := range known {
		if known[i] == string(text) {
			return i
		}
	}
	return -1
}

// readText reads the value of a field that is a text, quoted as it came; nil
// for a null. It is valid until the next call of a method of dec.
func readText(dec *jsontext.Decoder, field string) (jsontext.Value, error) {
	value, err := dec.ReadValue()
	if err != nil {
		return nil, err
	}
	switch value.Kind() {
	case '"':
		return value, nil
	case 'n':
		return nil, nil
	}
	return nil, fmt.Errorf("its field %s must be a string", field)
}

// unquote appends a JSON text's letters to dst. The decoder has checked its
// syntax, so that all that can be wrong in it is UTF-8, which is then replaced.
func unquote(dst []byte, text jsontext.Value) []byte {
	dst, _ = jsontext.AppendUnquote(dst, text)
	return dst
}
