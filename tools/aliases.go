package tools

import (
	"slices"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// aliases are argument names that models use out of habit, with the lists to
// which their values belong.
var aliases = []struct{ name, list string }{
	{"month", "months"}, {"report_id", "report_ids"}, {"before_report_id", "report_ids"}, {"after_report_id", "report_ids"},
}

// aliases moves the values of aliases into their lists, if the tool has the
// list and no argument with the alias's name. A value that is already in the
// list is not repeated.
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
