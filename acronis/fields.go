package acronis

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// knownFields are the fields of a struct with their names in JSON. Those without
// omitempty are required, as in the JSON Schema that is generated from the struct.
type knownFields []knownField

type knownField struct {
	name     string
	index    int // in the struct
	required bool
	nested   knownFields // if it is a struct or a pointer to one, else nil
}

// indexOf returns the index of the field that a quoted name belongs to, or -1.
func (fs knownFields) indexOf(key []byte) int {
	name := key[1 : len(key)-1]
	if strings.IndexByte(string(name), '\\') >= 0 {
		var unquoted string
		if json.Unmarshal(key, &unquoted) != nil {
			return -1
		}
		name = []byte(unquoted)
	}
	for i := range fs {
		if fs[i].name == string(name) {
			return i
		}
	}
	return -1
}

// listed reports whether an object has a known field, be it null.
func (fs knownFields) listed(raw []byte, name string) bool {
	for m := range members(raw) {
		if i := fs.indexOf(m.key); i >= 0 && fs[i].name == name {
			return true
		}
	}
	return false
}

// checkRequired returns an error if a required field was not seen. seen has a bit
// for each field.
func (fs knownFields) checkRequired(seen uint64) error {
	var missing []string
	for i, f := range fs {
		if f.required && seen&(1<<i) == 0 {
			missing = append(missing, f.name)
		}
	}
	switch len(missing) {
	case 0:
		return nil
	case 1:
		return errors.New("its field " + missing[0] + " is missing")
	}
	slices.Sort(missing)
	return fmt.Errorf("its fields %s are missing", strings.Join(missing, " and "))
}

// withoutNulls returns an object without the known fields that are null, here and in
// objects within. The object must be valid.
func (fs knownFields) withoutNulls(raw []byte) []byte {
	out := []byte{'{'}
	for m := range members(raw) {
		if i := fs.indexOf(m.key); i >= 0 {
			if string(m.value) == "null" {
				continue
			}
			if fs[i].nested != nil {
				m.value = fs[i].nested.withoutNulls(m.value)
			}
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(append(append(out, m.key...), ':'), m.value...)
	}
	return append(out, '}')
}

var fieldsByType sync.Map // knownFields by struct type

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
			fs = append(fs, knownField{name: name, index: i, required: options != "omitempty", nested: reflectFields(t.Field(i).Type)})
		}
	}
	return fs
}
