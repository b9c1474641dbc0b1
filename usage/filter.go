package usage

import "strings"

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
