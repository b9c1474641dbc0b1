package stdio

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"unicode"
)

// maxReplyDepth is how deep what a user has answered may be nested.
const maxReplyDepth = 16

// An answer of the user's must have one meaning only. encoding/json ignores the case
// of names and takes the last of two members with one name, so that another program
// on the way, or a log, may see another answer than the server does.

// readObject returns the members of an object. It reports false if raw is no object,
// if two names are the same but for their case, or if a name is one of those known
// in another case.
func readObject(raw []byte, known ...string) (map[string]json.RawMessage, bool) {
	d := json.NewDecoder(bytes.NewReader(raw))
	if token, err := d.Token(); err != nil || token != json.Delim('{') {
		return nil, false
	}
	members, folded := map[string]json.RawMessage{}, map[string]bool{}
	for d.More() {
		token, err := d.Token()
		name, ok := token.(string)
		if err != nil || !ok || folded[fold(name)] {
			return nil, false
		}
		folded[fold(name)] = true
		if slices.ContainsFunc(known, func(k string) bool { return k != name && fold(k) == fold(name) }) {
			return nil, false
		}
		var value json.RawMessage
		if d.Decode(&value) != nil {
			return nil, false
		}
		members[name] = value
	}
	return members, true
}

// unambiguous reports whether no object in raw, at any depth, has two names that are
// the same but for their case.
func unambiguous(raw json.RawMessage) bool { return unambiguousTo(raw, maxReplyDepth) }

func unambiguousTo(raw json.RawMessage, depth int) bool {
	if len(raw) == 0 || raw[0] != '{' && raw[0] != '[' {
		return true
	}
	if depth == 0 {
		return false
	}
	if raw[0] == '[' {
		var items []json.RawMessage
		if json.Unmarshal(raw, &items) != nil {
			return false
		}
		return !slices.ContainsFunc(items, func(item json.RawMessage) bool { return !unambiguousTo(item, depth-1) })
	}
	members, ok := readObject(raw)
	for _, value := range members {
		ok = ok && unambiguousTo(value, depth-1)
	}
	return ok
}

// fold returns a name in one case, by the rule of encoding/json.
func fold(name string) string {
	return strings.Map(func(r rune) rune {
		for {
			next := unicode.SimpleFold(r)
			if next <= r {
				return next // the lowest of those that are the same
			}
			r = next
		}
	}, name)
}

// hasClearAnswers reports whether the answers in a request, which mcp-go decodes
// before anyone can look at them, have one meaning only.
func hasClearAnswers(line []byte) bool {
	request, ok := readObject(line, "jsonrpc", "id", "method", "params")
	if !ok {
		return false
	}
	params, ok := readObject(request["params"], "name", "arguments", "inputResponses", "requestState", "_meta")
	return ok && unambiguous(params["inputResponses"])
}

// isClearReply reports whether a line is a reply that has one meaning only.
func isClearReply(line []byte) bool {
	members, ok := readObject(line, "jsonrpc", "id", "method", "result", "error")
	return ok && unambiguous(members["result"])
}

// isClearElicitation reports whether the result of an elicitation has one meaning
// only. Deeper members have been looked at before.
func isClearElicitation(result json.RawMessage) bool {
	_, ok := readObject(result, "action", "content", "_meta")
	return ok
}
