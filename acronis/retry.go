package acronis

import (
	"context"
	"crypto/tls"
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"time"
)

const (
	maxAttempts = 3

	// maxWait bounds a wait where the context doesn't.
	maxWait = time.Minute

	firstBackoff = 500 * time.Millisecond
)

// retryable reports whether a request that failed with e may be made once more.
// A POST whose connection broke may have made a report, so only answers that
// say «not done» allow a second one.
func retryable(method string, e *Error) bool {
	switch e.Status {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		return true
	case http.StatusBadGateway, http.StatusGatewayTimeout:
		return method == http.MethodGet
	case 0:
		return method == http.MethodGet && !permanent(e.Err)
	}
	return false
}

// permanent reports whether a connection failed for a reason that stays: a host
// that doesn't exist, a certificate that doesn't hold, a file that can't be written.
func permanent(err error) bool {
	var cert *tls.CertificateVerificationError
	var dns *net.DNSError
	return errors.As(err, &cert) || errors.As(err, &dns) && dns.IsNotFound || errors.Is(err, ErrNotKept)
}

// waitBeforeRetry waits before the attempt after the given one: as long as the server
// asked for, else a random time that grows (full jitter). It fails at once
// when the wait would outlast the context, and then e.RetryAfter says how long
// to stay away.
func waitBeforeRetry(ctx context.Context, attempt int, e *Error) error {
	wait := e.RetryAfter
	if wait == 0 {
		wait = rand.N(firstBackoff << attempt)
	}
	if deadline, ok := ctx.Deadline(); wait > maxWait || ok && time.Until(deadline) <= wait {
		return context.DeadlineExceeded
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// retryAfter reads the header Retry-After, in seconds or as a date, the date
// against the server's own clock where it tells it. Zero means none.
func retryAfter(h http.Header) time.Duration {
	value := h.Get("Retry-After")
	seconds, err := strconv.ParseInt(value, 10, 32)
	if err == nil || errors.Is(err, strconv.ErrRange) { // then it is the nearest that fits
		return max(0, time.Duration(seconds)*time.Second)
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	return max(0, at.Sub(serverTime(h)))
}

// serverTime is the server's clock as its reply tells it, else ours.
func serverTime(h http.Header) time.Time {
	if t, err := http.ParseTime(h.Get("Date")); err == nil {
		return t
	}
	return time.Now()
}
