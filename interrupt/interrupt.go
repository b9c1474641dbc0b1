// Package interrupt ends long loops and sorts soon after their context.
package interrupt

import (
	"context"
	"io"
	"iter"
	"slices"
)

// every is after how many rounds of a loop a context is looked at, which takes
// longer than most rounds.
const every = 256

// A Check is for one loop. It is not safe for concurrent use.
type Check struct {
	ctx    context.Context
	rounds int
	err    error
}

// New returns a Check for a loop that is to end with a context.
func New(ctx context.Context) *Check { return &Check{ctx: ctx} }

// Err is called in each round. It returns the error of the context soon after that
// has ended.
func (c *Check) Err() error {
	if c.rounds++; c.rounds%every == 0 {
		c.err = c.ctx.Err()
	}
	return c.err
}

// Seq yields what seq yields until the context ends. After the loop, the context must
// be looked at.
func Seq[E any](ctx context.Context, seq iter.Seq[E]) iter.Seq[E] {
	return func(yield func(E) bool) {
		check := New(ctx)
		for e := range seq {
			if check.Err() != nil || !yield(e) {
				return
			}
		}
	}
}

// Reader returns a reader of r that fails with the error of the context when that has
// ended. A decompressor may read very much before it returns anything.
func Reader(ctx context.Context, r io.Reader) io.Reader { return reader{ctx, r} }

type reader struct {
	ctx context.Context
	r   io.Reader
}

func (r reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}

// SortFunc is [slices.SortFunc] until the context ends. Then the order is undefined,
// and the error is that of the context.
func SortFunc[S ~[]E, E any](ctx context.Context, x S, cmp func(a, b E) int) error {
	slices.SortFunc(x, until(ctx, cmp))
	return ctx.Err()
}

// SortStableFunc is [SortFunc] with [slices.SortStableFunc].
func SortStableFunc[S ~[]E, E any](ctx context.Context, x S, cmp func(a, b E) int) error {
	slices.SortStableFunc(x, until(ctx, cmp))
	return ctx.Err()
}

// until returns cmp until the context ends. Then all is equal, so that the rest of
// a sort takes no time.
func until[E any](ctx context.Context, cmp func(a, b E) int) func(a, b E) int {
	check := New(ctx)
	return func(a, b E) int {
		if check.Err() != nil {
			return 0
		}
		return cmp(a, b)
	}
}
