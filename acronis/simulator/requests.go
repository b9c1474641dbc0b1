package simulator

import (
	"bytes"
	"io"
	"net/http"
	"slices"
)

// maxBody is how much of a request's body is used and kept; the rest is read and dropped.
const maxBody = 1 << 20

// Request is a request as it was received.
type Request struct {
	Method   string
	Path     string      // escaped, as sent: "/api/2/reports/20dffb36-…"
	RawQuery string      // without the "?"
	Header   http.Header // including Authorization, because nothing in the demo is secret
	Body     []byte      // the first 1 MiB
}

// mostRequests limits how many requests are kept, because a demo may run for weeks: at least this many.
const mostRequests = 10_000

// Requests returns the requests received so far, in order, including those for tokens and those that got
// a fault. If there are very many, it returns only the latest.
func (d *DataCentre) Requests() []Request {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.requests)
}

// arrive reads and records a request, and takes the fault that matches it, if any. It reads the body to
// its end, also because only then does net/http notice that the client has disconnected.
func (d *DataCentre) arrive(r *http.Request) Fault {
	body, _ := io.ReadAll(io.LimitReader(r.Body, maxBody)) // a request that was cut is recorded as far as it was received
	io.Copy(io.Discard, r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))

	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.requests) == 2*mostRequests {
		d.requests = slices.Clone(d.requests[mostRequests:])
	}
	d.requests = append(d.requests, Request{
		Method:   r.Method,
		Path:     r.URL.EscapedPath(),
		RawQuery: r.URL.RawQuery,
		Header:   r.Header.Clone(),
		Body:     body,
	})
	return d.takeFault(r)
}
