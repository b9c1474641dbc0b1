// Package generator makes the JSON Schemas of tools from their Go types.
//
// Only tests use it: the program serves the files that they keep.
package generator

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/invopop/jsonschema"

	"acronis-reports-mcp/schemas"
)

// Of returns the schemas of a tool with these types of arguments and results.
// Arguments that are not named are refused. Results may have other fields,
// because the vendor's API may add some at any time. Only the schema that
// arguments are checked with has formats: clients send the others to models.
func Of(in, out reflect.Type) (schemas.Tool, error) {
	published, checked, results := reflectType(in, false), reflectType(in, false), reflectType(out, true)
	for _, sent := range []*jsonschema.Schema{published, results} {
		walk(sent, func(s *jsonschema.Schema) { s.Format = "" })
	}
	walk(checked, func(s *jsonschema.Schema) { s.Description = "" })
	var t schemas.Tool
	for _, one := range []struct {
		schema *jsonschema.Schema
		raw    *json.RawMessage
	}{{published, &t.Input}, {checked, &t.Checked}, {results, &t.Output}} {
		var err error
		if *one.raw, err = json.Marshal(one.schema); err != nil {
			return t, fmt.Errorf("generator: %s and %s: %w", in, out, err)
		}
	}
	return t, nil
}

// reflectType returns the schema of t. Fields are required unless they have
// omitempty. The schemas are plain, without $ref and combinators, because
// several hosts read no more.
func reflectType(t reflect.Type, open bool) *jsonschema.Schema {
	r := jsonschema.Reflector{
		Anonymous:                 true,
		DoNotReference:            true,
		ExpandedStruct:            true,
		AllowAdditionalProperties: open,
		Mapper:                    mapped,
	}
	schema := r.ReflectFromType(t)
	schema.Version = "" // draft 2020-12 is MCP's own default
	return schema
}

// walk calls f for a schema and all schemas inside it.
func walk(s *jsonschema.Schema, f func(*jsonschema.Schema)) {
	f(s)
	if s.Items != nil {
		walk(s.Items, f)
	}
	if s.Properties != nil {
		for p := s.Properties.Oldest(); p != nil; p = p.Next() {
			walk(p.Value, f)
		}
	}
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
