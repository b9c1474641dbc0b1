package stdio

import (
	"bytes"
	"encoding/json"
)

// longLineHead is how much of a line that is too long is searched for its id.
const longLineHead = 4 << 10

// refuseLong responds to a line that is too long, with its id if the beginning of the
// line contains it. If the line is a reply to a question, that question fails.
func (c *conn) refuseLong(line []byte) {
	id, isReply := parseHead(line[:min(len(line), longLineHead)])
	if isReply {
		c.replies.deliver(id, reply{problem: "the client's reply is longer than 4 MiB"})
		return
	}
	c.queue(frame{line: errorFrame(id, tooLong)})
}

// parseHead parses the beginning of a message. It returns the id, or nil if there is no
// valid one, and whether the message is a reply.
func parseHead(head []byte) (id json.RawMessage, isReply bool) {
	decoder := json.NewDecoder(bytes.NewReader(head))
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return nil, false
	}
	for hasMethod := false; ; {
		name, err := decoder.Token()
		if err != nil {
			return id, false
		}
		if (name == "result" || name == "error") && !hasMethod {
			return id, true
		}
		hasMethod = hasMethod || name == "method"
		var value json.RawMessage
		if decoder.Decode(&value) != nil || decoder.InputOffset() == int64(len(head)) { // a number may be cut
			return id, false
		}
		if _, ok := idKey(value); ok && name == "id" {
			id = value
		}
	}
}
