package tools

import (
	"context"
	"errors"
	"slices"
	"sync"
)

// reportLocks makes calls that change the same report run one after another.
// The zero value is ready to use.
type reportLocks struct {
	mu   sync.Mutex
	held map[string]chan struct{} // by report id; closed when the lock is free again
}

// lock waits until no other call changes any of the reports. It locks them in
// the order of their ids, so that no two calls wait for each other.
func (l *reportLocks) lock(ctx context.Context, ids ...string) (unlock func(), err error) {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	for i, id := range ids {
		if err := l.wait(ctx, id); err != nil {
			l.unlock(ids[:i])
			if errors.Is(err, context.DeadlineExceeded) {
				err = refused("Nothing was sent: another call is still changing the report " + id + ". Try again when that call has ended.")
			}
			return nil, err
		}
	}
	return func() { l.unlock(ids) }, nil
}

func (l *reportLocks) wait(ctx context.Context, id string) error {
	for {
		l.mu.Lock()
		free, held := l.held[id]
		if !held {
			if l.held == nil {
				l.held = map[string]chan struct{}{}
			}
			l.held[id] = make(chan struct{})
		}
		l.mu.Unlock()
		if !held {
			return nil
		}
		select {
		case <-free:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (l *reportLocks) unlock(ids []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, id := range ids {
		close(l.held[id])
		delete(l.held, id)
	}
}
