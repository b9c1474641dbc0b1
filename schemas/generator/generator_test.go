package generator

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
)

type word string

func (word) Enum() []string { return []string{"a", "<b>"} }

type id string

func (id) Format() string { return "uuid" }

type free struct{ word }

func (free) JSONSchemaAlias() any { return map[string]any{} }

type part struct {
	Words []word `json:"words,omitempty" jsonschema_description:"with \"<&>\", and commas"`
}

type whole struct {
	part
	ID   *id     `json:"id" jsonschema_description:"of it"`
	Day  string  `json:"day,omitempty" jsonschema:"format=date"`
	Free free    `json:"free,omitempty"`
	X    float64 `json:"x"`
}

func TestSchemas(t *testing.T) {
	const properties = `{"words":{"type":"array","items":{"type":"string","enum":["a","<b>"]},"description":"with \"<&>\", and commas"},` +
		`"id":{"type":"string","format":"uuid","description":"of it"},"day":{"type":"string","format":"date"},` +
		`"free":{"type":"object"},"x":{"type":"number"}}`
	for _, test := range []struct {
		name     string
		generate func(reflect.Type) (json.RawMessage, error)
		of       reflect.Type
		want     string
	}{
		{"input", Input, reflect.TypeFor[whole](), `{"type":"object","properties":` + properties + `,"required":["id","x"],"additionalProperties":false}`},
		{"output", Output, reflect.TypeFor[*whole](), `{"type":"object","properties":` + properties + `,"required":["id","x"]}`},
	} {
		raw, err := test.generate(test.of)
		if err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		var got, want any
		if err := json.Unmarshal(raw, &got); err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		if err := json.Unmarshal([]byte(test.want), &want); err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}
