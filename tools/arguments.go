package tools

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
)

// A checker normalizes the arguments of a tool and checks them against its
// schema. It reports everything that is wrong with them in one answer.
type checker struct {
	tool    string
	changes bool // the tool changes something
	compile func() *jsonschema.Schema
}

// newChecker returns a checker that compiles the schema when it is first used.
func newChecker(tool string, changes bool, schema func() json.RawMessage) *checker {
	return &checker{tool, changes, sync.OnceValue(func() *jsonschema.Schema { return compile(schema()) })}
}

// formats are the formats that schemas of arguments use.
var formats = map[string]struct {
	valid func(string) bool
	words string
}{
	"uuid": {
		func(s string) bool { _, ok := acronis.ParseUUID(s); return ok },
		"a UUID such as 20dffb36-d77b-45c6-b2fa-39276e98d5fc",
	},
	"date": {
		func(s string) bool { _, err := time.Parse(time.DateOnly, s); return err == nil },
		"a day such as 2026-10-31",
	},
	"month": {
		func(s string) bool { _, err := time.Parse("2006-01", s); return err == nil },
		"a month such as 2026-10",
	},
}

// compile panics if the schema is invalid. The tests call every tool, so they
// would find it.
func compile(schema json.RawMessage) *jsonschema.Schema {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	if err != nil {
		panic(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	for name, format := range formats {
		c.RegisterFormat(&jsonschema.Format{Name: name, Validate: func(v any) error {
			if s, ok := v.(string); ok && !format.valid(s) {
				return errors.New("not " + format.words)
			}
			return nil
		}})
	}
	const name = "urn:arguments" // a relative URI would depend on the working directory
	if err := c.AddResource(name, doc); err != nil {
		panic(err)
	}
	return c.MustCompile(name)
}

// maxFaults is how many faults are listed.
const maxFaults = 20

// check returns the normalized arguments, or a text that says what is wrong
// with them and what would be right.
func (c *checker) check(arguments json.RawMessage) (normalized json.RawMessage, refusal string) {
	schema := c.compile()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(arguments))
	if err != nil {
		return nil, c.tool + " was not called: its arguments are not JSON."
	}
	n := normalizer{refuseBlankTenant: c.changes}
	value = n.arguments(schema, value)
	if _, ok := value.(map[string]any); !ok {
		return nil, fmt.Sprintf("%s was not called: its arguments must be a JSON object such as {%s}, not %s.",
			c.tool, strings.Join(quoted(names(schema)), ": …, ")+": …", describe(value))
	}
	faults := n.faults
	var invalid *jsonschema.ValidationError
	if errors.As(schema.Validate(value), &invalid) {
		faults = append(faults, c.faults(schema, value, invalid)...)
	}
	if len(faults) > 0 {
		return nil, c.refuse(faults)
	}
	if normalized, err = json.Marshal(value); err != nil {
		panic(err) // it came from JSON
	}
	return normalized, ""
}

// refuse returns a text that lists faults.
func (c *checker) refuse(faults []string) string {
	slices.Sort(faults)
	faults = slices.Compact(faults)
	if len(faults) == 1 {
		return fmt.Sprintf("%s was not called: %s.", c.tool, faults[0])
	}
	shown := faults[:min(len(faults), maxFaults)]
	text := fmt.Sprintf("%s was not called, for %d reasons:\n- %s", c.tool, len(faults), strings.Join(shown, "\n- "))
	if len(shown) < len(faults) {
		text += fmt.Sprintf("\n- … and %d more", len(faults)-len(shown))
	}
	return text
}

// faults describes the leaves of a validation error.
func (c *checker) faults(schema *jsonschema.Schema, arguments any, e *jsonschema.ValidationError) (faults []string) {
	for _, cause := range e.Causes {
		faults = append(faults, c.faults(schema, arguments, cause)...)
	}
	if len(e.Causes) > 0 {
		return faults
	}
	where, here := strings.Join(e.InstanceLocation, "."), schemaAt(schema, e.InstanceLocation)
	got := describe(valueAt(arguments, e.InstanceLocation))
	inside := where
	if inside != "" {
		inside += "."
	}
	switch k := e.ErrorKind.(type) {
	case *kind.Required:
		for _, name := range k.Missing {
			faults = append(faults, fmt.Sprintf("%s%s is missing; it must be %s", inside, name, expectation(here.Properties[name])))
		}
	case *kind.AdditionalProperties:
		owner := c.tool
		if where != "" {
			owner = where
		}
		for _, name := range k.Properties {
			faults = append(faults, fmt.Sprintf("%s has no argument %s, only %s", owner, strconv.Quote(escape.Shorten(name)), strings.Join(names(here), ", ")))
		}
	case *kind.Type, *kind.Format, *kind.Enum:
		faults = append(faults, fmt.Sprintf("%s must be %s, not %s", where, expectation(here), got))
	default:
		faults = append(faults, fmt.Sprintf("%s is %s, which breaks the rule %s of the tool's input schema", where, got, strings.Join(k.KeywordPath(), "/")))
	}
	return faults
}

// expectation describes what a schema accepts.
func expectation(s *jsonschema.Schema) string {
	if format, ok := formats[formatName(s)]; ok {
		return format.words
	}
	if s.Enum != nil {
		words := make([]string, len(s.Enum.Values))
		for i, v := range s.Enum.Values {
			words[i] = fmt.Sprint(v)
		}
		return "one of " + strings.Join(words, ", ")
	}
	types := s.Types.ToStrings()
	for i, t := range types {
		types[i] = article(t)
	}
	return strings.Join(types, " or ")
}

func article(noun string) string {
	if strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}

// names returns the names of the properties in the schema of an object.
func names(s *jsonschema.Schema) []string {
	var all []string
	for name := range s.Properties {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

func quoted(words []string) []string {
	for i, w := range words {
		words[i] = strconv.Quote(w)
	}
	return words
}

// schemaAt returns the schema of the value at a location.
func schemaAt(s *jsonschema.Schema, location []string) *jsonschema.Schema {
	for _, name := range location {
		if property := s.Properties[name]; property != nil {
			s = property
		} else if s.Items2020 != nil {
			s = s.Items2020
		}
	}
	return s
}

// valueAt returns the value at a location.
func valueAt(v any, location []string) any {
	for _, name := range location {
		switch container := v.(type) {
		case map[string]any:
			v = container[name]
		case []any:
			i, _ := strconv.Atoi(name)
			v = container[i]
		}
	}
	return v
}

// describe returns a value as shortened JSON.
func describe(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		return strconv.Quote(escape.Shorten(v))
	case map[string]any:
		return "an object"
	case []any:
		return "an array"
	}
	return escape.Shorten(fmt.Sprint(v))
}
