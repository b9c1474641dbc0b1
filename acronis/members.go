package acronis

import (
	"bytes"
	"encoding/json"
	"strings"
)

// A member is a name and a value of an object.
type member struct {
	name       string // unquoted
	key, value []byte // as in the JSON
}

func joinMembers(members []member) []byte {
	b := []byte{'{'}
	for i, m := range members {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(append(b, m.key...), ':'), m.value...)
	}
	return append(b, '}')
}

// membersOf returns the members of an object. The JSON must be valid;
// encoding/json checks it before it calls UnmarshalJSON. A json.Decoder would take
// three times as long as everything else that decodes a reply.
func membersOf(raw []byte) ([]member, error) {
	var members []member
	at := 1
	space := func() {
		for at < len(raw) && strings.IndexByte(" \t\r\n,:", raw[at]) >= 0 {
			at++
		}
	}
	for space(); at < len(raw) && raw[at] != '}'; space() {
		m := member{key: raw[at:valueEnd(raw, at)]}
		at += len(m.key)
		space()
		m.value = raw[at:valueEnd(raw, at)]
		at += len(m.value)
		if bytes.IndexByte(m.key, '\\') < 0 {
			m.name = string(bytes.Trim(m.key, `"`))
		} else if err := json.Unmarshal(m.key, &m.name); err != nil {
			return nil, err
		}
		members = append(members, m)
	}
	return members, nil
}

// valueEnd returns where the value that begins at start ends.
func valueEnd(raw []byte, start int) int {
	depth := 0
	for at := start; at < len(raw); at++ {
		switch raw[at] {
		case '"':
			for at++; at < len(raw) && raw[at] != '"'; at++ {
				if raw[at] == '\\' {
					at++
				}
			}
		case '{', '[':
			depth++
			continue
		case '}', ']':
			if depth--; depth < 0 {
				return at // the end of the object that contains the value
			}
		case ' ', '\t', '\r', '\n', ',', ':':
			if depth == 0 {
				return at
			}
			continue
		default:
			if depth == 0 && at+1 < len(raw) && strings.IndexByte(" \t\r\n,:}]", raw[at+1]) < 0 {
				continue // within a number, true, false or null
			}
		}
		if depth == 0 {
			return min(at+1, len(raw))
		}
	}
	return len(raw)
}
