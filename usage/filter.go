package usage

import "strings"

// fits reports whether one of the patterns fits, or there are none. Case doesn't matter.
func fits(patterns []string, value string) bool {
	for _, pattern := range patterns {
		if fit(strings.ToLower(pattern), strings.ToLower(value)) {
			return true
		}
	}
	return len(patterns) == 0
}

// fit matches one pattern, in which * stands for any text.
func fit(pattern, value string) bool {
	head, tail, star := strings.Cut(pattern, "*")
	if !star {
		return pattern == value
	}
	if !strings.HasPrefix(value, head) {
		return false
	}
	value = value[len(head):]
	for {
		part, rest, more := strings.Cut(tail, "*")
		if !more {
			return strings.HasSuffix(value, part)
		}
		i := strings.Index(value, part)
		if i < 0 {
			return false
		}
		value, tail = value[i+len(part):], rest
	}
}
