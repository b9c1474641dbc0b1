package acronis

import "iter"

// A member is a name and a value of an object, as in the JSON.
type member struct{ key, value []byte }

// members returns the members of an object. The JSON must be valid; encoding/json
// checks it before it calls UnmarshalJSON. A json.Decoder would take three times as
// long as everything else that decodes a reply.
func members(raw []byte) iter.Seq[member] {
	return func(yield func(member) bool) {
		for at := skipBlanks(raw, 1); at < len(raw) && raw[at] != '}'; at = skipBlanks(raw, at) {
			m := member{key: raw[at:valueEnd(raw, at)]}
			at = skipBlanks(raw, at+len(m.key))
			m.value = raw[at:valueEnd(raw, at)]
			at += len(m.value)
			if !yield(m) {
				return
			}
		}
	}
}

// elements returns the elements of an array, of which the same is true.
func elements(raw []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for at := skipBlanks(raw, 1); at < len(raw) && raw[at] != ']'; at = skipBlanks(raw, at) {
			end := valueEnd(raw, at)
			if !yield(raw[at:end]) {
				return
			}
			at = end
		}
	}
}

// Classes of characters in JSON.
const (
	isBlank = 1 << iota // or a separator, for skipBlanks
	isEnd               // of a number, true, false or null
)

var classes = func() (table [256]byte) {
	for _, c := range " \t\r\n,:" {
		table[c] = isBlank | isEnd
	}
	table['}'], table[']'] = isEnd, isEnd
	return table
}()

// skipBlanks returns the index of the next name or value.
func skipBlanks(raw []byte, at int) int {
	for at < len(raw) && classes[raw[at]]&isBlank != 0 {
		at++
	}
	return at
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
			if depth == 0 && at+1 < len(raw) && classes[raw[at+1]]&isEnd == 0 {
				continue // within a number, true, false or null
			}
		}
		if depth == 0 {
			return min(at+1, len(raw))
		}
	}
	return len(raw)
}
