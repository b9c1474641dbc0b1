package usage

import "strings"

// matchesAny reports whether value matches one of the patterns, or there are none. It ignores case.
func matchesAny(patterns []string, value string) bool {
	for _, pattern := range patterns {
		if Like(pattern, value) {
			return true
		}
	}
	return len(patterns) == 0
}

// Like reports whether a value matches a pattern in which * stands for any text. It ignores case.
func Like(pattern, value string) bool {
	pattern, value = strings.ToLower(pattern), strings.ToLower(value)
	head, tail, star := strings.Cut(pattern, "*")
	if !star {
		return pattern == value
	}
	if !strings.HasPrefix(value, head) {
		return false
	}
	value = value[len(head):]
	for {
		part, after, more := strings.Cut(tail, "*")
		if !more {
			return strings.HasSuffix(value, part)
		}
		i := strings.Index(value, part)
		if i < 0 {
			return false
		}
		value, tail = value[i+len(part):], after
	}
}
