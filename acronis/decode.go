package acronis

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// decodeObject decodes a JSON object of the API into the struct that known
// points to. It returns the object for passing on: all its fields, unknown ones
// too, in their order and byte for byte. Only known fields that are null are left
// out; they count as missing.
//
// encoding/json alone ignores the case of names and takes the last of two fields
// with the same name. Here a name in another case is unknown, and a repeated
// known field is an error.
func decodeObject(raw []byte, known any) (json.RawMessage, error) {
	passedOn, decoded, err := selectFields(raw, fieldsOf(reflect.TypeOf(known).Elem()))
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(decoded, known); err != nil {
		if t := (*json.UnmarshalTypeError)(nil); errors.As(err, &t) {
			return nil, fmt.Errorf("its field %s must not be a %s", t.Field, t.Value)
		}
		return nil, err
	}
	return bytes.Clone(passedOn), nil // raw belongs to the caller
}

// page is a list as the API sends it: the whole list, or one page of it with a
// cursor for the next one. The field items is required; null means no items.
type page[T any] struct {
	items []T
	after string // "" at the end
}

// pageFields are the known fields of a page.
var pageFields = knownFields{"items": {}, "paging": {nested: knownFields{"cursors": {nested: knownFields{"after": {}}}}}}

func (p *page[T]) UnmarshalJSON(data []byte) error {
	_, decoded, err := selectFields(data, pageFields)
	if err != nil {
		return err
	}
	var page struct {
		Items  []T `json:"items"`
		Paging struct {
			Cursors struct {
				After string `json:"after"`
			} `json:"cursors"`
		} `json:"paging"`
	}
	if err := json.Unmarshal(decoded, &page); err != nil {
		return err
	}
	if page.Items == nil {
		members, _ := membersOf(bytes.TrimSpace(data)) // selectFields has parsed them already
		if !slices.ContainsFunc(members, func(m member) bool { return m.name == "items" }) {
			return errors.New("its field items is missing")
		}
	}
	p.items, p.after = page.Items, page.Paging.Cursors.After
	return nil
}

// listAll gets a list that the API sends as a whole. One page of several is an
// error.
func listAll[T any](ctx context.Context, c *Client, r request) ([]T, error) {
	var list page[T]
	if err := c.do(ctx, r, &list); err != nil {
		return nil, err
	}
	if list.after != "" {
		return nil, malformed(r, &reply{status: http.StatusOK}, errors.New("it is one page of several"))
	}
	return list.items, nil
}

// knownFields are the JSON names of a struct's fields. Those without omitempty
// are required, as in the JSON Schema that is generated from the struct.
type knownFields map[string]knownField

type knownField struct {
	required bool
	nested   knownFields
}

// checkRequired returns an error if a required field was not seen.
func (fs knownFields) checkRequired(seen map[string]bool) error {
	var missing []string
	for name, f := range fs {
		if f.required && !seen[name] {
			missing = append(missing, name)
		}
	}
	slices.Sort(missing)
	switch len(missing) {
	case 0:
		return nil
	case 1:
		return fmt.Errorf("its field %s is missing", missing[0])
	}
	return fmt.Errorf("its fields %s are missing", strings.Join(missing, " and "))
}

var fieldsByType sync.Map // fields by struct type

func fieldsOf(t reflect.Type) knownFields {
	if fs, ok := fieldsByType.Load(t); ok {
		return fs.(knownFields)
	}
	fs := reflectFields(t)
	fieldsByType.Store(t, fs)
	return fs
}

func reflectFields(t reflect.Type) knownFields {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	fs := knownFields{}
	for i := range t.NumField() {
		if name, options, _ := strings.Cut(t.Field(i).Tag.Get("json"), ","); name != "" {
			fs[name] = knownField{required: options != "omitempty", nested: reflectFields(t.Field(i).Type)}
		}
	}
	return fs
}

// selectFields parses an object once. passedOn is the object without known fields
// that are null; decoded is the known fields alone. For most objects both are the
// object itself, and then nothing is copied.
func selectFields(raw []byte, known knownFields) (passedOn, decoded []byte, err error) {
	if raw = bytes.TrimSpace(raw); len(raw) == 0 || raw[0] != '{' {
		return nil, nil, errors.New("it is not a JSON object")
	}
	members, err := membersOf(raw)
	if err != nil {
		return nil, nil, err
	}
	passWhole, decodeWhole := true, true
	passMembers, decodeMembers := members[:0:0], members[:0:0]
	seen := make(map[string]bool, len(known))
	for _, m := range members {
		f, isKnown := known[m.name]
		switch {
		case !isKnown:
			decodeWhole = false
			passMembers = append(passMembers, m)
			continue
		case string(m.value) == "null":
			passWhole, decodeWhole = false, false
			continue
		case seen[m.name]:
			return nil, nil, fmt.Errorf("its field %s appears twice", m.name)
		}
		seen[m.name] = true
		passMember, decodeMember := m, m
		if f.nested != nil {
			if passMember.value, decodeMember.value, err = selectFields(m.value, f.nested); err != nil {
				return nil, nil, fmt.Errorf("in its field %s: %w", m.name, err)
			}
			passWhole = passWhole && len(passMember.value) == len(m.value)
			decodeWhole = decodeWhole && len(decodeMember.value) == len(m.value)
		}
		passMembers, decodeMembers = append(passMembers, passMember), append(decodeMembers, decodeMember)
	}
	if err := known.checkRequired(seen); err != nil {
		return nil, nil, err
	}
	passedOn, decoded = raw, raw
	if !passWhole {
		passedOn = joinMembers(passMembers)
	}
	if !decodeWhole {
		decoded = joinMembers(decodeMembers)
	}
	return passedOn, decoded, nil
}
