package simulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
)

// answer is a response, made by DataCentre.answer or by a fault and written by Fault.write.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// serve handles every request: it records it, lets a fault delay or replace the response, and writes it.
func (d *DataCentre) serve(w http.ResponseWriter, r *http.Request) {
	fault := d.arrive(r)
	fault.wait(r.Context())
	if fault.answers() {
		fault.write(w, fault.answer())
		return
	}
	fault.write(w, d.answer(r))
}

// answer runs a route's handler and encodes the result. It holds the lock while it does, so that handlers
// need no locks and may return parts of the state.
func (d *DataCentre) answer(r *http.Request) answer {
	d.mu.Lock()
	defer d.mu.Unlock()

	status, value, err := d.handle(r)
	header := http.Header{}
	var refused *refusal
	switch {
	case errors.As(err, &refused):
		if r.URL.Path == pricePattern {
			refused = refused.flat()
		}
		status, value = refused.status, refused.body
		if refused.allow != "" {
			header.Set("Allow", refused.allow)
		}
	case err != nil:
		panic(err) // handlers return no other errors
	}
	if f, ok := value.(file); ok {
		return f.answer(status)
	}
	if value == nil {
		return answer{status, header, nil}
	}
	header.Set("Content-Type", "application/json")
	return answer{status, header, encode(value)}
}

// encode returns the JSON of a value. Raw JSON stays unchanged, byte for byte; json.Marshal would compact
// it.
func encode(value any) []byte {
	if raw, ok := value.(json.RawMessage); ok {
		return raw
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(value); err != nil {
		panic(err) // a type that can't be encoded is a mistake in this package
	}
	return b.Bytes()
}
