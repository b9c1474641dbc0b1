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
	body := io.LimitReader(res.Body, maxJSON+1)
	if rep.body, err = io.ReadAll(io.LimitReader(body, smallJSON)); err == nil && len(rep.body) == smallJSON {
		size := int64(maxJSON)
		if n := res.ContentLength; n >= 0 && n < size {
			size = n
		}
		limit.Stop()
		if rep.release, err = memory.Hold(ctx, decodeFactor*size); err != nil {
			return err
		}
		limit.Reset(attemptTimeout)
		all := bytes.NewBuffer(make([]byte, 0, size+bytes.MinRead))
		all.Write(rep.body)
		if _, err = all.ReadFrom(body); err != nil {
			rep.release()
		}
		rep.body = all.Bytes()
	}
	if !utf8.Valid(rep.body) { // JSON and MCP messages must be valid UTF-8
		rep.body = bytes.ToValidUTF8(rep.body, []byte("\uFFFD"))
	}
	return err
}
