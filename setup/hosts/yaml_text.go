package hosts

import "strings"

// yamlBlock returns lines for each member of an object.
func yamlBlock(f fields, indent, unit string) string {
	var b strings.Builder
	for _, field := range f {
		b.WriteString(indent + yamlKey(field.name) + ":")
		if below, ok := field.value.(fields); ok && len(below) > 0 {
			b.WriteString("\n" + yamlBlock(below, indent+unit, unit))
			continue
		}
		b.WriteString(" " + yamlFlow(field.value) + "\n")
	}
	return b.String()
}

// yamlField returns the lines of one member.
func yamlField(name string, value any, indent string) string {
	return yamlBlock(fields{{name, value}}, indent, "  ")
}

// yamlFlow returns a value on one line.
func yamlFlow(value any) string {
	var parts []string
	switch value := value.(type) {
	case fields:
		for _, f := range value {
			parts = append(parts, yamlKey(f.name)+": "+yamlFlow(f.value))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case []string:
		for _, item := range value {
			parts = append(parts, text(item))
		}
	case []any:
		for _, item := range value {
			parts = append(parts, yamlFlow(item))
		}
	default:
		return scalar(value)
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// yamlKey returns a key, quoted where it might be.
func yamlKey(key string) string {
	if bare(key) && strings.Trim(key, "-0123456789") == key {
		return key
	}
	return text(key)
}
