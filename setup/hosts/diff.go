package hosts

import (
	"slices"
	"strings"
)

// diff returns two lists of lines as one, after what they have in common.
func diff(before, after []string) (lines []string) {
	for len(before) > 0 || len(after) > 0 {
		switch {
		case len(before) > 0 && len(after) > 0 && alike(before[0], after[0]):
			lines = append(lines, "  "+after[0])
			before, after = before[1:], after[1:]
		case len(before) > 0 && !slices.ContainsFunc(after, func(line string) bool { return alike(before[0], line) }):
			lines = append(lines, "- "+before[0])
			before = before[1:]
		case len(after) > 0:
			lines = append(lines, "+ "+after[0])
			after = after[1:]
		default:
			lines = append(lines, "- "+before[0])
			before = before[1:]
		}
	}
	return lines
}

// alike reports whether two lines are the same but for a comma at the end.
func alike(a, b string) bool { return strings.TrimSuffix(a, ",") == strings.TrimSuffix(b, ",") }
