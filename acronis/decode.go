package acronis

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"unicode/utf8"
)

// decode is [json.Unmarshal]. A type that decodes itself gets the reply at once, after
// its syntax was checked.
func decode(body []byte, out any) error {
	if own, ok := out.(json.Unmarshaler); ok && json.Valid(body) {
		return own.UnmarshalJSON(body)
	}
	return json.Unmarshal(body, out)
}

// decodeObject decodes a JSON object of the API into the struct that known
// points to. It returns the object for passing on: all its fields, unknown ones
// too, in their order and byte for byte. Only known fields that are null are left
// out; they count as missing.
//
// encoding/json alone ignores the case of names and takes the last of two fields
// with the same name. Here a name in another case is unknown, and a repeated
// known field is an error. Each field is decoded where it is found, because most
// calls wait for one such object.
func decodeObject(raw []byte, known any) (json.RawMessage, error) {
	raw = bytes.TrimSpace(raw)
	fs := fieldsOf(reflect.TypeOf(known).Elem())
	nulls, err := fs.decode(raw, reflect.ValueOf(known).Elem())
	switch {
	case err != nil:
		return nil, err
	case nulls:
		return fs.withoutNulls(raw), nil
	}
	return bytes.Clone(raw), nil // raw belongs to the caller
}

// decode decodes the known fields of an object into a struct. nulls says that some
// of them are null, here or in an object within.
func (fs knownFields) decode(raw []byte, into reflect.Value) (nulls bool, err error) {
	if len(raw) == 0 || raw[0] != '{' {
		return false, errors.New("it is not a JSON object")
	}
	seen := uint64(0) // a bit for each field
	for m := range members(raw) {
		i := fs.indexOf(m.key)
		switch {
		case i < 0:
			continue
		case string(m.value) == "null":
			nulls = true
			continue
		case seen&(1<<i) != 0:
			return false, fmt.Errorf("its field %s appears twice", fs[i].name)
		}
		seen |= 1 << i
		within, err := fs[i].decode(m.value, into.Field(fs[i].index))
		if err != nil {
			return false, err
		}
		nulls = nulls || within
	}
	return nulls, fs.checkRequired(seen)
}

// decode decodes the value of a field.
func (f knownField) decode(raw []byte, into reflect.Value) (nulls bool, err error) {
	if f.nested == nil {
		err = decodeValue(raw, into)
	} else {
		if into.Kind() == reflect.Pointer {
			into.Set(reflect.New(into.Type().Elem()))
			into = into.Elem()
		}
		nulls, err = f.nested.decode(raw, into)
	}
	wrong := (*wrongTypeError)(nil)
	switch {
	case errors.As(err, &wrong):
		err = &wrongTypeError{strings.TrimSuffix(f.name+"."+wrong.field, "."), wrong.got}
	case err != nil && f.nested != nil:
		err = fmt.Errorf("in its field %s: %w", f.name, err)
	}
	return nulls, err
}

// decodeInto decodes the value of a field into what known points to.
func (f knownField) decodeInto(raw []byte, known any) error {
	_, err := f.decode(raw, reflect.ValueOf(known).Elem())
	return err
}

// A wrongTypeError means that a field has a value of another type.
type wrongTypeError struct{ field, got string }

func (e *wrongTypeError) Error() string {
	return fmt.Sprintf("its field %s must not be a %s", e.field, e.got)
}

// decodeValue is [json.Unmarshal], but faster for the types that most fields have.
func decodeValue(raw []byte, into reflect.Value) error {
	switch known := into.Addr().Interface().(type) {
	case *string:
		if text, ok := plainText(raw); ok {
			*known = text
			return nil
		}
	case *bool:
		if raw[0] == 't' || raw[0] == 'f' {
			*known = raw[0] == 't'
			return nil
		}
	case *[]string:
		if texts, ok := plainTexts(raw); ok {
			*known = texts
			return nil
		}
	}
	err := json.Unmarshal(raw, into.Addr().Interface())
	if t := (*json.UnmarshalTypeError)(nil); errors.As(err, &t) {
		return &wrongTypeError{t.Field, t.Value}
	}
	return err
}

// plainText returns the value of a JSON string without escapes. Of any other, and of
// invalid UTF-8, encoding/json makes the value.
func plainText(raw []byte) (string, bool) {
	if raw[0] != '"' || bytes.IndexByte(raw, '\\') >= 0 || !utf8.Valid(raw) {
		return "", false
	}
	return string(raw[1 : len(raw)-1]), true
}

// plainTexts returns the values of an array of such strings.
func plainTexts(raw []byte) ([]string, bool) {
	if raw[0] != '[' {
		return nil, false
	}
	texts := []string{}
	for value := range elements(raw) {
		text, ok := plainText(value)
		if !ok {
			return nil, false
		}
		texts = append(texts, text)
	}
	return texts, true
}
