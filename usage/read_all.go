package usage

import (
	"context"
	"errors"
	"io"
)

// ReadAll returns a stored report of any format, unpacked. One of more than limit bytes is [ErrTooLarge],
// one that can't be read to its end a [*FileError].
func ReadAll(ctx context.Context, r io.Reader, limit int64) ([]byte, error) {
	u := unpack(ctx, r, limit)
	defer u.close()
	whole, err := io.ReadAll(u)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, ErrTooLarge):
		return nil, err
	case err != nil:
		e := fileError(err)
		e.Line, e.Unpacked = 1, u.read
		return nil, e
	}
	return whole, nil
}
