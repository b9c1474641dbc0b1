package acronis

import (
	"context"
	"sync/atomic"
)

// Stats counts the HTTP requests made with one context, including those for tokens.
type Stats struct{ attempts, status atomic.Int64 }

// Attempts returns the number of HTTP requests made so far.
func (s *Stats) Attempts() int { return int(s.attempts.Load()) }

// Status returns the HTTP status of the last attempt, 0 if it got no response.
func (s *Stats) Status() int { return int(s.status.Load()) }

type statsKey struct{}

// WithStats returns a context whose requests are counted in the returned Stats.
func WithStats(ctx context.Context) (context.Context, *Stats) {
	s := new(Stats)
	return context.WithValue(ctx, statsKey{}, s), s
}

func countAttempt(ctx context.Context, rep *reply, err *Error) {
	s, ok := ctx.Value(statsKey{}).(*Stats)
	if !ok {
		return
	}
	s.attempts.Add(1)
	if err != nil {
		s.status.Store(int64(err.Status))
	} else {
		s.status.Store(int64(rep.status))
	}
}
