package simulator

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Fault is a fault for the requests that match it. Without Status, Body and Size, the request is carried
// out and gets its normal response, but late (Delay), with additional headers (Header), byte by byte
// (Trickle) or cut off (Cut). Otherwise the request is not carried out, not even its token is checked,
// and the fault is the response.
type Fault struct {
	Method string // "" matches any
	Path   string // a prefix of the path as sent; "" matches any path except the token endpoint
	Times  int    // how many requests get it; 0 means one

	Delay  time.Duration // before the response; ends early when the client disconnects or the data centre closes
	Status int           // default 200
	Header http.Header   // replaces headers of the same name: Retry-After, Location, Content-Type, …
	Body   string        // need not be JSON; the default is the vendor's format for errors, with Status
	Size   int64         // in bytes: Body is filled up with spaces, so JSON stays valid

	Trickle time.Duration // before each byte of the body
	Cut     Cut
}

// Cut says where a connection is cut.
type Cut int

const (
	// CutNowhere sends the whole response.
	CutNowhere Cut = iota
	// CutBeforeHeaders closes the connection without sending anything. If this happens on a reused
	// connection, net/http's Transport repeats a GET itself: then the fault must happen twice.
	CutBeforeHeaders
	// CutInBody closes the connection after half of the body. Content-Length is that of the whole body.
	CutInBody
)

// Inject adds a fault for the next requests that match it. Faults are used in the order in which they
// were added, one for each request.
func (d *DataCentre) Inject(f Fault) {
	f.Times = cmp.Or(f.Times, 1)
	f.Header = f.Header.Clone()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.faults = append(d.faults, f)
}

// takeFault returns the fault for a request, or the zero Fault.
func (d *DataCentre) takeFault(r *http.Request) Fault {
	i := slices.IndexFunc(d.faults, func(f Fault) bool { return f.fits(r) })
	if i < 0 {
		return Fault{}
	}
	f := d.faults[i]
	if d.faults[i].Times--; d.faults[i].Times == 0 {
		d.faults = slices.Delete(d.faults, i, i+1)
	}
	return f
}

func (f Fault) fits(r *http.Request) bool {
	path := r.URL.EscapedPath()
	return (f.Method == "" || f.Method == r.Method) &&
		strings.HasPrefix(path, f.Path) &&
		(path != tokenPath || f.Path == tokenPath)
}

func (f Fault) wait(ctx context.Context) {
	if f.Delay == 0 {
		return
	}
	select {
	case <-time.After(f.Delay):
	case <-ctx.Done():
		panic(http.ErrAbortHandler) // the client is gone
	}
}

// answers reports whether the fault is the response.
func (f Fault) answers() bool { return f.Status != 0 || f.Body != "" || f.Size != 0 }

func (f Fault) answer() answer {
	a := answer{
		status: cmp.Or(f.Status, http.StatusOK),
		header: http.Header{"Content-Type": {"application/json"}},
		body:   []byte(f.Body),
	}
	if f.Body == "" && f.Size == 0 {
		a.body = encode(plain(a.status, "").body)
	}
	return a
}

// write sends a response, or the part of it that the fault allows.
func (f Fault) write(w http.ResponseWriter, a answer) {
	if f.Cut == CutBeforeHeaders {
		panic(http.ErrAbortHandler)
	}
	size := max(f.Size, int64(len(a.body)))
	for name, values := range a.header {
		w.Header()[name] = values
	}
	if a.status != http.StatusNoContent {
		w.Header().Set("Content-Length", strconv.FormatInt(size, 10))
	}
	for name, values := range f.Header {
		w.Header()[http.CanonicalHeaderKey(name)] = values
	}
	w.WriteHeader(a.status)

	body := io.MultiReader(bytes.NewReader(a.body), blanks{})
	if f.Trickle > 0 {
		f.trickle(w, io.LimitReader(body, size))
		return
	}
	if f.Cut == CutInBody {
		io.CopyN(w, body, size/2)
		http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
	io.CopyN(w, body, size) // fails only if the client disconnects
}

// trickle sends a body byte by byte, until the client disconnects.
func (f Fault) trickle(w http.ResponseWriter, body io.Reader) {
	one := make([]byte, 1)
	for {
		time.Sleep(f.Trickle)
		if _, err := body.Read(one); err != nil {
			return
		}
		if _, err := w.Write(one); err != nil {
			return
		}
		if err := http.NewResponseController(w).Flush(); err != nil {
			return
		}
	}
}

// blanks is a reader of endless spaces.
type blanks struct{}

func (blanks) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}
