// Package memory shares a budget of memory among the calls of a server.
//
// A call reserves what it keeps, in steps, before it keeps it. If other calls
// leave too little, it gives everything back and runs again when it can have
// the whole budget. So calls never wait while they hold memory that others wait
// for.
package memory

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/semaphore"
)

const (
	// firstShare is what each call may use without asking, in bytes.
	firstShare = 1 << 20

	// step is how much is taken at once, in bytes.
	step = 1 << 20
)

// A Budget is what all calls together may use. A nil Budget has no limit. It is
// safe for concurrent use.
type Budget struct {
	size int64
	free *semaphore.Weighted

	waiting atomic.Int64 // calls that wait for memory; meanwhile no cache may take any

	mu   sync.Mutex
	kept []*Kept
}

// New returns a budget of some bytes.
func New(size int64) *Budget { return &Budget{size: size, free: semaphore.NewWeighted(size)} }

// ForProcess returns the budget for the calls of a process that should use a
// number of bytes at most: three quarters of them. The rest is for the program
// itself, for what isn't counted, and for what has not been collected yet.
func ForProcess(bytes int64) *Budget { return New(bytes / 4 * 3) }

// A LimitError means that a call needs more than the whole budget.
type LimitError struct {
	Needed int64 // bytes that the call wanted to use so far
	Limit  int64 // bytes of the budget
}

// ProcessNeeds returns how many bytes [ForProcess] needs for such a budget.
func (e *LimitError) ProcessNeeds() int64 { return e.Needed / 3 * 4 }

func (e *LimitError) Error() string {
	return fmt.Sprintf("%d bytes of memory are needed, and there are %d", e.Needed, e.Limit)
}

// errBusy stops a call that will run again.
var errBusy = errors.New("other calls use the memory")

type contextKey struct{}

func shareOf(ctx context.Context) *share {
	s, _ := ctx.Value(contextKey{}).(*share)
	return s
}

// With returns a context whose calls share the budget. In it, [Hold] waits for
// memory, and [Reserve] does nothing outside of [Do].
func (b *Budget) With(ctx context.Context) context.Context {
	if b == nil {
		return ctx
	}
	return context.WithValue(ctx, contextKey{}, &share{budget: b, once: true})
}

// Outside returns a context without a budget, for work that outlives the call.
func Outside(ctx context.Context) context.Context {
	return context.WithValue(ctx, contextKey{}, (*share)(nil))
}

// Do runs f, and keeps what f reserves with its context until f returns. If
// other calls leave too little of the budget, that context ends, and f runs a
// second time with the whole budget. So f must not change anything. If even that
// is too little, the error is a [*LimitError]. Within f, another Do is part of
// it. Without a budget there is no limit.
func Do(ctx context.Context, f func(context.Context) error) error {
	outer := shareOf(ctx)
	if outer == nil || !outer.once {
		return f(ctx)
	}
	b := outer.budget
	s := &share{budget: b}
	err := s.run(ctx, f)
	if s.failure != errBusy {
		return err
	}
	if err := b.wait(ctx, b.size); err != nil {
		return err
	}
	s = &share{budget: b, taken: b.size, alone: true}
	return s.run(ctx, f)
}

// wait takes memory from the budget when that is free.
func (b *Budget) wait(ctx context.Context, bytes int64) error {
	b.waiting.Add(1)
	defer b.waiting.Add(-1)
	b.dropKept()
	return b.free.Acquire(ctx, bytes)
}

// Reserve takes memory for the call of a context until the call ends, or until
// [Release]. The caller must return the error.
func Reserve(ctx context.Context, bytes int64) error {
	s := shareOf(ctx)
	if s == nil || s.once {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.reserve(bytes)
}

// Release gives back what was reserved before the end of the call.
func Release(ctx context.Context, bytes int64) {
	if s := shareOf(ctx); s != nil && !s.once {
		s.release(bytes)
	}
}

// Hold takes memory for a short time: until release is called. The caller must
// not reserve or hold more in the meantime. It waits for what the same call
// holds elsewhere, and if the call can't run twice, for other calls too.
func Hold(ctx context.Context, bytes int64) (release func(), err error) {
	s := shareOf(ctx)
	switch {
	case s == nil:
		return func() {}, nil
	case s.once:
		bytes = min(bytes, s.budget.size)
		if err := s.budget.wait(ctx, bytes); err != nil {
			return nil, err
		}
		return func() { s.budget.free.Release(bytes) }, nil
	}
	return s.hold(ctx, bytes)
}
