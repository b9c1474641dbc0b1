package generator

import (
	"encoding/json"
	"errors"
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
	got, err := Of(reflect.TypeFor[whole](), reflect.TypeFor[*whole]())
	if err != nil {
		t.Fatal(err)
	}
	const described = `{"words":{"type":"array","items":{"type":"string","enum":["a","<b>"]},"description":"with \"<&>\", and commas"},` +
		`"id":{"type":"string","description":"of it"},"day":{"type":"string"},"free":{"type":"object"},"x":{"type":"number"}}`
	const checked = `{"words":{"type":"array","items":{"type":"string","enum":["a","<b>"]}},` +
		`"id":{"type":"string","format":"uuid"},"day":{"type":"string","format":"date"},"free":{"type":"object"},"x":{"type":"number"}}`
	for _, test := range []struct {
		name string
		got  json.RawMessage
		want string
	}{
		{"input", got.Input, `{"type":"object","properties":` + described + `,"required":["id","x"],"additionalProperties":false}`},
		{"checked", got.Checked, `{"type":"object","properties":` + checked + `,"required":["id","x"],"additionalProperties":false}`},
		{"output", got.Output, `{"type":"object","properties":` + described + `,"required":["id","x"]}`},
	} {
		var got, want any
		if err := errors.Join(json.Unmarshal(test.got, &got), json.Unmarshal([]byte(test.want), &want)); err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}
