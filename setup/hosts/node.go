package hosts

import (
	"fmt"
	"slices"
)

// A node is a value in the file of a host. What changes the file is filled in by the
// reader of its format.
type node struct {
	kind    kind
	text    string   // of a text; for anything else without parts, as it is written
	members []member // of an object, in the order of the file
	items   []*node  // of a list

	set  func(value any) ([]splice, error)              // replaces the value
	add  func(name string, value any) ([]splice, error) // adds a member to an object
	push func(values []any) ([]splice, error)           // adds items to a list that isn't empty
}

type kind string

const (
	null   kind = "null"
	object kind = "an object"
	list   kind = "a list"
	word   kind = "a text"
	other  kind = "a number or the like"
)

type member struct {
	name  string
	value *node
}

// member returns the value of a member, or nil. Of two members with one name, apps
// disagree about which one counts.
func (n *node) member(name string) (*node, error) {
	var found *node
	for _, m := range n.members {
		if m.name != name {
			continue
		}
		if found != nil {
			return nil, fmt.Errorf("%s is there twice", text(name))
		}
		found = m.value
	}
	return found, nil
}

// at returns the value at a path, or nil.
func (n *node) at(path ...string) (*node, error) {
	for _, name := range path {
		next, err := n.member(name)
		if next == nil || err != nil {
			return nil, err
		}
		n = next
	}
	return n, nil
}

// texts returns the items of a list of texts.
func (n *node) texts() ([]string, bool) {
	if n.kind != list {
		return nil, false
	}
	found := []string{}
	for _, item := range n.items {
		if item.kind != word {
			return nil, false
		}
		found = append(found, item.text)
	}
	return found, true
}

// What is written into a file is a string, bool, int, []string, fields, []any or raw.
type (
	// fields are an object in the order in which it is written.
	fields []field
	field  struct {
		name  string
		value any
	}
	// raw is written as it is.
	raw string
)

// nested returns the value within objects that have one member each.
func nested(path []string, value any) any {
	for _, name := range slices.Backward(path) {
		value = fields{{name, value}}
	}
	return value
}

// value returns a node as it can be written.
func (n *node) value() any {
	switch n.kind {
	case object:
		f := fields{}
		for _, m := range n.members {
			f = append(f, field{m.name, m.value.value()})
		}
		return f
	case list:
		items := []any{}
		for _, item := range n.items {
			items = append(items, item.value())
		}
		return items
	case word:
		return n.text
	}
	return raw(n.text)
}

// is reports whether a node has a value.
func (n *node) is(value any) bool {
	switch value := value.(type) {
	case string:
		return n.kind == word && n.text == value
	case fields:
		return n.kind == object && len(n.members) == len(value) && !slices.ContainsFunc(value, func(f field) bool {
			m, err := n.member(f.name)
			return m == nil || err != nil || !m.is(f.value)
		})
	case []string:
		got, ok := n.texts()
		return ok && slices.Equal(got, value)
	case []any:
		return n.kind == list && slices.EqualFunc(n.items, value, (*node).is)
	}
	return n.kind == other && n.text == fmt.Sprint(value)
}

// same reports whether two files have the same values except at a path.
func (n *node) same(after *node, path []string) bool {
	if len(path) == 0 {
		return true
	}
	if n.kind != object || after.kind != object {
		return n.kind == null && after.kind == object && len(after.members) == 1
	}
	left := n.members
	for _, m := range after.members {
		if len(left) == 0 || left[0].name != m.name {
			if m.name != path[0] { // an addition elsewhere
				return false
			}
			continue
		}
		before := left[0].value
		left = left[1:]
		if m.name == path[0] && !before.same(m.value, path[1:]) || m.name != path[0] && !before.equal(m.value) {
			return false
		}
	}
	return len(left) == 0
}

// equal reports whether two values are the same.
func (n *node) equal(m *node) bool {
	return n.kind == m.kind && n.text == m.text && slices.EqualFunc(n.items, m.items, (*node).equal) &&
		slices.EqualFunc(n.members, m.members, func(a, b member) bool { return a.name == b.name && a.value.equal(b.value) })
}
