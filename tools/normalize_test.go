package tools

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/schemas"
)

// checkedSchema has the parts of a schema that say how a value is written.
type checkedSchema struct {
	Type, Format string
	Enum         []string
	Items        *checkedSchema
	Properties   map[string]*checkedSchema
	Required     []string
}

// A spelled value is a value as the schema requires it, other spellings of the
// same value, and values that can't be read.
type spelled struct {
	value          any
	same, unusable []any
}

// spellings returns those of a value of a schema.
func spellings(s *checkedSchema) spelled {
	const id = "20dffb36-d77b-45c6-b2fa-39276e98d5fc"
	raw := func(text string) json.RawMessage { return json.RawMessage(text) }
	switch {
	case s.Enum != nil:
		word := s.Enum[len(s.Enum)-1]
		return spelled{word, []any{strings.ToUpper(word), " " + word + "\n", strings.ToUpper(word[:1]) + word[1:]}, []any{"nonsense", word + "s", 1, true}}
	case s.Format == "uuid":
		return spelled{id, nil, []any{"nonsense", id + "0", 20}}
	case s.Format == "date":
		return spelled{"2026-10-01", []any{" 2026-10-01 ", "2026/10/01", "2026-10-1", "2026/10/1"}, []any{"2026-02-29", "01.10.2026", "October", 20261001}}
	case s.Format == "month":
		return spelled{"2026-09", []any{"2026-09 ", "2026-9", "2026/09", "2026/9", "2026-09-01", "2026/9/1", "9/2026", "09-2026", "Sep 2026", "sept. 2026", "September 2026", "SEPTEMBER, 2026", "Sep-2026", "2026 September"},
			[]any{"September", "2026-13", "2026-00", "2026-09-02", "09/26", "26-09", "Sep 26", "Se 2026", "next month", 202609, 9}}
	case s.Type == "integer":
		return spelled{5, []any{raw("5.0"), raw("5e0"), raw("0.5e1"), raw("50e-1"), "5", " 5 ", "5.0"},
			[]any{raw("5.5"), "5.5", "five", "5 reports", "0x5", raw("9007199254740992.0"), "9007199254740993.0", raw("9.007199254740993e15"), raw("9223372036854775808"), raw("1e300"), raw("1e-300"), true, "true"}}
	case s.Type == "number":
		return spelled{raw("2.5"), []any{"2.5", " 2.5 "}, []any{"much", "2,5", raw("1e300"), true}}
	case s.Type == "boolean":
		return spelled{true, []any{"true", "True", " TRUE "}, []any{"yes", "1", 1, 0, "tru"}}
	case s.Type == "string":
		return spelled{" Contoso ", nil, []any{5, true}}
	case s.Type == "array":
		return listSpellings(spellings(s.Items))
	}
	one := map[string]any{}
	for name, property := range s.Properties {
		one[name] = spellings(property).value
	}
	return spelled{one, []any{jsonText(one)}, []any{"nonsense", 5}}
}

func listSpellings(items spelled) spelled {
	list := []any{items.value}
	all := spelled{list, []any{items.value, jsonText(list), " " + jsonText(list)}, []any{5, true, []any{nil}, []any{list}}}
	for _, same := range items.same {
		all.same = append(all.same, same, []any{same})
	}
	for _, unusable := range items.unusable {
		all.unusable = append(all.unusable, unusable, []any{unusable})
	}
	return all
}

func jsonText(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(raw)
}

// everyTool runs f for each tool with a checker of its arguments.
func everyTool(t *testing.T, f func(t *testing.T, c *checker, s *checkedSchema)) {
	t.Helper()
	for _, tool := range all {
		one, _, err := tool.(testable).generate()
		if err != nil {
			t.Fatal(err)
		}
		file, err := schemas.Read(schemaFiles, one.Name)
		if err != nil {
			t.Fatal(err)
		}
		s := &checkedSchema{}
		if err := json.Unmarshal(file.Checked, s); err != nil {
			t.Fatal(err)
		}
		t.Run(one.Name, func(t *testing.T) {
			f(t, newChecker(one.Name, !*one.Annotations.ReadOnlyHint, func() json.RawMessage { return file.Checked }), s)
		})
	}
}

// full are arguments with a value for each that a tool has.
func full(s *checkedSchema) map[string]any { return spellings(s).value.(map[string]any) }

// with returns a copy of arguments with another value for one of them.
func with(arguments map[string]any, name string, value any) map[string]any {
	changed := map[string]any{name: value}
	for other, value := range arguments {
		if other != name {
			changed[other] = value
		}
	}
	return changed
}

