package tools

import (
	"encoding/json"
	"errors"
	"regexp"
	"strings"
)

// uuid is an id as the API writes it: lower case, 36 characters. In arguments
// upper case, surrounding blanks and braces are forgiven.
type uuid string

var uuidPattern = regexp.MustCompile(`^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$`)

func parseUUID(s string) (uuid, bool) {
	s = strings.TrimSpace(s)
	if inner, ok := strings.CutPrefix(s, "{"); ok {
		if s, ok = strings.CutSuffix(inner, "}"); !ok {
			return "", false
		}
	}
	s = strings.ToLower(strings.TrimSpace(s))
	return uuid(s), uuidPattern.MatchString(s)
}

// ParseID reads a UUID as forgivingly as the tools do.
func ParseID(s string) (string, bool) {
	id, ok := parseUUID(s)
	return string(id), ok
}

// UnmarshalJSON accepts what parseUUID does.
func (u *uuid) UnmarshalJSON(data []byte) error {
	var s string
	if err := json.Unmarshal(data, &s); err != nil {
		return err
	}
	id, ok := parseUUID(s)
	if !ok {
		return errors.New("not a UUID")
	}
	*u = id
	return nil
}
