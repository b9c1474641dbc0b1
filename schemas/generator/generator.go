// Package generator generates the JSON Schemas of tools from their Go types.
//
// Only tests use it: the program serves the generated files.
package generator

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

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
	shorten(t, schema)
	return schema
}

// shorten leaves out what the tag schema:"brief" says is described elsewhere,
// since a model reads it once: of an object or a list what is inside, and of an
// embedded struct the descriptions.
func shorten(t reflect.Type, s *jsonschema.Schema) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		if t.Kind() == reflect.Slice {
			s = s.Items
		}
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || s == nil || s.Properties == nil {
		return
	}
	for field := range t.Fields() {
		brief := field.Tag.Get("schema") == "brief"
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		property, ok := s.Properties.Get(name)
		switch {
		case ok && brief:
			*property = jsonschema.Schema{Type: property.Type, Description: property.Description, Items: property.Items}
			if property.Items != nil {
				property.Items = &jsonschema.Schema{Type: property.Items.Type}
			}
		case ok:
			shorten(field.Type, property)
		case field.Anonymous && brief:
			for embedded := range field.Type.Fields() {
				name, _, _ := strings.Cut(embedded.Tag.Get("json"), ",")
				if property, ok := s.Properties.Get(name); ok {
					property.Description = ""
				}
			}
		case field.Anonymous:
			shorten(field.Type, s)
		}
	}
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
