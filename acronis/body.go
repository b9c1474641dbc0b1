package acronis

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"time"
	"unicode/utf8"

	"acronis-reports-mcp/memory"
)

const (
	// smallJSON is the size of replies, in bytes, for which no memory is reserved.
	smallJSON = 128 << 10

	// decodeFactor is how many times the size of a reply is used while it is read
	// and decoded.
	decodeFactor = 4

	// keptFactor is how many times the size of a list is used for what it contains.
	keptFactor = 2
)

// readBody reads a body of at most one byte more than maxJSON. It holds the memory
// for a large one until rep.release is called. Waiting for memory doesn't count for
// the time limit.
func (rep *reply) readBody(ctx context.Context, res *http.Response, limit *time.Timer) (err error) {
	rep.body, err = io.ReadAll(io.LimitReader(res.Body, smallJSON))
	for size := smallJSON; err == nil && len(rep.body) == size && size <= maxJSON; {
		size = nextSize(size, res.ContentLength)
		err = rep.readMore(ctx, res.Body, size, limit)
	}
	if err == nil && !utf8.Valid(rep.body) { // JSON and MCP messages must be valid UTF-8
		rep.body = bytes.ToValidUTF8(rep.body, []byte("\uFFFD"))
	}
	return err
}

// decodeReply decodes the body of a reply into out. If out is nil, there must be none.
func (c *Client) decodeReply(ctx context.Context, r request, rep *reply, out any) error {
	if out == nil {
		if len(bytes.TrimSpace(rep.body)) > 0 { // it may be the page of a login portal
			return malformed(r, rep, errors.New("it has a body, but should have none"))
		}
		return nil
	}
	if err := rep.holdDecoded(ctx, out); err != nil {
		return c.transportError(ctx, r, err)
	}
	err := decode(c.tokens.redactAnswer(rep.body), out)
	switch {
	case err == nil:
		return nil
	case cancelled(ctx):
		return ctx.Err()
	case ctx.Err() != nil:
		return c.transportError(ctx, r, ctx.Err())
	}
	return malformed(r, rep, c.withoutSecrets(err))
}

// A decodedReply says how much memory it may use when it is decoded from a body, beside
// decodeFactor times the size of that.
type decodedReply interface {
	decodeBytes(body []byte) int64
}

// holdDecoded holds the memory for what a body is decoded into, if that says how much it
// may be, until rep.release is called.
func (rep *reply) holdDecoded(ctx context.Context, out any) error {
	decoded, ok := out.(decodedReply)
	if !ok {
		return nil
	}
	more := decoded.decodeBytes(rep.body)
	if more <= smallJSON {
		return nil
	}
	rep.release()
	rep.release = func() {}
	release, err := memory.Hold(ctx, decodeFactor*int64(len(rep.body))+more)
	if err == nil {
		rep.release = release
	}
	return err
}

// nextSize returns how much of a body is read next: one byte more than it has, if
// its length is known.
func nextSize(size int, length int64) int {
	if length >= 0 {
		return int(min(length, maxJSON)) + 1
	}
	return min(8*size, maxJSON+1)
}

// readMore reads the body up to a size, for which it holds memory.
func (rep *reply) readMore(ctx context.Context, body io.Reader, size int, limit *time.Timer) error {
	rep.release()
	rep.release = func() {}
	limit.Stop()
	release, err := memory.Hold(ctx, decodeFactor*int64(size))
	if err != nil {
		return err
	}
	limit.Reset(attemptTimeout)
	all := bytes.NewBuffer(make([]byte, 0, size+bytes.MinRead))
	all.Write(rep.body)
	if _, err := all.ReadFrom(io.LimitReader(body, int64(size-len(rep.body)))); err != nil {
		release()
		return err
	}
	rep.body, rep.release = all.Bytes(), release
	return nil
}
