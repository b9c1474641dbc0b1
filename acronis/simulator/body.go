package simulator

import (
	"encoding/json"
	"io"
	"maps"
	"mime"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
)

// rule checks a JSON value against a schema. It returns what is wrong, with the path of the value.
type rule func(path string, value any) []string

// object is the rule for an object. Unknown fields are refused if it is closed (additionalProperties:
// false in the vendor's schema), and otherwise dropped.
type object struct {
	required []string
	fields   map[string]rule
	closed   bool
}

func (o object) check(path string, value any) []string {
	have, ok := value.(map[string]any)
	if !ok {
		return []string{path + " is an object"}
	}
	prefix := strings.TrimPrefix(path+".", "the body.")
	var wrong []string
	for _, name := range o.required {
		if _, ok := have[name]; !ok {
			wrong = append(wrong, prefix+name+" is missing")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(have)) {
		check, known := o.fields[name]
		switch {
		case known:
			wrong = append(wrong, check(prefix+name, have[name])...)
		case o.closed:
			wrong = append(wrong, prefix+name+" is not known")
		default:
			delete(have, name)
		}
	}
	return wrong
}

func listOf(item rule) rule {
	return func(path string, value any) (wrong []string) {
		items, ok := value.([]any)
		if !ok {
			return []string{path + " is a list"}
		}
		for _, value := range items {
			wrong = append(wrong, item("each of "+path, value)...)
		}
		return wrong
	}
}

func oneOf(words ...string) rule {
	return text("one of "+strings.Join(words, ", "), func(s string) bool { return slices.Contains(words, s) })
}

func matching(form func() *regexp.Regexp, what string) rule {
	return text(what, func(s string) bool { return form().MatchString(s) })
}

func text(what string, good func(string) bool) rule {
	return func(path string, value any) []string {
		if s, ok := value.(string); ok && good(s) {
			return nil
		}
		return []string{path + " is " + what}
	}
}

func boolean(path string, value any) []string {
	if _, ok := value.(bool); ok {
		return nil
	}
	return []string{path + " is true or false"}
}

// isDate accepts only days that exist. The vendor's pattern accepts any digits, so this is an assumption.
func isDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// readBody checks the body of a request and decodes it into wire. Fields that the body leaves out keep
// their values.
func readBody(r *http.Request, o object, wire any) error {
	if mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); mediaType != "application/json" {
		return plain(http.StatusUnsupportedMediaType, "Content-Type must be application/json.")
	}
	text, _ := io.ReadAll(r.Body) // from memory; can't fail
	var body any
	if err := json.Unmarshal(text, &body); err != nil {
		return malformed("The body is not JSON.")
	}
	if wrong := o.check("the body", body); wrong != nil {
		return malformed(strings.Join(wrong, "; ") + ".")
	}
	return json.Unmarshal(encode(body), wire) // after the check, the body has only fields of wire, with the right types
}
