package tools

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// injectedKeys are arguments that some hosts add for their own use. They are
// dropped if the tool has no such argument.
var injectedKeys = []string{"task_progress", "toolCallId", "sessionId", "_sessionID", "_meta"}

// A normalizer rewrites arguments as their schema requires, if they can have
// only one meaning, before they are checked. Models and hosts write null or ""
// for arguments that they would leave out, numbers as text, and one value
// instead of a list. Refusing these costs a call, and some models give up.
type normalizer struct {
	refuseBlankTenant bool
	faults            []string // faults that the schema doesn't find
}

func (n *normalizer) fault(format string, values ...any) {
	n.faults = append(n.faults, fmt.Sprintf(format, values...))
}

// arguments normalizes the arguments of a call.
func (n *normalizer) arguments(s *jsonschema.Schema, v any) any {
	if v == nil {
		return map[string]any{}
	}
	v = parsed(v)
	if fields, ok := v.(map[string]any); ok {
		for _, key := range injectedKeys {
			if s.Properties[key] == nil {
				delete(fields, key)
			}
		}
		n.aliases(s, fields)
		tenant, isText := fields["tenant"].(string)
		if isText && isBlank(tenant) && s.Properties["tenant"] != nil && n.refuseBlankTenant {
			n.fault("tenant is blank; give a name or UUID, or leave it out for your own tenant")
		}
	}
	return n.value(s, v, "")
}

// value normalizes a value; where is its path, for faults.
func (n *normalizer) value(s *jsonschema.Schema, v any, where string) any {
	switch schemaType(s) {
	case "object":
		return n.object(s, parsed(v), where)
	case "array":
		return n.list(s.Items2020, parsed(v), where)
	case "integer":
		return n.integer(numberOf(v), where)
	case "number":
		return n.number(numberOf(v), where)
	case "boolean":
		return booleanOf(v)
	}
	if text, ok := v.(string); ok {
		return respelled(s, text)
	}
	return v
}

// object leaves out optional fields that are null or blank.
func (n *normalizer) object(s *jsonschema.Schema, v any, where string) any {
	fields, ok := v.(map[string]any)
	if !ok {
		return v
	}
	if where != "" {
		where += "."
	}
	for name, property := range s.Properties {
		field, given := fields[name]
		switch {
		case !given:
		case isBlank(field) && !slices.Contains(s.Required, name):
			delete(fields, name)
		default:
			fields[name] = n.value(property, field, where+name)
		}
	}
	return fields
}

// list turns one value into a list if it has the type of the items.
func (n *normalizer) list(items *jsonschema.Schema, v any, where string) any {
	list, ok := v.([]any)
	if !ok {
		if _, isObject := v.(map[string]any); isBlank(v) || isObject != (schemaType(items) == "object") {
			return v
		}
		list = []any{v}
	}
	for i := range list {
		list[i] = n.value(items, list[i], where+"."+strconv.Itoa(i))
	}
	return list
}

// integer turns 5.0 and 5e0 into 5. From 2^53 on, a number with a point or an
// exponent may already have lost digits, and is refused.
func (n *normalizer) integer(v any, where string) any {
	literal, ok := v.(json.Number)
	if !ok {
		return v
	}
	floating := strings.ContainsAny(string(literal), ".eE")
	var exactly exact
	if err := exactly.UnmarshalJSON([]byte(literal)); err != nil && floating {
		n.fault("%s must be an integer in digits alone, not %s", where, describe(v))
		return v
	}
	digits := string(literal)
	if floating {
		digits = exactly.String()
	}
	if strings.Contains(digits, ".") {
		return v // a fraction, which the schema refuses
	}
	whole, err := strconv.ParseInt(digits, 10, 64)
	switch {
	case err != nil:
		n.fault("%s must be an integer of at most 64 bits, not %s", where, describe(v))
		return v
	case floating && (whole >= 1<<53 || whole <= -1<<53):
		n.fault("%s must be an integer in digits alone: %s is a floating-point number, which may have lost some", where, describe(v))
		return v
	}
	return json.Number(digits)
}

// number refuses numbers that can't be used in exact sums.
func (n *normalizer) number(v any, where string) any {
	literal, ok := v.(json.Number)
	if !ok {
		return v
	}
	if err := new(exact).UnmarshalJSON([]byte(literal)); err != nil {
		n.fault("%s must be a number of at most 64 digits, not %s", where, describe(v))
	}
	return v
}

// parsed returns the list or object that a text contains as JSON, or else v.
func parsed(v any) any {
	text, ok := v.(string)
	if !ok {
		return v
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		return v
	}
	switch value.(type) {
	case []any, map[string]any:
		return value
	}
	return v
}

// numberOf returns the number that a text contains in JSON's syntax, or else v.
func numberOf(v any) any {
	text, ok := v.(string)
	if !ok {
		return v
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if literal, ok := value.(json.Number); ok && err == nil {
		return literal
	}
	return v
}

// booleanOf returns the boolean that a text contains, or else v.
func booleanOf(v any) any {
	text, ok := v.(string)
	if !ok {
		return v
	}
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "true":
		return true
	case "false":
		return false
	}
	return v
}

// respelled returns a text as its schema writes it, if it is a value of an
// enum, a month or a day. Other texts are names, and stay unchanged.
func respelled(s *jsonschema.Schema, text string) string {
	trimmed := strings.TrimSpace(text)
	if s.Enum != nil {
		for _, word := range s.Enum.Values {
			if word, ok := word.(string); ok && strings.EqualFold(word, trimmed) {
				return word
			}
		}
		return text
	}
	switch formatName(s) {
	case "month":
		return RespelledMonth(trimmed)
	case "date":
		return respelledDay(trimmed)
	}
	return text
}

// isBlank reports whether a value is null or a text of only blanks.
func isBlank(v any) bool {
	text, ok := v.(string)
	return v == nil || ok && strings.TrimSpace(text) == ""
}

// schemaType returns the type that a schema requires. The schemas here have
// only one each.
func schemaType(s *jsonschema.Schema) string {
	if s == nil || s.Types == nil || len(s.Types.ToStrings()) != 1 {
		return ""
	}
	return s.Types.ToStrings()[0]
}

func formatName(s *jsonschema.Schema) string {
	if s.Format == nil {
		return ""
	}
	return s.Format.Name
}
