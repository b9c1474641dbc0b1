package hosts

import (
	"strings"

	"github.com/tailscale/hujson"
)

// jsonFormat is JSON, with comments and commas after the last members as many apps
// allow.
var jsonFormat = format{name: "JSON", empty: "{}\n", read: func(content string) (*node, error) {
	root, err := hujson.Parse([]byte(content))
	if err != nil {
		return nil, err
	}
	return jsonNode(content, &root), nil
}}

func jsonNode(content string, v *hujson.Value) *node {
	n := &node{kind: other}
	n.set = func(value any) ([]splice, error) {
		written := jsonText(value, blanksAt(content, v.StartOffset), unit(content))
		return []splice{{v.StartOffset, v.EndOffset, inserted(content, 0, written).text}}, nil
	}
	switch value := v.Value.(type) {
	case hujson.Literal:
		n.text = value.String()
		switch value.Kind() {
		case '"':
			n.kind = word
		case 'n':
			n.kind = null
		}
	case *hujson.Array:
		n.kind = list
		for i := range value.Elements {
			n.items = append(n.items, jsonNode(content, &value.Elements[i]))
		}
		n.push = func(added []any) ([]splice, error) {
			last := value.Elements[len(value.Elements)-1]
			return []splice{pushed(content, last.StartOffset, last.EndOffset, added, jsonText)}, nil
		}
	case *hujson.Object:
		n.kind = object
		for i := range value.Members {
			m := &value.Members[i]
			n.members = append(n.members, member{m.Name.Value.(hujson.Literal).String(), jsonNode(content, &m.Value)})
		}
		n.add = func(name string, added any) ([]splice, error) { return jsonAdd(content, v, value, name, added), nil }
	}
	return n
}

// jsonAdd adds a member as the last one, after the comments behind the one before.
func jsonAdd(content string, v *hujson.Value, o *hujson.Object, name string, value any) (splices []splice) {
	closing := blanksAt(content, v.StartOffset)
	indent := closing + unit(content)
	tail := string(o.AfterExtra) // between the last member or comma and the bracket
	comma := ""
	if len(o.Members) > 0 {
		last := o.Members[len(o.Members)-1]
		if at := last.Name.StartOffset; strings.TrimLeft(content[lineStart(content, at):at], " \t") == "" {
			indent = blanksAt(content, at) // as the others are indented
		}
		end := last.Value.EndOffset + len(last.Value.AfterExtra)
		if content[end] == ',' {
			comma, tail = ",", content[end+1:v.EndOffset-1]
		} else {
			tail = content[last.Value.EndOffset : v.EndOffset-1]
			splices = append(splices, splice{last.Value.EndOffset, last.Value.EndOffset, ","})
		}
	}
	kept := len(strings.TrimRight(tail, " \t\r\n"))
	written := "\n" + indent + text(name) + ": " + jsonText(value, indent, unit(content)) + comma
	if !strings.Contains(tail[kept:], "\n") {
		written += "\n" + closing
	}
	return append(splices, inserted(content, v.EndOffset-1-len(tail)+kept, written))
}

// pushed adds items behind the last one of a list, which is at from to to. Each has a
// line of its own if that one has.
func pushed(content string, from, to int, added []any, write func(value any, indent, unit string) string) splice {
	separator := " "
	indent := blanksAt(content, from)
	if strings.Trim(content[lineStart(content, from):from], " \t")+strings.Trim(content[to:lineEnd(content, to)], ", \t\r\n") == "" {
		separator = "\n" + indent
	}
	var b strings.Builder
	for _, value := range added {
		b.WriteString("," + separator + write(value, indent, unit(content)))
	}
	return inserted(content, to, b.String())
}

// jsonText returns a value as JSON within a line that begins with indent.
func jsonText(value any, indent, unit string) string {
	var parts []string
	opening, closing := "[", "]"
	switch value := value.(type) {
	case fields:
		opening, closing = "{", "}"
		for _, f := range value {
			parts = append(parts, text(f.name)+": "+jsonText(f.value, indent+unit, unit))
		}
	case []any:
		for _, item := range value {
			parts = append(parts, jsonText(item, indent+unit, unit))
		}
	case []string:
		for _, item := range value {
			parts = append(parts, text(item))
		}
	default:
		return scalar(value)
	}
	if parts == nil {
		return opening + closing
	}
	return opening + "\n" + indent + unit + strings.Join(parts, ",\n"+indent+unit) + "\n" + indent + closing
}
