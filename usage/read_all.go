package usage

import (
	"context"
	"errors"
	"io"
)

// ReadAll returns the unpacked bytes of a stored report in any format. The error is [ErrTooLarge] if there are more
// than limit, and a [*FileError] if the file can't be read to its end.
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
