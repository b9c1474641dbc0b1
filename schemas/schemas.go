// Package schemas makes the JSON Schemas of tools from their Go types.
//
// Beside it lie the tools as clients see them, one <tool>.json each: generated
// by the tests of package tools, reviewed, never edited by hand.
package schemas

import (
	"encoding/json"

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
	raw, err := json.Marshal(schema)
	if err != nil {
		panic(err) // a type of ours that no schema can be made of
	}
	return raw
}
