package acronis

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
)

// decodeObject decodes a JSON object of the API into the struct that known
// points to, and returns the object itself for passing on: every field that
// came, unknown ones included, in order and byte for byte, but without known
// fields that are null, which count as missing.
//
// encoding/json alone would match names whatever their case and take the last
// of two fields with one name; here the first is unknown and the second an error.
func decodeObject(raw []byte, known any) (json.RawMessage, error) {
	kept, mine, err := split(raw, fieldsOf(reflect.TypeOf(known).Elem()))
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(mine, known); err != nil {
		if t := (*json.UnmarshalTypeError)(nil); errors.As(err, &t) {
			return nil, fmt.Errorf("its field %s must not be a %s", t.Field, t.Value)
		}
		return nil, err
	}
	return kept, nil
}

// fields are the names that a struct knows. As in JSON Schema made from the
// same struct, those without omitempty are required.
type fields map[string]field

type field struct {
	required bool
	below    fields
}

func fieldsOf(t reflect.Type) fields {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	fs := fields{}
	for i := range t.NumField() {
		if name, options, _ := strings.Cut(t.Field(i).Tag.Get("json"), ","); name != "" {
			fs[name] = field{required: options != "omitempty", below: fieldsOf(t.Field(i).Type)}
		}
	}
	return fs
}

// split walks an object once: kept is all of it but nulls in known fields,
// mine is the known fields alone.
func split(raw []byte, known fields) (kept, mine []byte, err error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	switch start, err := dec.Token(); {
	case err != nil:
		return nil, nil, err
	case start != json.Delim('{'):
		return nil, nil, errors.New("it is not a JSON object")
	}
	seen := map[string]bool{}
	for dec.More() {
		token, err := dec.Token()
		if err != nil {
			return nil, nil, err
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return nil, nil, err
		}
		name := token.(string)
		f, isKnown := known[name]
		if !isKnown {
			kept = appendField(kept, name, value)
			continue
		}
		if string(value) == "null" {
			continue
		}
		if seen[name] {
			return nil, nil, fmt.Errorf("its field %s came twice", name)
		}
		seen[name] = true
		keptValue, mineValue := []byte(value), []byte(value)
		if f.below != nil {
			if keptValue, mineValue, err = split(value, f.below); err != nil {
				return nil, nil, fmt.Errorf("in its field %s: %w", name, err)
			}
		}
		kept, mine = appendField(kept, name, keptValue), appendField(mine, name, mineValue)
	}
	for name, f := range known {
		if f.required && !seen[name] {
			return nil, nil, fmt.Errorf("its field %s is missing", name)
		}
	}
	return closeObject(kept), closeObject(mine), nil
}

func appendField(object []byte, name string, value []byte) []byte {
	separator := byte(',')
	if len(object) == 0 {
		separator = '{'
	}
	var key bytes.Buffer
	enc := json.NewEncoder(&key)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(name) // a string always encodes
	object = append(append(object, separator), bytes.TrimSpace(key.Bytes())...)
	return append(append(object, ':'), value...)
}

func closeObject(object []byte) []byte {
	if len(object) == 0 {
		return []byte("{}")
	}
	return append(object, '}')
}
