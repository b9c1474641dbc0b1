package hosts

import (
	"fmt"
	"slices"
	"strings"
)

// plain are the members of an entry that are shown whatever they are, beside the command
// and its arguments.
var plain = []string{"type", "enabled", "disabled", "timeout", "tool_timeout_sec", "startup_timeout_sec", "tools"}

// shown returns the lines of our entry in a file and of our input, as far as it has them.
// Values that may be secret are hidden: equal ones look equal.
func (m *merge) shown(d *document) []string {
	var all fields
	if inputs, err := d.root.member("inputs"); m.inputs != nil && inputs != nil && err == nil {
		for _, item := range inputs.items {
			if id, err := item.member("id"); err == nil && id != nil && id.is(inputID) {
				all = append(all, field{"inputs", []any{m.visible(item, m.inputs[0].(fields))}})
			}
		}
	}
	under := m.host.under(d.root)
	if entry, err := d.root.at(append(under, m.entry)...); err == nil && entry != nil && entry.kind == object {
		all = append(all, nested(append(under, m.entry), m.visible(entry, m.ours)).(fields)...)
	}
	if all == nil {
		return nil
	}
	return strings.Split(fileWith(m.host.format, all), "\n")
}

// visible returns an object with substitutes for the values that may be secret. Those
// without parts that we would write are not.
func (m *merge) visible(n *node, ours fields) fields {
	visible := fields{}
	for _, f := range n.value().(fields) {
		below, ok := f.value.(fields)
		switch {
		case ok:
			f.value = m.hidden(below)
		case slices.ContainsFunc(ours, func(our field) bool { return our.name == f.name && fmt.Sprint(our.value) == fmt.Sprint(f.value) }):
		case !m.isPlain(f):
			f.value = m.substitute(f)
		}
		visible = append(visible, f)
	}
	return visible
}

// isPlain reports whether a member is shown.
func (m *merge) isPlain(f field) bool {
	if items, ok := f.value.([]any); ok && slices.ContainsFunc(items, hasParts) {
		return false
	}
	return f.name == m.host.shape.command || f.name == m.host.shape.args || slices.Contains(plain, f.name)
}

func hasParts(value any) bool {
	switch value.(type) {
	case fields, []any:
		return true
	}
	return false
}

// hidden returns an object with a substitute for each value.
func (m *merge) hidden(f fields) fields {
	substitutes := fields{}
	for _, field := range f {
		field.value = m.substitute(field)
		substitutes = append(substitutes, field)
	}
	return substitutes
}

// substitute returns a substitute for a value, which is the same for the same value only.
func (m *merge) substitute(f field) string {
	if m.numbers == nil {
		m.numbers = map[string]int{}
	}
	value := fmt.Sprint(f.name, "=", f.value)
	if m.numbers[value] == 0 {
		m.numbers[value] = len(m.numbers) + 1
	}
	return fmt.Sprintf("(hidden %d)", m.numbers[value])
}
