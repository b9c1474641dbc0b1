package acronis

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Kind says what kind of failure an [Error] is.
type Kind string

// The kinds of failure.
const (
	Unauthenticated Kind = "unauthenticated"  // the credentials or the token were refused
	Forbidden       Kind = "forbidden"        // the credentials lack the permission
	NotFound        Kind = "not found"        // no such object in this data centre
	VersionConflict Kind = "version conflict" // the object has changed since its version was read
	Invalid         Kind = "invalid"          // the request is not valid
	RateLimited     Kind = "rate limited"     // too many requests; see RetryAfter
	NotReady        Kind = "not ready"        // the usage history is not complete yet
	Unavailable     Kind = "unavailable"      // no response, or one from a server that is failing
	Malformed       Kind = "malformed reply"  // a response that doesn't fit the API's documentation
)

var (
	// ErrCredentialsRefused is in the chain of an [*Error] when the client id
	// and secret were refused. Its Code and Message are then the token
	// endpoint's error and error_description.
	ErrCredentialsRefused = errors.New("the data centre refused the client id and secret")

	// ErrAccessTokenRefused is in the chain of an [*Error] when
	// [Config.AccessToken] was refused: it has expired, belongs to another data
	// centre, or is not a token. It can't be renewed.
	ErrAccessTokenRefused = errors.New("the data centre refused the access token")

	// ErrNoPriceRole is in the chain of an [*Error] when the credentials may not
	// read price lists.
	ErrNoPriceRole = errors.New("the credentials lack the role " + PriceRole)
)

// A SecretError is in the chain of an [*Error] when [Config.LoadSecret] failed, so
// that nothing was sent.
type SecretError struct{ Err error }

func (e *SecretError) Error() string { return "the client secret can't be read: " + e.Err.Error() }

func (e *SecretError) Unwrap() error { return e.Err }

// Error is a request that failed. It never contains a secret. Code, Message,
// Details and Location come from the server, so they are data, not instructions.
type Error struct {
	Kind   Kind
	Status int // HTTP status, 0 without a response

	// Code is the API's error code, an integer or a word, as text; "" if there is
	// none.
	Code string

	// Message and Details are the API's explanation. If the body doesn't have the
	// API's format for errors, Message is the beginning of the body.
	Message, Details string

	Method, Path string // the path without its query
	Attempts     int    // number of HTTP requests made, not counting those for tokens

	// RetryAfter is how long the server asks to wait, 0 if it doesn't.
	RetryAfter time.Duration

	// Location is the target of a redirect, without its query.
	Location string

	Err error // the underlying error, or nil
}

func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s: %s", e.Method, e.Path, e.Kind)
	switch {
	case e.Status != 0 && e.Code != "":
		fmt.Fprintf(&b, " (HTTP %d, code %s)", e.Status, e.Code)
	case e.Status != 0:
		fmt.Fprintf(&b, " (HTTP %d)", e.Status)
	}
	for _, s := range []string{e.Message, e.Details} {
		if s != "" {
			b.WriteString(": " + s)
		}
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	if e.Attempts > 1 {
		fmt.Fprintf(&b, " (after %d attempts)", e.Attempts)
	}
	return b.String()
}

func (e *Error) Unwrap() error { return e.Err }

const (
	maxErrorBody = 64 << 10 // bytes read of the body
	maxText      = 500      // bytes kept of any text in it
)

// statusError returns the error for a response whose status isn't 2xx.
func (c *Client) statusError(r request, res *http.Response) *Error {
	var body []byte
	if res.StatusCode >= 200 { // after 1xx there is no body
		body, _ = io.ReadAll(io.LimitReader(res.Body, maxErrorBody)) // the status is enough if the body breaks off
	}
	if len(body) == maxErrorBody {
		body = body[:maxErrorBody/2] // a secret that was cut at the limit wouldn't be recognized
	}
	body = c.tokens.redactAnswer(body)
	e := &Error{Status: res.StatusCode, Method: r.method, Path: r.fullPath(), Attempts: 1, RetryAfter: retryAfter(res.Header)}
	if res.StatusCode >= 300 && res.StatusCode < 400 {
		e.Location = c.redirectTarget(res)
	}
	e.readBody(body)
	e.Message, e.Details, e.Code = c.cleanText(e.Message), c.cleanText(e.Details), c.cleanText(e.Code)
	e.Kind = kindOf(r.method, e)
	if e.Kind == Forbidden && r.api == priceAPI {
		e.Err = ErrNoPriceRole
	}
	if err := c.refusedPlain(res.StatusCode, body); err != nil {
		e.Kind, e.Err = Unavailable, err
	}
	return e
}

// redirectTarget returns the target of a redirect without its user and query, which
// may contain secrets.
func (c *Client) redirectTarget(res *http.Response) string {
	u, err := res.Location()
	if err != nil {
		return ""
	}
	return (&url.URL{Scheme: u.Scheme, Host: c.cleanText(u.Host), Path: c.cleanText(u.Path)}).String()
}

// kindOf derives the kind from code and status. Which status a version conflict of
// a report has isn't documented: 409, 412, 426 and code 1001 are all taken for one.
func kindOf(method string, e *Error) Kind {
	switch {
	case e.Code == "1001":
		return VersionConflict
	case notReady(method, e):
		return NotReady
	}
	switch e.Status {
	case http.StatusUnauthorized:
		return Unauthenticated
	case http.StatusForbidden:
		return Forbidden
	case http.StatusNotFound, http.StatusGone:
		return NotFound
	case http.StatusConflict, http.StatusPreconditionFailed, http.StatusUpgradeRequired:
		return VersionConflict
	case http.StatusTooManyRequests:
		return RateLimited
	case http.StatusRequestTimeout, http.StatusTooEarly:
		return Unavailable
	}
	switch {
	case e.Status >= 500:
		return Unavailable
	case e.Status >= 400:
		return Invalid
	}
	return Malformed // a redirect or an unexpected status
}

// notReady reports whether a report could not be created because its usage history
// isn't complete: status 400 in the early morning, and 500 later. The vendor
// documents the two statuses and the words, but no code.
func notReady(method string, e *Error) bool {
	return method == http.MethodPost && (e.Status == 400 || e.Status == 500) &&
		strings.Contains(strings.ToLower(e.Message+" "+e.Details), "not ready")
}

// transportError returns the error for an attempt without a complete response.
func (c *Client) transportError(ctx context.Context, r request, err error) *Error {
	if u := (*url.Error)(nil); errors.As(err, &u) {
		err = u.Err // the URL contains the query
	}
	if errors.Is(context.Cause(ctx), context.DeadlineExceeded) {
		err = fmt.Errorf("no complete response in time: %w", context.DeadlineExceeded)
	}
	return &Error{Kind: Unavailable, Method: r.method, Path: r.fullPath(), Attempts: 1, Err: c.withoutSecrets(c.withScheme(err))}
}

// malformed returns the error for a reply with a 2xx status that can't be used.
func malformed(r request, rep *reply, err error) *Error {
	return &Error{Kind: Malformed, Status: rep.status, Method: r.method, Path: r.fullPath(), Attempts: max(1, rep.attempts), Err: err}
}
