package acronis

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// newStreamDecoder returns a decoder for JSON that is too large to keep in memory.
// It accepts strings that aren't valid UTF-8; unquote replaces the invalid bytes.
func newStreamDecoder(r io.Reader) *jsontext.Decoder {
	return jsontext.NewDecoder(r, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

// eachMember reads an object, or null as an empty object. For each member whose
// name is in known it calls f with the index of the name, and f reads the value.
// Other members are skipped. As in decodeObject, a name in another case is unknown,
// and a repeated known field is an error.
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
			err = fmt.Errorf("its field %s appears twice", known[i])
		default:
			seen |= 1 << i
			err = f(i)
		}
		if err != nil {
			return err
		}
	}
	_, err := dec.ReadToken() // the end of the object, or an error
	return err
}

// readBegin reads the beginning of an object or array, or null. Anything else is
// an error with the text otherwise.
func readBegin(dec *jsontext.Decoder, want jsontext.Kind, otherwise string) (null bool, err error) {
	begin, err := dec.ReadToken()
	if err == nil && begin.Kind() != want && begin.Kind() != 'n' {
		err = errors.New(otherwise)
	}
	return begin.Kind() == 'n', err
}

// indexOfName returns the index of a quoted name in known, or -1.
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

// readText reads a value that must be a string, and returns it quoted, or nil for
// null. It is valid until the next call of a method of dec.
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

// unquote appends the value of a JSON string to dst. The decoder has checked the
// syntax, so only the UTF-8 can be invalid, and invalid bytes are replaced.
func unquote(dst []byte, text jsontext.Value) []byte {
	dst, _ = jsontext.AppendUnquote(dst, text)
	return dst
}
