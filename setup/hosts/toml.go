package hosts

import (
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/pelletier/go-toml/v2/unstable"
)

// tomlFormat is TOML. One parser refuses what contradicts itself, such as a key that
// is there twice; the other says where each value is written.
var tomlFormat = format{name: "TOML", read: func(content string) (*node, error) {
	if _, err := toml.Decode(content, &map[string]any{}); err != nil {
		return nil, err
	}
	r := &tomlReader{content: content, root: &node{kind: object}, rooms: map[*node]room{}, below: map[*node]map[string]*node{}}
	r.root.add = r.adder(nil, nil)
	section := r.root
	r.ends(section, 0, "")
	var p unstable.Parser
	p.Reset([]byte(content))
	for p.NextExpression() {
		e := p.Expression()
		if e.Kind == unstable.KeyValue {
			r.keyValue(section, e)
			continue
		}
		section = r.section(e)
	}
	return r.root, p.Error()
}}

// A tomlReader makes nodes of a file.
type tomlReader struct {
	content string
	root    *node
	rooms   map[*node]room
	below   map[*node]map[string]*node // members by name, for files with many
}

// A room is where a table of several lines gets another key.
type room struct {
	end    int    // of the last line of the table
	prefix string // of its keys: "" or such as "a.b."
}

func (r *tomlReader) ends(table *node, end int, prefix string) { r.rooms[table] = room{end, prefix} }

// put adds a member to a table.
func (r *tomlReader) put(table *node, name string, value *node) {
	table.members = append(table.members, member{name, value})
	if r.below[table] == nil {
		r.below[table] = map[string]*node{}
	}
	r.below[table][name] = value
}

// walk returns the table below another one, which is made if it isn't there.
func (r *tomlReader) walk(table *node, key string, path []string) *node {
	below := r.below[table][key]
	if below == nil {
		below = r.table(path)
		r.put(table, key, below)
	}
	return below
}

// section returns the table that a header begins.
func (r *tomlReader) section(e *unstable.Node) *node {
	keys, end := tomlKeys(e)
	table, path := r.root, []string(nil)
	for n, key := range keys {
		path = append(path, key)
		last := n == len(keys)-1
		if last && e.Kind == unstable.ArrayTable && r.below[table][key] == nil {
			r.put(table, key, &node{kind: list})
		}
		below := r.walk(table, key, path)
		if below.kind == list {
			if last {
				below.items = append(below.items, r.table(nil))
			}
			below = below.items[len(below.items)-1]
		}
		table = below
	}
	r.ends(table, lineEnd(r.content, end), "")
	return table
}

// table returns a table of several lines. One without a path has no header that could
// name a table in it.
func (r *tomlReader) table(path []string) *node {
	table := &node{kind: object}
	table.add = r.adder(table, slices.Clone(path))
	return table
}

// keyValue reads a line of a section into its table.
func (r *tomlReader) keyValue(section *node, e *unstable.Node) {
	keys, end := tomlKeys(e)
	to := int(e.Raw.Offset + e.Raw.Length)
	line := lineEnd(r.content, to)
	r.ends(section, line, "")
	table := section
	for n, key := range keys[:len(keys)-1] {
		table = r.walk(table, key, nil)
		r.ends(table, line, tomlKey(keys[:n+1])+".")
	}
	r.put(table, keys[len(keys)-1], r.value(e.Value(), end, to))
}

// value reads what is written between the end of a key and to.
func (r *tomlReader) value(v *unstable.Node, key, to int) *node {
	from := to - len(strings.TrimLeft(r.content[key:to], " \t="))
	n := &node{kind: other, text: r.content[from:to]}
	n.set = func(value any) ([]splice, error) { return []splice{{from, to, tomlText(value)}}, nil }
	switch v.Kind {
	case unstable.String:
		n.kind, n.text = word, string(v.Data)
	case unstable.Array:
		n.kind, n.text = list, ""
		r.array(n, v)
	case unstable.InlineTable:
		n.kind, n.text = object, ""
		r.inline(n, v, from)
	}
	return n
}

// array reads the items of an array.
func (r *tomlReader) array(n *node, v *unstable.Node) {
	var last unstable.Range
	for i := v.Children(); i.Next(); {
		last = i.Node().Raw
		item := &node{kind: other, text: string(i.Node().Data)}
		switch i.Node().Kind {
		case unstable.String:
			item.kind = word
		case unstable.Array:
			item.kind = list
			r.array(item, i.Node())
		case unstable.InlineTable:
			item.kind = object
			r.inline(item, i.Node(), int(last.Offset))
		}
		n.items = append(n.items, item)
	}
	n.push = func(added []any) ([]splice, error) {
		if !slices.ContainsFunc(n.items, func(item *node) bool { return item.kind == word }) {
			return nil, errTangled
		}
		from := int(last.Offset)
		return []splice{pushed(r.content, from, from+int(last.Length), added, func(value any, _, _ string) string { return tomlText(value) })}, nil
	}
}

// inline reads the members of an inline table, which begins with a bracket at from.
func (r *tomlReader) inline(n *node, v *unstable.Node, from int) {
	for i := v.Children(); i.Next(); {
		keys, end := tomlKeys(i.Node())
		table := n
		for _, key := range keys[:len(keys)-1] {
			table = r.walk(table, key, nil)
		}
		to := int(i.Node().Raw.Offset + i.Node().Raw.Length)
		r.put(table, keys[len(keys)-1], r.value(i.Node().Value(), end, to))
	}
	n.add = func(name string, value any) ([]splice, error) {
		written := " " + tomlKey([]string{name}) + " = " + tomlText(value)
		if len(n.members) > 0 {
			written += ","
		} else {
			written += " "
		}
		return []splice{inserted(r.content, from+1, written)}, nil
	}
}

// adder returns what adds a key to a table of several lines: an object with a header
// at the end of the file, anything else behind the keys that are there.
func (r *tomlReader) adder(table *node, path []string) func(string, any) ([]splice, error) {
	return func(name string, value any) ([]splice, error) {
		if below, ok := value.(fields); ok && (table == nil || len(path) == 1) {
			written := tomlTable(append(slices.Clone(path), name), below)
			if strings.TrimSpace(r.content) != "" {
				written = "\n" + written
			}
			return []splice{newLines(r.content, len(r.content), written)}, nil
		}
		room, ok := r.rooms[table]
		if !ok {
			return nil, errTangled
		}
		return []splice{newLines(r.content, room.end, room.prefix+tomlKey([]string{name})+" = "+tomlText(value)+"\n")}, nil
	}
}

// tomlKeys returns the parts of a key, and where it ends.
func tomlKeys(e *unstable.Node) (keys []string, end int) {
	for i := e.Key(); i.Next(); {
		keys = append(keys, string(i.Node().Data))
		end = int(i.Node().Raw.Offset + i.Node().Raw.Length)
	}
	return keys, end
}
