package acronis

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// maxStream is the largest reply that is decoded while it arrives, in bytes after
// unpacking. Five thousand tenants with their contacts have 10 MB.
const maxStream = 32 << 20

// errTooLarge is in the chain of the error for a reply over a limit.
var errTooLarge = errors.New("it is larger")

// decodeStream has r.stream decode the body of a successful reply.
func (c *Client) decodeStream(ctx context.Context, r request, rep *reply, body io.Reader) *Error {
	in := &countedReader{in: body}
	err := r.stream(in)
	switch {
	case in.err != nil: // the decoder only says that the input ends early
		return c.transportError(ctx, r, in.err)
	case in.read > maxStream:
		return malformed(r, rep, fmt.Errorf("%w than 32 MiB", errTooLarge))
	case err != nil:
		return malformed(r, rep, c.withoutSecrets(err))
	}
	return nil
}

// countedReader reads at most maxStream bytes and keeps the error of its input.
type countedReader struct {
	in   io.Reader
	read int
	err  error // unless io.EOF
}

func (r *countedReader) Read(p []byte) (int, error) {
	n, err := r.in.Read(p)
	if r.read += n; r.read > maxStream {
		return 0, errTooLarge
	}
	if err != nil && err != io.EOF {
		r.err = err
	}
	return n, err
}
