package acronis

import (
	"context"
	"sync/atomic"
)

// Stats counts the HTTP requests made under one context, token requests
// included, for a log line at the end of a call.
type Stats struct{ attempts, status atomic.Int64 }

// Attempts is the number of HTTP requests made so far.
func (s *Stats) Attempts() int { return int(s.attempts.Load()) }

// Status is the HTTP status of the newest attempt, 0 if it got no reply.
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
