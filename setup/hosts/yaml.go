package hosts

import (
	"errors"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// yamlFormat is YAML. The parser says where each value begins; where it ends is found
// here, and reading the changed file again shows whether that was right.
var yamlFormat = format{name: "YAML", read: func(content string) (*node, error) {
	var documents []yaml.Node
	if err := yaml.Load([]byte(content), &documents, yaml.WithAllDocuments()); err != nil {
		return nil, err
	}
	if len(documents) > 1 {
		return nil, errDocuments
	}
	r := &yamlReader{content: content, lines: yamlLines(content)}
	root := &node{kind: null}
	if len(documents) == 1 {
		y := &documents[0]
		if y.Kind == yaml.DocumentNode {
			y = y.Content[0]
		}
		root = r.node(y, nil, false)
	}
	if root.kind == null { // nothing, or comments only
		root.kind = object
		root.add = func(name string, value any) ([]splice, error) {
			return []splice{newLines(content, len(content), yamlField(name, value, ""))}, nil
		}
	}
	return root, nil
}}

var errDocuments = errors.New("there are several documents in the file")

// A yamlReader makes nodes of a file.
type yamlReader struct {
	content string
	lines   []int // where each line begins
}

// node returns the node for a value. A change of what has an anchor would also change
// the places that refer to it.
func (r *yamlReader) node(y, key *yaml.Node, anchored bool) *node {
	anchored = anchored || y.Anchor != ""
	n := &node{kind: other, text: y.Value}
	from := r.offset(y)
	flow := y.Style&yaml.FlowStyle != 0
	if flow && !strings.HasPrefix(r.content[from:], "{") && !strings.HasPrefix(r.content[from:], "[") {
		anchored = true // a tag, or something else that is rare
	}
	switch {
	case y.Kind == yaml.AliasNode:
		n.text = "*" + y.Value
		return n.fixed()
	case y.Kind == yaml.MappingNode:
		n.kind, n.text = object, ""
		for i := 0; i+1 < len(y.Content); i += 2 {
			name, value := y.Content[i], y.Content[i+1]
			n.members = append(n.members, member{name.Value, r.node(value, name, anchored)})
			anchored = anchored || name.Value == "<<" // what else the object has is written elsewhere
		}
	case y.Kind == yaml.SequenceNode:
		n.kind, n.text = list, ""
		for _, item := range y.Content {
			n.items = append(n.items, r.node(item, nil, anchored))
		}
	case y.ShortTag() == "!!str":
		n.kind = word
	case y.ShortTag() == "!!null":
		n.kind = null
	}
	if anchored {
		return n.fixed()
	}
	n.set = func(value any) ([]splice, error) { return r.set(y, key, value) }
	n.push = func(added []any) ([]splice, error) { return r.push(y.Content[len(y.Content)-1], added, flow) }
	n.add = func(name string, value any) ([]splice, error) { return r.add(y, key, name, value, flow) }
	return n
}

// fixed makes a node one that can't be changed.
func (n *node) fixed() *node {
	n.set = func(any) ([]splice, error) { return nil, errTangled }
	n.add = func(string, any) ([]splice, error) { return nil, errTangled }
	n.push = func([]any) ([]splice, error) { return nil, errTangled }
	return n
}

// set replaces a value on one line. Nothing behind a key becomes the lines below it.
func (r *yamlReader) set(y, key *yaml.Node, value any) ([]splice, error) {
	from := r.offset(y)
	if y.Value == "" && y.ShortTag() == "!!null" && key != nil {
		below, ok := value.(fields)
		if !ok {
			return []splice{{from, from, " " + yamlFlow(value)}}, nil
		}
		indent := strings.Repeat(" ", key.Column-1) + r.unit()
		return []splice{newLines(r.content, lineEnd(r.content, r.offset(key)), yamlBlock(below, indent, r.unit()))}, nil
	}
	to, ok := r.end(y)
	if !ok {
		return nil, errTangled
	}
	return []splice{{from, to, yamlFlow(value)}}, nil
}

// push adds items behind the last one of a list.
func (r *yamlReader) push(last *yaml.Node, added []any, flow bool) ([]splice, error) {
	from := r.offset(last)
	to, ok := r.end(last)
	switch {
	case !ok:
		return nil, errTangled
	case flow:
		return []splice{pushed(r.content, from, to, added, func(value any, _, _ string) string { return yamlFlow(value) })}, nil
	}
	var lines strings.Builder
	for _, value := range added {
		lines.WriteString(r.content[lineStart(r.content, from):from] + yamlFlow(value) + "\n")
	}
	return []splice{newLines(r.content, lineEnd(r.content, to), lines.String())}, nil
}

// add adds a member to an object as the first one, because it is clear where that
// begins. At the outermost level the end is clear, too.
func (r *yamlReader) add(y, key *yaml.Node, name string, value any, flow bool) ([]splice, error) {
	switch {
	case flow:
		written := yamlKey(name) + ": " + yamlFlow(value)
		if len(y.Content) > 0 {
			written += ", "
		}
		from := r.offset(y) + 1
		return []splice{{from, from, written}}, nil
	case key == nil:
		return []splice{newLines(r.content, len(r.content), yamlField(name, value, strings.Repeat(" ", y.Column-1)))}, nil
	case y.Content[0].Line == key.Line:
		return nil, errTangled
	}
	indent := strings.Repeat(" ", y.Content[0].Column-1)
	return []splice{newLines(r.content, lineEnd(r.content, r.offset(key)), yamlField(name, value, indent))}, nil
}

// end returns where a value ends, if that is easily said.
func (r *yamlReader) end(y *yaml.Node) (int, bool) {
	from := r.offset(y)
	rest := r.content[from:]
	switch {
	case rest == "" || y.Kind == yaml.AliasNode:
		return 0, false
	case y.Kind != yaml.ScalarNode && len(y.Content) == 0: // {} or []
		n := strings.IndexAny(rest, "]}")
		return from + n + 1, n > 0 && strings.TrimSpace(rest[1:n]) == ""
	case y.Kind != yaml.ScalarNode:
		return 0, false
	case rest[0] == '"' || rest[0] == '\'':
		n := quotedEnd(rest)
		return from + n, n > 0
	}
	return from + len(y.Value), y.Style == 0 && strings.HasPrefix(rest, y.Value) // plain, on one line
}

// quotedEnd returns where a text ends that begins with quotes, or 0.
func quotedEnd(s string) int {
	quote := s[0]
	for n := 1; n < len(s); n++ {
		switch {
		case quote == '"' && s[n] == '\\', quote == '\'' && strings.HasPrefix(s[n:], "''"):
			n++
		case s[n] == quote:
			return n + 1
		}
	}
	return 0
}

// unit returns by how much the file indents lines.
func (r *yamlReader) unit() string {
	if u := unit(r.content); strings.Trim(u, " ") == "" {
		return u
	}
	return "  "
}

// offset returns where a value begins. The parser counts characters.
func (r *yamlReader) offset(y *yaml.Node) int {
	if y.Line < 1 || y.Line > len(r.lines) {
		return len(r.content)
	}
	at := r.lines[y.Line-1]
	for range y.Column - 1 {
		_, size := utf8.DecodeRuneInString(r.content[at:])
		at += size
	}
	return at
}

// yamlLines returns where the lines begin. YAML has more line breaks than other formats.
func yamlLines(content string) []int {
	lines := []int{0}
	for i, c := range content {
		switch {
		case c == '\r' && strings.HasPrefix(content[i+1:], "\n"):
		case strings.ContainsRune("\r\n\u0085\u2028\u2029", c):
			lines = append(lines, i+utf8.RuneLen(c))
		}
	}
	return lines
}