// wantSame checks that arguments are normalized to others.
func wantSame(t *testing.T, c *checker, got, want map[string]any) {
	t.Helper()
	normalized, refusal := c.check(json.RawMessage(jsonText(got)))
	if refusal != "" {
		t.Errorf("%s: %s", jsonText(got), refusal)
	} else if diff := cmp.Diff(jsonText(want), string(normalized)); diff != "" {
		t.Errorf("%s is taken for (-want +got):\n%s", jsonText(got), diff)
	}
}

func TestOtherSpellings(t *testing.T) {
	everyTool(t, func(t *testing.T, c *checker, s *checkedSchema) {
		for name, property := range s.Properties {
			values := spellings(property)
			for _, same := range values.same {
				wantSame(t, c, with(full(s), name, same), full(s))
			}
			for _, unusable := range values.unusable {
				arguments := with(full(s), name, unusable)
				if _, refusal := c.check(json.RawMessage(jsonText(arguments))); !strings.Contains(refusal, name) {
					t.Errorf("%s: refused with %q, want %s named", jsonText(arguments), refusal, name)
				}
			}
		}
	})
}

func TestNothingIsAbsent(t *testing.T) {
	everyTool(t, func(t *testing.T, c *checker, s *checkedSchema) {
		for name := range s.Properties {
			absent := full(s)
			delete(absent, name)
			for _, nothing := range []any{nil, "", " \t"} {
				arguments := with(full(s), name, nothing)
				if !slices.Contains(s.Required, name) && !(name == "tenant" && c.changes && nothing != nil) {
					wantSame(t, c, arguments, absent)
				} else if _, refusal := c.check(json.RawMessage(jsonText(arguments))); !strings.Contains(refusal, ": "+name+" must be ") && !strings.Contains(refusal, ": "+name+" is blank") {
					t.Errorf("%s: refused with %q, want %s named", jsonText(arguments), refusal, name)
				}
			}
		}
		for _, nothing := range []string{`null`, `{}`, `{"task_progress":null}`} {
			normalized, refusal := c.check(json.RawMessage(nothing))
			if len(s.Required) == 0 && string(normalized) != "{}" || len(s.Required) > 0 && !strings.Contains(refusal, s.Required[0]) {
				t.Errorf("%s: %s %q", nothing, normalized, refusal)
			}
		}
	})
}

// A blank tenant is refused by tools that change something: if a name was lost
// on the way, the change must not be made for the user's own tenant.
func TestBlankTenant(t *testing.T) {
	var refusing []string
	everyTool(t, func(t *testing.T, c *checker, s *checkedSchema) {
		if s.Properties["tenant"] == nil {
			return
		}
		if _, refusal := c.check(json.RawMessage(jsonText(with(full(s), "tenant", " ")))); refusal != "" {
			refusing = append(refusing, c.tool)
		}
	})
	slices.Sort(refusing)
	if want := []string{"create_report", "export_usage", "prepare_months"}; !slices.Equal(refusing, want) {
		t.Errorf("refused by %v, want %v", refusing, want)
	}
}

func TestInjectedKeys(t *testing.T) {
	everyTool(t, func(t *testing.T, c *checker, s *checkedSchema) {
		arguments := full(s)
		for _, key := range []string{"task_progress", "toolCallId", "sessionId", "_sessionID", "_meta"} {
			arguments[key] = "x"
		}
		wantSame(t, c, arguments, full(s))
		for _, key := range []string{"Task_Progress", "toolCallID", "session", "meta", "tenantt"} {
			if _, refusal := c.check(json.RawMessage(jsonText(with(arguments, key, nil)))); !strings.Contains(refusal, fmt.Sprintf("no argument %q", key)) {
				t.Errorf("%s: refused with %q", key, refusal)
			}
		}
	})
}

// All faults are in one answer, both those of the schema and those of the
// normalizer.
func TestFaultsTogether(t *testing.T) {
	everyTool(t, func(t *testing.T, c *checker, s *checkedSchema) {
		arguments := map[string]any{"nonsense": 1}
		want := []string{`"nonsense"`}
		for name, property := range s.Properties {
			values := spellings(property).unusable
			arguments[name] = values[len(values)-1]
			want = append(want, name)
		}
		_, refusal := c.check(json.RawMessage(jsonText(arguments)))
		for _, name := range want {
			if !strings.Contains(refusal, "\n- "+name) && !strings.Contains(refusal, "no argument "+name) {
				t.Errorf("%s is not among the faults of %s: %s", name, jsonText(arguments), refusal)
			}
		}
	})
}
