package usage

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"time"
)

// maxHead is how much of a json_v2_0 file is looked at for params, in unpacked bytes.
const maxHead = 16 << 20

// Params is the head of a json_v2_0 file: what the report is of. Times that are not there are the zero time.
type Params struct {
	Name       string // of the tenant
	Begin, End time.Time
}

// ReadParams reads the object params of a json_v2_0 file, as it is or in gzip, and skips all else. A file
// without params in its first 16 MiB is a [*FileError].
func ReadParams(ctx context.Context, r io.Reader) (*Params, error) {
	u := unpack(ctx, r, maxHead)
	defer u.close()
	raw, err := member(json.NewDecoder(u), "params")
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, &FileError{Line: 1, Unpacked: u.read, Problem: "has no params that can be read", Err: err}
	}
	fields := map[string]json.RawMessage{}
	if err := json.Unmarshal(raw, &fields); err != nil {
		return nil, &FileError{Line: 1, Unpacked: u.read, Problem: "has params that are no object", Err: err}
	}
	p := &Params{Begin: moment(fields["begin_date"]), End: moment(fields["end_date"])}
	json.Unmarshal(fields["name"], &p.Name) // anything but text leaves it empty
	return p, nil
}

// member returns a member of the object that comes, without keeping those before it.
func member(d *json.Decoder, name string) (raw json.RawMessage, err error) {
	if token, err := d.Token(); err != nil || token != json.Delim('{') {
		return nil, cmp.Or(err, errors.New("not a JSON object"))
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		if key == name {
			err := d.Decode(&raw)
			return raw, err
		}
		if err := skip(d); err != nil {
			return nil, err
		}
	}
	return nil, errors.New("no such member")
}

// skip passes over a value, token by token.
func skip(d *json.Decoder) error {
	for depth := 0; ; {
		token, err := d.Token()
		if err != nil {
			return err
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return nil
		}
	}
}

// moment is UNIX seconds in JSON, or the zero time.
func moment(raw json.RawMessage) time.Time {
	var n int64
	json.Unmarshal(raw, &n) // what is no whole number leaves it 0
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(n, 0).UTC()
}
