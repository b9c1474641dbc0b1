package acronis

import (
	"bytes"
	"context"
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
