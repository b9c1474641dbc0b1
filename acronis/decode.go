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
// points to, and returns the object itself for passing on: every field that
// came, unknown ones included, in order and byte for byte, but without known
// fields that are null, which count as missing.
//
// encoding/json alone would match names whatever their case and take the last
// of two fields with one name; here the first is unknown and the second an error.
func decodeObject(raw []byte, known any) (json.RawMessage, error) {
	kept, mine, err := split(raw, knownBy(reflect.TypeOf(known).Elem()))
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(mine, known); err != nil {
		if t := (*json.UnmarshalTypeError)(nil); errors.As(err, &t) {
			return nil, fmt.Errorf("its field %s must not be a %s", t.Field, t.Value)
		}
		return nil, err
	}
	return bytes.Clone(kept), nil // raw belongs to the caller
}

// page is a list as the API wraps it: all of it, or a page of it with a cursor
// for what follows. A reply without items is none; null counts as no items.
type page[T any] struct {
	items []T
	after string // "" at the end
}

// pageFields are the fields of a page that are known.
var pageFields = fields{"items": {}, "paging": {below: fields{"cursors": {below: fields{"after": {}}}}}}

func (p *page[T]) UnmarshalJSON(data []byte) error {
	_, mine, err := split(data, pageFields)
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
	if err := json.Unmarshal(mine, &page); err != nil {
		return err
	}
	if page.Items == nil {
		members, _ := membersOf(bytes.TrimSpace(data)) // split has been through them
		if !slices.ContainsFunc(members, func(m member) bool { return m.name == "items" }) {
			return errors.New("its field items is missing")
		}
	}
	p.items, p.after = page.Items, page.Paging.Cursors.After
	return nil
}

// listAll gets a list that the API gives in one piece. Half a list is an error.
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

// fields are the names that a struct knows. As in JSON Schema made from the
// same struct, those without omitempty are required.
type fields map[string]field

type field struct {
	required bool
	below    fields
}

// missing are the required ones that were not seen, in order.
func (fs fields) missing(seen map[string]bool) (names []string) {
	for name, f := range fs {
		if f.required && !seen[name] {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

var allKnown sync.Map // fields by struct type

func knownBy(t reflect.Type) fields {
	if fs, ok := allKnown.Load(t); ok {
		return fs.(fields)
	}
	fs := fieldsOf(t)
	allKnown.Store(t, fs)
	return fs
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
// mine is the known fields alone. Most objects are both as they are, and then
// nothing is copied.
func split(raw []byte, known fields) (kept, mine []byte, err error) {
	if raw = bytes.TrimSpace(raw); len(raw) == 0 || raw[0] != '{' {
		return nil, nil, errors.New("it is not a JSON object")
	}
	members, err := membersOf(raw)
	if err != nil {
		return nil, nil, err
	}
	keptWhole, mineWhole := true, true
	keptMembers, mineMembers := members[:0:0], members[:0:0]
	seen := make(map[string]bool, len(known))
	for _, m := range members {
		f, isKnown := known[m.name]
		switch {
		case !isKnown:
			mineWhole = false
			keptMembers = append(keptMembers, m)
			continue
		case string(m.value) == "null":
			keptWhole, mineWhole = false, false
			continue
		case seen[m.name]:
			return nil, nil, fmt.Errorf("its field %s came twice", m.name)
		}
		seen[m.name] = true
		keptMember, mineMember := m, m
		if f.below != nil {
			if keptMember.value, mineMember.value, err = split(m.value, f.below); err != nil {
				return nil, nil, fmt.Errorf("in its field %s: %w", m.name, err)
			}
			keptWhole = keptWhole && len(keptMember.value) == len(m.value)
			mineWhole = mineWhole && len(mineMember.value) == len(m.value)
		}
		keptMembers, mineMembers = append(keptMembers, keptMember), append(mineMembers, mineMember)
	}
	if missing := known.missing(seen); missing != nil {
		return nil, nil, fmt.Errorf("its field %s is missing", strings.Join(missing, ", "))
	}
	kept, mine = raw, raw
	if !keptWhole {
		kept = object(keptMembers)
	}
	if !mineWhole {
		mine = object(mineMembers)
	}
	return kept, mine, nil
}

// A member is one name and value of an object, as they are written.
type member struct {
	name       string // unquoted
	key, value []byte
}

func object(members []member) []byte {
	b := []byte{'{'}
	for i, m := range members {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(append(b, m.key...), ':'), m.value...)
	}
	return append(b, '}')
}

// membersOf takes an object apart. The JSON is known to be valid: encoding/json
// checks before it calls UnmarshalJSON. A json.Decoder would cost three times
// as much as all the rest of a call's decoding.
func membersOf(raw []byte) ([]member, error) {
	var members []member
	at := 1
	space := func() {
		for at < len(raw) && strings.IndexByte(" \t\r\n,:", raw[at]) >= 0 {
			at++
		}
	}
	for space(); at < len(raw) && raw[at] != '}'; space() {
		m := member{key: raw[at:endOf(raw, at)]}
		at += len(m.key)
		space()
		m.value = raw[at:endOf(raw, at)]
		at += len(m.value)
		if bytes.IndexByte(m.key, '\\') < 0 {
			m.name = string(bytes.Trim(m.key, `"`))
		} else if err := json.Unmarshal(m.key, &m.name); err != nil {
			return nil, err
		}
		members = append(members, m)
	}
	return members, nil
}

// endOf is where the value that begins at start ends.
func endOf(raw []byte, start int) int {
	depth := 0
	for at := start; at < len(raw); at++ {
		switch raw[at] {
		case '"':
			for at++; at < len(raw) && raw[at] != '"'; at++ {
				if raw[at] == '\\' {
					at++
				}
			}
		case '{', '[':
			depth++
			continue
		case '}', ']':
			if depth--; depth < 0 {
				return at // of the object around a bare value
			}
		case ' ', '\t', '\r', '\n', ',', ':':
			if depth == 0 {
				return at
			}
			continue
		default:
			if depth == 0 && at+1 < len(raw) && strings.IndexByte(" \t\r\n,:}]", raw[at+1]) < 0 {
				continue // inside a number or a word
			}
		}
		if depth == 0 {
			return min(at+1, len(raw))
		}
	}
	return len(raw)
}
