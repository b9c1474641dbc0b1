package simulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
)

// answer is what goes back: made by answer or by a fault, written by Fault.write.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// serve is the one way of a request: note it, let a fault delay or replace the answer, write it.
func (d *DataCentre) serve(w http.ResponseWriter, r *http.Request) {
	fault := d.arrive(r)
	fault.wait(r.Context())
	if fault.answers() {
		fault.write(w, fault.answer())
		return
	}
	fault.write(w, d.answer(r))
}

// answer turns what a route's handler returns into bytes. It holds the lock meanwhile, so that handlers
// are plain rules over the state and may return pieces of it.
func (d *DataCentre) answer(r *http.Request) answer {
	d.mu.Lock()
	defer d.mu.Unlock()

	status, value, err := d.handle(r)
	header := http.Header{}
	var refused *refusal
	switch {
	case errors.As(err, &refused):
		status, value = refused.status, refused.body
		if refused.allow != "" {
			header.Set("Allow", refused.allow)
		}
	case err != nil:
		panic(err) // handlers refuse, they don't fail
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

// encode returns a value's JSON. Raw JSON stays as it is, byte for byte; json.Marshal would compact it.
func encode(value any) []byte {
	if raw, ok := value.(json.RawMessage); ok {
		return raw
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(value); err != nil {
		panic(err) // a wire struct that can't be encoded is a mistake in this package
	}
	return b.Bytes()
}
