package stdio

import (
	"context"
	"encoding/json"
	"io"
)

// A frame is a line to be written.
type frame struct {
	line     []byte // with the line end
	call     *call  // the request that it belongs to, or nil; it is dropped if the request is over
	response bool   // it is the response of call
}

// send passes a frame to the writer. It reports false if ctx ends first.
func (c *conn) send(ctx context.Context, f frame) bool {
	select {
	case c.frames <- f:
		return true
	case <-ctx.Done():
		return false
	}
}

// write writes frames until it is stopped or fails. Those of the reader go first. So
// the response to initialize comes before those to later requests.
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
			return nil // Serve has returned, and out may be used for something else
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

// responseFrame returns the frame of a response with a result or an error. It doesn't
// use mcp-go's ids or json.Marshal, because both change how an id is written. A nil id
// is written as null.
func responseFrame(id json.RawMessage, member string, value any) ([]byte, error) {
	if id == nil {
		id = json.RawMessage("null")
	}
	begin := append(append([]byte(`{"jsonrpc":"2.0","id":`), id...), member...)
	line, err := appendResult(begin, value)
	return append(line, "}\n"...), err
}

// errorFrame returns the frame of an error response.
func errorFrame(id json.RawMessage, r *refusal) []byte {
	line, err := responseFrame(id, `,"error":`, struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	}{r.code, r.text})
	if err != nil {
		panic(err) // can't happen: an int and a string always marshal
	}
	return line
}
