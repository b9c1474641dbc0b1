package usage

import (
	"context"
	"errors"
	"io"
)

// ReadAll returns a stored report of any format, unpacked, if that is no more than limit bytes. Otherwise,
// or if it can't be read to its end, it is a *FileError.
func ReadAll(ctx context.Context, r io.Reader, limit int64) ([]byte, error) {
	u := unpack(ctx, r, limit)
	defer u.close()
	whole, err := io.ReadAll(u)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, &FileError{Line: 1, Unpacked: u.read, Problem: problem(err, limit), Err: err}
	}
	return whole, nil
}

// TooLarge reports whether a file failed because it unpacks to more than the limit.
func TooLarge(err error) bool { return errors.Is(err, errTooLarge) }
