package memory

import (
	"context"
	"errors"
	"sync"
)

// A share is what one call uses.
type share struct {
	budget *Budget
	once   bool // the call can't run twice
	alone  bool // the call has the whole budget
	stop   context.CancelFunc

	mu      sync.Mutex
	used    int64         // bytes reserved
	taken   int64         // bytes taken from the budget
	holds   int           // number of holds
	less    chan struct{} // closed when a hold ends; nil if nobody waits for that
	failure error         // why the call must stop
}

// run runs f and gives back what it reserved.
func (s *share) run(ctx context.Context, f func(context.Context) error) error {
	ctx, s.stop = context.WithCancel(context.WithValue(ctx, contextKey{}, s))
	defer s.end()
	err := f(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failure != nil && !errors.As(err, new(*LimitError)) { // f may treat it as a failure of something that it can do without
		return s.failure
	}
	return err
}

// end gives everything back. What is still running can't reserve more.
func (s *share) end() {
	s.stop()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failure == nil {
		s.failure = context.Canceled
	}
	s.budget.free.Release(s.taken)
	s.taken = 0
}

// reserve takes memory. The caller must hold mu.
func (s *share) reserve(bytes int64) error {
	switch {
	case s.failure != nil:
		return s.failure
	case s.used+bytes > s.budget.size:
		s.failure = &LimitError{s.used + bytes, s.budget.size}
	case !s.take(s.used + bytes):
		s.failure = errBusy
		s.stop()
	default:
		s.used += bytes
	}
	return s.failure
}

// take takes what is still needed from the budget for a number of bytes in use.
func (s *share) take(used int64) bool {
	need := used - firstShare - s.taken
	if s.alone || need <= 0 {
		return true
	}
	b := s.budget
	more := max(need, step)
	if !b.free.TryAcquire(more) {
		b.dropKept()
		if more = need; !b.free.TryAcquire(more) {
			return false
		}
	}
	s.taken += more
	return true
}

func (s *share) release(bytes int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.used -= bytes
	if spare := s.taken - max(s.used-firstShare, 0) - step; spare > 0 && !s.alone {
		s.taken -= spare
		s.budget.free.Release(spare)
	}
}

// hold is [Hold] in a call that can run twice.
func (s *share) hold(ctx context.Context, bytes int64) (release func(), err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.holds > 0 && s.failure == nil && s.used+bytes > s.budget.size {
		if s.less == nil {
			s.less = make(chan struct{})
		}
		less := s.less
		s.mu.Unlock()
		select {
		case <-less:
		case <-ctx.Done():
		}
		s.mu.Lock()
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	if err := s.reserve(bytes); err != nil {
		return nil, err
	}
	s.holds++
	return func() { s.endHold(bytes) }, nil
}

func (s *share) endHold(bytes int64) {
	s.release(bytes)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.holds--
	if s.less != nil {
		close(s.less)
		s.less = nil
	}
}
