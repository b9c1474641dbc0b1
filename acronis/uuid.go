package acronis

import "strings"

// ParseUUID returns a UUID as the API writes it, in lower case. It accepts upper
// case, surrounding blanks and braces.
func ParseUUID(s string) (id string, ok bool) {
	s = strings.TrimSpace(s)
	if inner, ok := strings.CutPrefix(s, "{"); ok {
		if s, ok = strings.CutSuffix(inner, "}"); !ok {
			return "", false
		}
	}
	s = strings.ToLower(strings.TrimSpace(s))
	return s, isUUID(s)
}

// isUUID reports whether s is a UUID in lower case.
func isUUID(s string) bool {
	const form = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"
	if len(s) != len(form) {
		return false
	}
	for i := range len(form) {
		isDigit := s[i] >= '0' && s[i] <= '9' || s[i] >= 'a' && s[i] <= 'f'
		if form[i] == '-' && s[i] != '-' || form[i] == 'x' && !isDigit {
			return false
		}
	}
	return true
}
