package hosts

import (
	"strings"
)

// tomlTable returns a table with its header, and its objects as tables below it.
func tomlTable(path []string, f fields) string {
	lines, below := "", ""
	for _, field := range f {
		if table, ok := field.value.(fields); ok {
			below += "\n" + tomlTable(append(path[:len(path):len(path)], field.name), table)
			continue
		}
		lines += tomlKey([]string{field.name}) + " = " + tomlText(field.value) + "\n"
	}
	if lines == "" && below != "" {
		return strings.TrimPrefix(below, "\n")
	}
	return "[" + tomlKey(path) + "]\n" + lines + below
}

// tomlText returns a value on one line.
func tomlText(value any) string {
	var parts []string
	switch value := value.(type) {
	case fields:
		for _, f := range value {
			parts = append(parts, tomlKey([]string{f.name})+" = "+tomlText(f.value))
		}
		if parts == nil {
			return "{}"
		}
		return "{ " + strings.Join(parts, ", ") + " }"
	case []string:
		for _, item := range value {
			parts = append(parts, text(item))
		}
	case []any:
		for _, item := range value {
			parts = append(parts, tomlText(item))
		}
	default:
		return scalar(value)
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// tomlKey returns a key, quoted where it must be.
func tomlKey(path []string) string {
	parts := make([]string, len(path))
	for n, part := range path {
		if parts[n] = part; !bare(part) {
			parts[n] = text(part)
		}
	}
	return strings.Join(parts, ".")
}

// bare reports whether a key needs no quotes.
func bare(key string) bool {
	return key != "" && strings.Trim(key, "-_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == ""
}
