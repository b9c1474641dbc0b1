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

type described struct {
	Name string `json:"name" jsonschema_description:"of it"`
	Deep []struct {
		N int `json:"n" jsonschema_description:"inside"`
	} `json:"deep,omitempty"`
}

// Parts that are described elsewhere are left out: the inside of named types,
// and the descriptions of embedded fields.
func TestBrief(t *testing.T) {
	type brief struct {
		described `schema:"brief"`
		One       *described  `json:"one" schema:"brief" jsonschema_description:"as elsewhere"`
		Many      []described `json:"many" schema:"brief"`
		Inner     struct {
			Many []described `json:"many" schema:"brief"`
		} `json:"inner"`
	}
	made, err := Of(reflect.TypeFor[brief](), reflect.TypeFor[*brief]())
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"properties":{` +
		`"name":{"type":"string"},"deep":{"items":{"properties":{"n":{"type":"integer","description":"inside"}},"type":"object","required":["n"]},"type":"array"},` +
		`"one":{"type":"object","description":"as elsewhere"},"many":{"items":{"type":"object"},"type":"array"},` +
		`"inner":{"properties":{"many":{"items":{"type":"object"},"type":"array"}},"type":"object","required":["many"]}},` +
		`"type":"object","required":["name","one","many","inner"]}`
	if diff := cmp.Diff(want, string(made.Output)); diff != "" {
		t.Errorf("output (-want +got):\n%s", diff)
	}
}
