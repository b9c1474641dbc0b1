// Package schemas makes the JSON Schemas of tools from their Go types.
//
// Beside it lie the tools as clients see them, one <tool>.json each: generated
// by the tests of package tools, reviewed, never edited by hand.
package schemas

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/invopop/jsonschema"
)

// Input returns the schema of a tool's arguments: what is not named is refused.
func Input[T any]() json.RawMessage { return of[T](false) }

// Output returns the schema of a tool's result: what is not named is allowed,
// since the vendor's API adds fields as it likes.
func Output[T any]() json.RawMessage { return of[T](true) }

// of reflects T. Fields are required unless they have omitempty. The schemas
// are plain, without $ref and combinators, since several hosts read no more.
func of[T any](open bool) json.RawMessage {
	r := jsonschema.Reflector{
		Anonymous:                 true,
		DoNotReference:            true,
		ExpandedStruct:            true,
		AllowAdditionalProperties: open,
	}
	var zero T
	schema := r.Reflect(zero)
	schema.Version = "" // draft 2020-12 is MCP's own default
	return appendSchema(nil, schema)
}

// appendSchema writes a schema as json.Marshal would, in one pass. Marshal goes
// over each subschema once for every level above it and over all the keywords
// there are, which is most of what a tool would cost at each start.
func appendSchema(b []byte, s *jsonschema.Schema) []byte {
	if s == jsonschema.FalseSchema {
		return append(b, "false"...)
	}
	rest := *s
	rest.Items, rest.Properties, rest.AdditionalProperties = nil, nil, nil
	rest.Type, rest.Enum, rest.Required, rest.Format, rest.Description = "", nil, nil, "", ""
	if !reflect.ValueOf(rest).IsZero() {
		panic(fmt.Sprintf("a keyword that is not written here: %+v", rest))
	}
	name := func(name string) {
		if b[len(b)-1] != '{' {
			b = append(b, ',')
		}
		b = append(append(append(b, '"'), name...), '"', ':')
	}
	plain := func(keyword string, value any, given bool) {
		if given {
			name(keyword)
			raw, err := json.Marshal(value)
			if err != nil {
				panic(err) // an enum of ours that JSON has no words for
			}
			b = append(b, raw...)
		}
	}
	b = append(b, '{')
	if s.Items != nil {
		name("items")
		b = appendSchema(b, s.Items)
	}
	if s.Properties != nil {
		name("properties")
		b = append(b, '{')
		for p := s.Properties.Oldest(); p != nil; p = p.Next() {
			name(p.Key)
			b = appendSchema(b, p.Value)
		}
		b = append(b, '}')
	}
	if s.AdditionalProperties != nil {
		name("additionalProperties")
		b = appendSchema(b, s.AdditionalProperties)
	}
	plain("type", s.Type, s.Type != "")
	plain("enum", s.Enum, len(s.Enum) > 0)
	plain("required", s.Required, len(s.Required) > 0)
	plain("format", s.Format, s.Format != "")
	plain("description", s.Description, s.Description != "")
	return append(b, '}')
}
