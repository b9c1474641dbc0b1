package simulator

import (
	"bytes"
	"io"
	"net/http"
	"slices"
)

// maxBody is how much of a request's body is looked at and kept; the rest is read and dropped.
const maxBody = 1 << 20

// Request is a request as it arrived.
type Request struct {
	Method   string
	Path     string      // escaped, as sent: "/api/2/reports/20dffb36-…"
	RawQuery string      // without the "?"
	Header   http.Header // all of it, Authorization too: no secret here is one
	Body     []byte      // the first 1 MiB
}

// mostRequests is how many requests are kept at the least; a demo may run for weeks.
const mostRequests = 10_000

// Requests returns what has arrived so far, in order, token requests and those that met a fault
// included; of very many, the latest.
func (d *DataCentre) Requests() []Request {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.requests)
}

// arrive reads and notes a request, and takes the fault that waits for it, if any. It reads the body to
// its end also because only then does net/http notice that a client has gone.
func (d *DataCentre) arrive(r *http.Request) Fault {
	body, _ := io.ReadAll(io.LimitReader(r.Body, maxBody)) // a cut request is noted as far as it came
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
