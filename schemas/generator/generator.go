// Package generator makes the JSON Schemas of tools from their Go types.
//
// Only tests use it: the program serves the files that they keep.
package generator

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/invopop/jsonschema"
)

// Input returns the schema of a tool's arguments: it refuses what it doesn't name.
func Input(t reflect.Type) (json.RawMessage, error) { return reflectType(t, false) }

// Output returns the schema of a tool's result: it allows what it doesn't name,
// because the vendor's API may add fields at any time.
func Output(t reflect.Type) (json.RawMessage, error) { return reflectType(t, true) }

// reflectType returns the schema of t. Fields are required unless they have
// omitempty. The schemas are plain, without $ref and combinators, because
// several hosts read no more.
func reflectType(t reflect.Type, open bool) (json.RawMessage, error) {
	r := jsonschema.Reflector{
		Anonymous:                 true,
		DoNotReference:            true,
		ExpandedStruct:            true,
		AllowAdditionalProperties: open,
		Mapper:                    mapped,
	}
	schema := r.ReflectFromType(t)
	schema.Version = "" // draft 2020-12 is MCP's own default
	raw, err := json.Marshal(schema)
	if err != nil {
		return nil, fmt.Errorf("generator: %s: %w", t, err)
	}
	return raw, nil
}

// mapped returns the schema of a string with an Enum or a Format method, nil for
// all other types. The methods keep this package out of the program.
func mapped(t reflect.Type) *jsonschema.Schema {
	if t.Kind() != reflect.String {
		return nil
	}
	s := &jsonschema.Schema{Type: "string"}
	switch v := reflect.Zero(t).Interface().(type) {
	case interface{ Enum() []string }:
		for _, word := range v.Enum() {
			s.Enum = append(s.Enum, word)
		}
	case interface{ Format() string }:
		s.Format = v.Format()
	default:
		return nil
	}
	return s
}
