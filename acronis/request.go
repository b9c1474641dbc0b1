package acronis

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	// maxJSON is the largest JSON reply that is accepted, in bytes after unpacking.
	maxJSON = 8 << 20

	// attemptTimeout limits one attempt, from dialling to the last byte of the
	// reply. Three attempts and the waits between them take less than the minute
	// after which many MCP clients give up.
	attemptTimeout = 15 * time.Second
)

// A request describes an HTTP request, which may be sent several times.
type request struct {
	method      string
	api         string // the path of the API; "" means accountAPI
	path        string // below that of the API, made by join
	query       url.Values
	contentType string
	body        []byte

	// file returns where the body of a successful reply is written. It is called
	// for each attempt. If it is nil, the body is kept in the reply.
	file func() (io.Writer, error)

	// stream decodes the body of a successful reply while it arrives. It is called
	// for each attempt. If it is nil, the body is kept in the reply.
	stream func(io.Reader) error

	// check is called before each attempt. If it returns an error, nothing is sent
	// and that is the error. It may be nil.
	check func(context.Context) error
}

// A reply is a complete HTTP response with a 2xx status.
type reply struct {
	status   int
	header   http.Header
	body     []byte
	attempts int
	release  func() // gives back the memory that was held for the body
}

// accountAPI is the path of the Account Management API v2.
const accountAPI = "/api/2"

// fullPath returns the path as it is sent.
func (r request) fullPath() string { return cmp.Or(r.api, accountAPI) + r.path }

// join returns the path of some elements, and escapes each of them.
func join(elements ...string) string {
	var b strings.Builder
	for _, e := range elements {
		b.WriteString("/" + url.PathEscape(e))
	}
	return b.String()
}

// doJSON is do with a JSON body.
func (c *Client) doJSON(ctx context.Context, method, path string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	return c.do(ctx, request{method: method, path: path, contentType: "application/json", body: body}, out)
}

// do makes a request with a token and decodes the reply into out. If out is nil,
// the reply must have no body. A token that is refused is replaced once.
func (c *Client) do(ctx context.Context, r request, out any) error {
	renewed := false
	for {
		token, err := c.tokens.get(ctx)
		if err != nil {
			return err
		}
		rep, err := c.send(ctx, r, func(h *http.Request) { h.Header.Set("Authorization", "Bearer "+token) })
		if e := (*Error)(nil); errors.As(err, &e) && e.Status == http.StatusUnauthorized {
			if c.tokens.accessToken != "" {
				e.Err = ErrAccessTokenRefused
				return e
			}
			c.tokens.invalidate(token)
			if !renewed {
				renewed = true
				continue
			}
		}
		if err != nil {
			return err
		}
		defer func() { rep.release() }() // which may be another one then
		return c.decodeReply(ctx, r, rep, out)
	}
}

// send makes a request, and retries it where retryable allows that. Unless the
// status is 2xx, the error is an *Error, that of r.check, or the context's error if the
// context was cancelled.
func (c *Client) send(ctx context.Context, r request, authorize func(*http.Request)) (*reply, error) {
	for attempt := 1; ; attempt++ {
		if r.check != nil {
			if err := r.check(ctx); err != nil {
				return nil, err
			}
		}
		rep, err := c.attempt(ctx, r, authorize)
		countAttempt(ctx, rep, err)
		if err == nil {
			rep.attempts = attempt
			return rep, nil
		}
		if cancelled(ctx) {
			return nil, ctx.Err()
		}
		err.Attempts = attempt
		if !retryable(r.method, err) || attempt == maxAttempts || ctx.Err() != nil || waitBeforeRetry(ctx, attempt, err) != nil {
			if cancelled(ctx) {
				return nil, ctx.Err()
			}
			return nil, err
		}
	}
}

// attempt sends a request once.
func (c *Client) attempt(ctx context.Context, r request, authorize func(*http.Request)) (*reply, *Error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	limit := time.AfterFunc(attemptTimeout, func() { cancel(context.DeadlineExceeded) })
	defer limit.Stop()
	target := c.base + r.fullPath()
	if len(r.query) > 0 {
		target += "?" + r.query.Encode()
	}
	h, err := http.NewRequestWithContext(ctx, r.method, target, bytes.NewReader(r.body))
	if err != nil {
		return nil, c.transportError(ctx, r, err)
	}
	h.Header.Set("User-Agent", c.userAgent)
	h.Header.Set("Accept", "application/json")
	if r.file != nil {
		h.Header.Set("Accept", "application/octet-stream")
		h.Header.Set("Accept-Encoding", "gzip") // if set explicitly, net/http doesn't unpack the reply
	}
	if r.contentType != "" {
		h.Header.Set("Content-Type", r.contentType)
	}
	authorize(h)
	res, err := c.http.Do(h)
	if err != nil {
		return nil, c.transportError(ctx, r, err)
	}
	defer res.Body.Close()
	if res.StatusCode < 200 || res.StatusCode > 204 { // 206 is a part of the reply
		return nil, c.statusError(r, res)
	}
	rep := &reply{status: res.StatusCode, header: res.Header, release: func() {}}
	switch {
	case r.file != nil:
		return rep, c.writeBody(ctx, r, res, limit)
	case r.stream != nil:
		return rep, c.decodeStream(ctx, r, rep, res.Body)
	}
	if err := rep.readBody(ctx, res, limit); err != nil {
		return nil, c.transportError(ctx, r, err)
	}
	if len(rep.body) > maxJSON {
		rep.release()
		return nil, malformed(r, rep, errors.New("it is larger than 8 MiB"))
	}
	return rep, nil
}

// cancelled reports whether a call was cancelled, and not because its time is over.
func cancelled(ctx context.Context) bool {
	return errors.Is(ctx.Err(), context.Canceled) && !errors.Is(context.Cause(ctx), context.DeadlineExceeded)
}
