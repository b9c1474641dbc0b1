package memory_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"

	"acronis-reports-mcp/memory"
)

func TestHoldInCallThatCannotRunTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := memory.New(10 * mib)
		var wg sync.WaitGroup
		other := &blockedCall{first: 6 * mib}
		other.start(t.Context(), b, &wg)
		synctest.Wait()
		held := false
		wg.Go(func() {
			ctx := b.With(t.Context())
			if err := memory.Reserve(ctx, 100*mib); err != nil {
				t.Error(err)
			}
			release, err := memory.Hold(ctx, 8*mib)
			if err != nil {
				t.Error(err)
				return
			}
			held = true
			release()
		})
		synctest.Wait()
		if held {
			t.Error("it didn't wait for the other call")
		}
		close(other.proceed)
		wg.Wait()
		if !held || other.runs != 1 {
			t.Errorf("held: %v; the other call had %d runs", held, other.runs)
		}
		wantWhole(t, b, 10*mib)
	})
}

func TestHoldsOfOneCall(t *testing.T) {
	b := memory.New(10 * mib)
	err := memory.Do(b.With(t.Context()), func(ctx context.Context) error {
		errs := make([]error, 8)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() {
				release, err := memory.Hold(ctx, 6*mib)
				if errs[i] = err; err == nil {
					release()
				}
			})
		}
		wg.Wait()
		return errors.Join(errs...)
	})
	if err != nil {
		t.Error(err)
	}
	wantWhole(t, b, 10*mib)
}

// A cache keeps memory until a call needs it.
func TestKept(t *testing.T) {
	b := memory.New(10 * mib)
	var kept *memory.Kept
	dropped := 0
	kept = memory.Keep(b.With(t.Context()), func() { dropped++; kept.Empty() })
	fill := func() {
		err := memory.Do(b.With(t.Context()), func(ctx context.Context) error {
			if !kept.Add(ctx, 4*mib) {
				t.Error("there was no room for a cache")
			}
			return grow(ctx, 5*mib)
		})
		if err != nil || dropped != 0 {
			t.Errorf("%v; the cache was emptied %d times", err, dropped)
		}
	}
	fill()
	kept.Remove(4 * mib)
	fill()
	wantWhole(t, b, 10*mib)
	if dropped == 0 {
		t.Error("the cache was not emptied")
	}
	if kept.Add(t.Context(), 11*mib) {
		t.Error("a cache keeps more than the budget")
	}
}

// A call that has the whole budget leaves a part of it to a cache.
func TestKeptByCallAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := memory.New(10 * mib)
		var kept *memory.Kept
		kept = memory.Keep(b.With(t.Context()), func() { kept.Empty() })
		var wg sync.WaitGroup
		other := &blockedCall{first: 6 * mib}
		other.start(t.Context(), b, &wg)
		synctest.Wait()
		wg.Go(func() {
			err := memory.Do(b.With(t.Context()), func(ctx context.Context) error {
				if err := grow(ctx, 7*mib); err != nil {
					return err
				}
				if !kept.Add(ctx, 3*mib) || kept.Add(ctx, 3*mib) {
					t.Error("want room for a cache once")
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
		synctest.Wait()
		close(other.proceed)
		wg.Wait()
		wantWhole(t, b, 10*mib)
	})
}
