package stdio

import (
	"context"
	"encoding/json"
	"io"
)

// A frame is a line to be written.
type frame struct {
	line     []byte // with its end
	call     *call  // the request it belongs to: dropped when that is over; nil for none
	response bool   // the answer of call
}

// send hands a frame to the writer. It reports false when ctx ends first.
func (c *conn) send(ctx context.Context, f frame) bool {
	select {
	case c.frames <- f:
		return true
	case <-ctx.Done():
		return false
	}
}

// write writes frames until it is stopped or fails. Those of the reader go first,
// so that they keep their order: the answer to initialize comes before any other.
func (c *conn) write(out io.Writer) error {
	for {
		var frames []frame
		select {
		case f := <-c.frames:
			frames = append(c.outbox.take(), f)
		case <-c.outbox.filled:
			frames = c.outbox.take()
		case <-c.stopWriter:
			return c.writeAll(out, c.outbox.take())
		case <-c.base.Done():
			return nil
		}
		if c.base.Err() != nil {
			return nil // out is the caller's again
		}
		if err := c.writeAll(out, frames); err != nil {
			return err
		}
	}
}

// writeAll writes the frames whose requests may still write.
func (c *conn) writeAll(out io.Writer, frames []frame) error {
	for _, f := range frames {
		if f.call != nil && !c.calls.mayWrite(f.call, f.response) {
			continue
		}
		if _, err := out.Write(f.line); err != nil {
			return err
		}
	}
	return nil
}

// responseFrame puts an answer together by hand: mcp-go's ids and json.Marshal
// both change how an id is written. A nil id is null.
func responseFrame(id json.RawMessage, member string, body []byte) []byte {
	const begin, end = `{"jsonrpc":"2.0","id":`, "}\n"
	if id == nil {
		id = json.RawMessage("null")
	}
	line := make([]byte, 0, len(begin)+len(id)+len(member)+len(body)+len(end))
	line = append(line, begin...)
	line = append(line, id...)
	line = append(line, member...)
	line = append(line, body...)
	return append(line, end...)
}

// errorFrame is the answer that refuses a request.
func errorFrame(id json.RawMessage, r *refusal) []byte {
	body, err := json.Marshal(struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	}{r.code, r.text})
	if err != nil {
		panic(err) // an int and a string always marshal
	}
	return responseFrame(id, `,"error":`, body)
}
