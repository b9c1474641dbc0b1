package memory_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"

	"acronis-reports-mcp/memory"
)

const mib = 1 << 20

// grow reserves memory in steps of 1 MiB.
func grow(ctx context.Context, bytes int64) error {
	for ; bytes > 0; bytes -= mib {
		if err := memory.Reserve(ctx, min(bytes, mib)); err != nil {
			return err
		}
	}
	return nil
}

// All calls of a process have three quarters of its memory; see [memory.ForProcess].
func TestForProcess(t *testing.T) {
	for bytes, fits := range map[int64]bool{384 * mib: true, 384*mib + 1: false} {
		b := memory.ForProcess(512 * mib)
		err := memory.Do(b.With(t.Context()), func(ctx context.Context) error { return memory.Reserve(ctx, bytes) })
		if limit := (*memory.LimitError)(nil); (err == nil) != fits || !fits && !errors.As(err, &limit) {
			t.Errorf("%d bytes: %v", bytes, err)
		}
	}
}

// wantWhole fails the test unless the whole budget is free.
func wantWhole(t *testing.T, b *memory.Budget, size int64) {
	t.Helper()
	runs := 0
	err := memory.Do(b.With(t.Context()), func(ctx context.Context) error {
		runs++
		return grow(ctx, size)
	})
	if err != nil || runs != 1 {
		t.Errorf("the whole budget needs %d runs, want 1; error: %v", runs, err)
	}
}

// A blocked call reserves first bytes, waits, and then reserves second bytes. It
// doesn't wait when it runs again.
type blockedCall struct {
	first, second int64
	proceed       chan struct{}
	runs          int
	err           error
}

func (c *blockedCall) start(ctx context.Context, b *memory.Budget, wg *sync.WaitGroup) {
	c.proceed = make(chan struct{})
	wg.Go(func() {
		c.err = memory.Do(b.With(ctx), func(ctx context.Context) error {
			c.runs++
			if err := grow(ctx, c.first); err != nil {
				return err
			}
			if c.runs == 1 {
				<-c.proceed
			}
			return grow(ctx, c.second)
		})
	})
}

func TestCallsTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := memory.New(10 * mib)
		var wg sync.WaitGroup
		calls := []*blockedCall{{first: 5 * mib, second: 5 * mib}, {first: 4 * mib, second: 6 * mib}, {first: 1 * mib, second: mib}}
		for _, c := range calls {
			c.start(t.Context(), b, &wg)
		}
		synctest.Wait()
		for _, c := range calls {
			close(c.proceed)
			synctest.Wait()
		}
		wg.Wait()
		for i, c := range calls {
			if c.err != nil || c.runs > 2 {
				t.Errorf("call %d: %d runs, error %v", i, c.runs, c.err)
			}
		}
		if calls[0].runs+calls[1].runs < 3 {
			t.Error("two calls got more than the budget at once")
		}
		wantWhole(t, b, 10*mib)
	})
}

func TestMoreThanTheBudget(t *testing.T) {
	b := memory.New(10 * mib)
	runs := 0
	err := memory.Do(b.With(t.Context()), func(ctx context.Context) error {
		runs++
		return grow(ctx, 11*mib)
	})
	var limit *memory.LimitError
	if !errors.As(err, &limit) || limit.Limit != 10*mib || limit.Needed != 11*mib || runs != 1 {
		t.Errorf("%v after %d runs, want one that needs 11 MiB", err, runs)
	}
	wantWhole(t, b, 10*mib)
}

// A call that goes on without what it could not reserve would give another answer
// than with a larger budget.
func TestIgnoredError(t *testing.T) {
	b := memory.New(10 * mib)
	err := memory.Do(b.With(t.Context()), func(ctx context.Context) error {
		_ = grow(ctx, 11*mib)
		return nil
	})
	if !errors.As(err, new(*memory.LimitError)) {
		t.Errorf("%v, want a LimitError", err)
	}
}

func TestCancelledWhileWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := memory.New(10 * mib)
		var wg sync.WaitGroup
		holder, waiting := &blockedCall{first: 6 * mib}, &blockedCall{first: 7 * mib}
		holder.start(t.Context(), b, &wg)
		synctest.Wait()
		ctx, cancel := context.WithCancel(t.Context())
		waiting.start(ctx, b, &wg)
		synctest.Wait()
		cancel()
		synctest.Wait()
		if waiting.err != context.Canceled {
			t.Errorf("%v, want that it was cancelled", waiting.err)
		}
		close(holder.proceed)
		wg.Wait()
		if holder.err != nil || holder.runs != 1 {
			t.Errorf("%d runs, error %v: a waiting call disturbed another one", holder.runs, holder.err)
		}
		wantWhole(t, b, 10*mib)
	})
}

func TestGivenBackAfterFailures(t *testing.T) {
	b := memory.New(10 * mib)
	failed := errors.New("failed")
	err := memory.Do(b.With(t.Context()), func(ctx context.Context) error {
		_ = grow(ctx, 5*mib)
		return failed
	})
	if err != failed {
		t.Errorf("%v, want the error of the function", err)
	}
	func() {
		defer func() { _ = recover() }()
		_ = memory.Do(b.With(t.Context()), func(ctx context.Context) error {
			_ = grow(ctx, 5*mib)
			panic("a fault")
		})
	}()
	var late context.Context
	_ = memory.Do(b.With(t.Context()), func(ctx context.Context) error {
		late = ctx
		return nil
	})
	if err := memory.Reserve(late, 5*mib); err == nil {
		t.Error("memory was reserved after the end of a call")
	}
	wantWhole(t, b, 10*mib)
}

func TestRelease(t *testing.T) {
	b := memory.New(10 * mib)
	err := memory.Do(b.With(t.Context()), func(ctx context.Context) error {
		for range 5 {
			if err := grow(ctx, 9*mib); err != nil {
				return err
			}
			memory.Release(ctx, 9*mib)
		}
		return memory.Do(b.With(t.Context()), func(ctx context.Context) error { return grow(ctx, 8*mib) }) // of another call
	})
	if err != nil {
		t.Error(err)
	}
	wantWhole(t, b, 10*mib)
}

func TestWithoutBudget(t *testing.T) {
	var b *memory.Budget
	err := memory.Do(b.With(t.Context()), func(ctx context.Context) error {
		release, err := memory.Hold(ctx, 100*mib)
		if err == nil {
			release()
		}
		memory.Release(ctx, mib)
		return errors.Join(err, memory.Reserve(b.With(ctx), 100*mib))
	})
	if kept := memory.Keep(b.With(t.Context()), nil); err != nil || !kept.Add(t.Context(), 100*mib) {
		t.Error("a limit without a budget")
	}
}
