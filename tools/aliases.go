package tools

import (
	"slices"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// aliases are names of arguments that models know from other tools or from
// habit, with the lists that they are entries of.
var aliases = []struct{ name, list string }{
	{"month", "months"}, {"report_id", "report_ids"}, {"before_report_id", "report_ids"}, {"after_report_id", "report_ids"},
}

// aliases puts the values of other names into the lists that they belong to,
// where a tool has the list and not the name. A value that the list has too is
// one.
func (n *normalizer) aliases(s *jsonschema.Schema, fields map[string]any) {
	for _, alias := range aliases {
		value, given := fields[alias.name]
		if !given || s.Properties[alias.name] != nil || s.Properties[alias.list] == nil {
			continue
		}
		delete(fields, alias.name)
		if isBlank(value) {
			continue
		}
		list, _ := parsed(fields[alias.list]).([]any)
		if list == nil && !isBlank(fields[alias.list]) {
			list = []any{fields[alias.list]}
		}
		values, isList := parsed(value).([]any)
		if !isList {
			values = []any{value}
		}
		for _, v := range values {
			if text, isText := v.(string); !isText || !slices.Contains(list, any(text)) {
				list = append(list, v)
			}
		}
		fields[alias.list] = list
	}
}
