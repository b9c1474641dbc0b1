package hosts

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/tailscale/hujson"
)

// objectOf returns a value as an object, or an error that names it.
func objectOf(v *hujson.Value, name string) (*hujson.Object, error) {
	object, ok := v.Value.(*hujson.Object)
	if !ok {
		return nil, fmt.Errorf("%s is not an object", name)
	}
	return object, nil
}

// member returns the value of a member, or nil. Of two members with one name, apps
// disagree about which one counts.
func member(object *hujson.Object, name string) (*hujson.Value, error) {
	var found *hujson.Value
	for i := range object.Members {
		m := &object.Members[i]
		if key, ok := m.Name.Value.(hujson.Literal); !ok || key.String() != name {
			continue
		}
		if found != nil {
			return nil, fmt.Errorf("%s is there twice", text(name))
		}
		found = &m.Value
	}
	return found, nil
}

// setMember sets a member, and adds it as the last one if it is new. Everything else
// stays as it is written, comments too.
func setMember(object *hujson.Object, name string, value any, depth int) error {
	indent := strings.Repeat("  ", depth)
	parsed, err := newValue(value, indent)
	if err != nil {
		return err
	}
	there, err := member(object, name)
	if err != nil {
		return err
	}
	if there != nil {
		there.Value = parsed.Value
		return nil
	}
	added := hujson.ObjectMember{
		Name:  hujson.Value{BeforeExtra: hujson.Extra("\n" + indent), Value: hujson.String(name)},
		Value: hujson.Value{BeforeExtra: hujson.Extra(" "), Value: parsed.Value},
	}
	closing := hujson.Extra("\n" + strings.Repeat("  ", depth-1))
	if n := len(object.Members); n > 0 {
		last := &object.Members[n-1]
		if before := last.Name.BeforeExtra; bytes.Contains(before, []byte("\n")) { // as the others are indented
			added.Name.BeforeExtra = append(hujson.Extra("\n"), before[bytes.LastIndexByte(before, '\n')+1:]...)
			closing = object.AfterExtra
		}
		added.Value.AfterExtra = last.Value.AfterExtra // whether there is a comma after the last one
	}
	if comments := bytes.TrimRight(object.AfterExtra, " \t\r\n"); len(comments) > 0 {
		added.Name.BeforeExtra = append(comments[:len(comments):len(comments)], added.Name.BeforeExtra...)
		closing = hujson.Extra("\n" + strings.Repeat("  ", depth-1))
	}
	object.Members, object.AfterExtra = append(object.Members, added), closing
	return nil
}

// newValue returns a value as it is written within the lines that begin with indent.
func newValue(value any, indent string) (hujson.Value, error) {
	written, err := indentedAt(value, indent)
	if err != nil {
		return hujson.Value{}, err
	}
	return hujson.Parse([]byte(written))
}

// plain decodes a value without its comments.
func plain(v *hujson.Value, into any) error {
	standard := v.Clone()
	standard.Standardize()
	return json.Unmarshal(standard.Pack(), into)
}
