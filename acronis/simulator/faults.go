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

// Fault is something that goes wrong, for the requests it fits. With neither Status, Body nor Size the
// request is carried out and has the data centre's own answer, only late (Delay), with more headers
// (Header), byte by byte (Trickle) or broken off (Cut). Otherwise nothing is carried out, not even the
// token looked at, and the fault is the answer.
type Fault struct {
	Method string // "" fits any
	Path   string // a prefix of the path as sent; "" fits any. The token endpoint has to be named.
	Times  int    // how many requests meet it; 0 means one

	Delay  time.Duration // before answering; ends early when the client goes or the data centre closes
	Status int           // default 200
	Header http.Header   // replaces headers of the same name: Retry-After, Location, Content-Type, …
	Body   string        // default the vendor's envelope with Status in it; need not be JSON
	Size   int64         // bytes; spaces follow Body up to it, which leaves JSON valid

	Trickle time.Duration // before each byte of the body
	Cut     Cut
}

// Cut is where a connection breaks.
type Cut int

const (
	// CutNowhere lets the whole answer through.
	CutNowhere Cut = iota
	// CutBeforeHeaders closes the connection with nothing sent. Mind that net/http's Transport itself
	// repeats a GET when that happens to a connection it used before: let such a fault happen twice.
	CutBeforeHeaders
	// CutInBody closes the connection after half of the body; Content-Length says all of it.
	CutInBody
)

// Inject makes the next requests that f fits meet it. Faults are met in the order of injection, one a
// request.
func (d *DataCentre) Inject(f Fault) {
	f.Times = cmp.Or(f.Times, 1)
	f.Header = f.Header.Clone()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.faults = append(d.faults, f)
}

// takeFault returns the fault a request meets, or none: the zero Fault.
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
		panic(http.ErrAbortHandler) // nobody is there to be answered
	}
}

// answers reports whether the fault itself is the answer.
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

// write sends an answer, as far as the fault lets it through.
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
	io.CopyN(w, body, size) // fails only when the client goes, which is its right
}

// trickle sends a body byte by byte, until the client goes.
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

// blanks is an endless run of spaces.
type blanks struct{}

func (blanks) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}
