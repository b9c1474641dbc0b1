package schemas

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/invopop/jsonschema"
)

type word string

func (word) JSONSchemaExtend(s *jsonschema.Schema) { s.Enum = []any{"a", "<b>"} }

type free struct{ word }

func (free) JSONSchemaAlias() any { return map[string]any{} }

type Part struct {
	Words []word `json:"words,omitempty" jsonschema_description:"said with \"<&>\""`
}

type whole struct {
	Part
	Day   string   `json:"day" jsonschema:"format=date"`
	Parts [][]Part `json:"parts"`
	Deep  struct {
		N *int64  `json:"n,omitempty"`
		X float64 `json:"x"`
		B bool    `json:"b"`
	} `json:"deep"`
	Free free     `json:"free,omitempty"`
	None struct{} `json:"none"`
}

// What is written by hand here is what the library would have written.
func TestAsTheLibraryWritesThem(t *testing.T) {
	for open, got := range map[bool]json.RawMessage{false: Input[whole](), true: Output[*whole]()} {
		r := jsonschema.Reflector{Anonymous: true, DoNotReference: true, ExpandedStruct: true, AllowAdditionalProperties: open}
		schema := r.Reflect(whole{})
		schema.Version = ""
		want, err := json.Marshal(schema)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("open %v (-want +got):\n%s", open, diff)
		}
	}
}

func TestKeywordThatIsNotWritten(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("the keyword minLength was lost in silence")
		}
	}()
	Input[struct {
		S string `json:"s" jsonschema:"minLength=1"`
	}]()
}
