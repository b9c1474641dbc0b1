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

	// maxWait is the longest wait before a retry.
	maxWait = time.Minute

	firstBackoff = 500 * time.Millisecond
)

// retryable reports whether a request that failed with e may be retried. A POST
// whose connection broke may have created a report all the same. It is retried
// only after a response that means it was not carried out.
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

// permanent reports whether a retry would fail in the same way: the host doesn't
// exist, its certificate is invalid, it speaks another protocol, or the file can't be
// written.
func permanent(err error) bool {
	var cert *tls.CertificateVerificationError
	var dns *net.DNSError
	return errors.As(err, &cert) || errors.As(err, &dns) && dns.IsNotFound || errors.Is(err, ErrNotKept) || otherScheme(err)
}

// waitBeforeRetry waits after the given attempt: as long as the server asked for,
// else for a random time whose limit doubles with each attempt (full jitter). If
// that is longer than maxWait or the context allows, it fails at once. The caller
// of the client can then see e.RetryAfter.
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

// retryAfter returns the value of the header Retry-After, which is in seconds or a
// date; a date is compared with the server's clock. It returns 0 if there is none.
func retryAfter(h http.Header) time.Duration {
	value := h.Get("Retry-After")
	seconds, err := strconv.ParseInt(value, 10, 32)
	if err == nil || errors.Is(err, strconv.ErrRange) { // out of range, ParseInt returns the nearest value
		return max(0, time.Duration(seconds)*time.Second)
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	return max(0, at.Sub(serverTime(h)))
}

// serverTime returns the time in the header Date, else that of our own clock.
func serverTime(h http.Header) time.Time {
	if t, err := http.ParseTime(h.Get("Date")); err == nil {
		return t
	}
	return time.Now()
}
