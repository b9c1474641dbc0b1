package stdio

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"runtime/debug"
	"strings"

	"github.com/mark3labs/mcp-go/mcp"
)

const (
	methodCancelled = "notifications/cancelled"
	methodListen    = string(mcp.MethodSubscriptionsListen)
)

// read handles lines until the input or the connection ends.
func (c *conn) read(in io.Reader) {
	defer c.refuseNew()
	lines := newLines(in)
	for {
		line, err := lines.next()
		if c.base.Err() != nil {
			return // Serve has returned
		}
		switch {
		case errors.Is(err, errTooLong):
			c.refuseLong(line)
		case err != nil:
			if !errors.Is(err, io.EOF) {
				c.readErr = err
			}
			return
		case len(line) > 0:
			c.dispatch(line)
		}
	}
}

// dispatch handles one line, which is valid until dispatch returns.
func (c *conn) dispatch(line []byte) {
	m, refused := parse(line)
	switch {
	case refused != nil:
		c.queue(frame{line: errorFrame(m.ID, refused)})
	case m.isReply():
		c.replies.deliver(m.ID, m.asReply(line))
	case m.Method == methodCancelled:
		// mcp-go must not see it, because it takes the ids 1 and "1" for the same.
		if key, ok := idKey(m.Params.RequestID); ok {
			c.calls.cancel(key)
		}
	case m.ID == nil:
		c.notify(line)
	default:
		c.admit(m, bytes.Clone(line)) // mcp-go keeps parts of the line
	}
}

// notify passes a notification to the server.
func (c *conn) notify(line []byte) {
	defer func() { c.logPanic(recover(), nil) }()
	c.mcp.HandleMessage(c.mcp.WithContext(c.base, c.own), bytes.Clone(line))
}

// handle passes a request to the server and returns the frame of its response.
func (c *conn) handle(k *call) []byte {
	reply := c.mcp.HandleMessage(k.ctx, k.line)
	member, value := `,"result":`, any(nil)
	switch reply := reply.(type) {
	case mcp.JSONRPCResponse:
		if _, ok := reply.Result.(mcp.InitializeResult); ok {
			c.own.adopt(k.session.snapshot())
		}
		value = reply.Result
	case mcp.JSONRPCError:
		member, value = `,"error":`, k.session.errorOr(shorten(reply.Error))
	default:
		return errorFrame(k.id, internalError)
	}
	line, err := responseFrame(k.id, member, value)
	if err != nil {
		c.log.Error("stdio: result does not marshal", "request", string(k.id), "error", err)
		return errorFrame(k.id, internalError)
	}
	return line
}

// maxErrorText is how long the message of an error may be, in bytes.
const maxErrorText = 2 << 10

// shorten returns an error with a message that is not too long: those of mcp-go may
// repeat all that was sent.
func shorten(details mcp.JSONRPCErrorDetails) mcp.JSONRPCErrorDetails {
	if len(details.Message) > maxErrorText {
		details.Message = strings.ToValidUTF8(details.Message[:maxErrorText], "") + "…"
	}
	return details
}

// logPanic logs a value that recover returned, unless it is nil.
func (c *conn) logPanic(value any, id json.RawMessage) {
	if value != nil {
		c.log.Error("stdio: panic", "request", string(id), "panic", value, "stack", string(debug.Stack()))
	}
}
