package acronis

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"
)

// Kind is what a caller decides on.
type Kind string

// The kinds of failure.
const (
	Unauthenticated Kind = "unauthenticated"  // the credentials or the token were refused
	Forbidden       Kind = "forbidden"        // the role lacks the right
	NotFound        Kind = "not found"        // no such object in this data centre
	VersionConflict Kind = "version conflict" // the object has changed since its version was read
	Invalid         Kind = "invalid"          // the request itself is refused
	RateLimited     Kind = "rate limited"     // too many requests; see RetryAfter
	NotReady        Kind = "not ready"        // the usage history is not complete yet
	Unavailable     Kind = "unavailable"      // no answer, or none that means anything
	Malformed       Kind = "malformed reply"  // an answer that is not what the API promises
)

var (
	// ErrCredentialsRefused is in the chain of an [*Error] when the client id
	// and secret were refused. Its Code and Message are then the token
	// endpoint's error and error_description.
	ErrCredentialsRefused = errors.New("the client id and secret were refused")

	// ErrAccessTokenRefused is in the chain of an [*Error] when a ready access
	// token was refused: it has expired, belongs to another data centre, or
	// never was one. It can't be renewed.
	ErrAccessTokenRefused = errors.New("the access token was refused")
)

// Error is a request that failed. It never holds a secret. Its texts were
// written by the far side: show them as data.
type Error struct {
	Kind   Kind
	Status int // HTTP status, 0 if none came

	// Code is the API's own code, an integer or a word, as text; "" if none came.
	Code string

	// Message and Details are the API's own words. A refusal that is not the
	// API's envelope has the first bytes of its body as Message.
	Message, Details string

	Method, Path string // the path without its query
	Attempts     int    // HTTP requests made, token requests not counted

	// RetryAfter is how long the server asks to be left alone, 0 if it doesn't.
	RetryAfter time.Duration

	// Location is where a redirect pointed, without its query.
	Location string

	Err error // the cause, if there is one beneath
}

func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s: %s", e.Method, e.Path, e.Kind)
	if e.Status != 0 {
		fmt.Fprintf(&b, " (HTTP %d)", e.Status)
	}
	if e.Code != "" {
		fmt.Fprintf(&b, " (code %s)", e.Code)
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
	maxErrorBody = 64 << 10 // bytes read of a refusal
	maxText      = 500      // bytes kept of any text in it
)

// statusError makes the error for a reply whose status is none of success.
func (c *Client) statusError(r request, res *http.Response) *Error {
	var body []byte
	if res.StatusCode >= 200 { // below, there is no body but the bare connection
		body, _ = io.ReadAll(io.LimitReader(res.Body, maxErrorBody)) // a refusal cut short is still this refusal
	}
	if len(body) == maxErrorBody {
		body = body[:maxErrorBody/2] // what was cut off may be the rest of a secret
	}
	body = c.tokens.redactAnswer(body) // before its blanks are touched
	e := &Error{Status: res.StatusCode, Method: r.method, Path: "/api/2" + r.path, Attempts: 1, RetryAfter: retryAfter(res.Header)}
	if res.StatusCode >= 300 && res.StatusCode < 400 {
		e.Location = c.redirectTarget(res)
	}
	e.readBody(body)
	e.Message, e.Details, e.Code = c.cleanText(e.Message), c.cleanText(e.Details), c.cleanText(e.Code)
	e.Kind = kindOf(r.method, e)
	return e
}

// readBody fills in the API's words: its envelope, the token endpoint's, or what else came.
func (e *Error) readBody(body []byte) {
	var envelope struct {
		Error       json.RawMessage `json:"error"`
		Description string          `json:"error_description"`
	}
	_ = json.Unmarshal(body, &envelope) // what doesn't fit is told as text below
	var inner struct {
		Code    json.RawMessage `json:"code"`
		Message string          `json:"message"`
		Details json.RawMessage `json:"details"`
		Data    json.RawMessage `json:"data"`
	}
	if len(envelope.Error) > 0 && envelope.Error[0] == '{' {
		_ = json.Unmarshal(envelope.Error, &inner)
		e.Code, e.Message = jsonText(inner.Code), inner.Message
		e.Details = strings.Join(strings.Fields(detailsText(inner.Details)+" "+jsonText(inner.Data)), " ")
		return
	}
	if word := jsonText(envelope.Error); word != "" {
		e.Code, e.Message = word, envelope.Description
		return
	}
	e.Message = string(bytes.TrimSpace(body))
}

// detailsText is the info of the envelope's details, or all of them where there is more.
func detailsText(raw json.RawMessage) string {
	var all map[string]json.RawMessage
	if json.Unmarshal(raw, &all) == nil && len(all) == 1 && all["info"] != nil {
		return jsonText(all["info"])
	}
	return jsonText(raw)
}

// jsonText is a JSON string's text, nothing for what says nothing, else the JSON itself.
func jsonText(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	switch string(raw) {
	case "null", "{}", "[]":
		return ""
	}
	return string(raw)
}

// redirectTarget is where a redirect pointed to, without what a query may hold.
func (c *Client) redirectTarget(res *http.Response) string {
	u, err := res.Location()
	if err != nil {
		return ""
	}
	return (&url.URL{Scheme: u.Scheme, Host: c.cleanText(u.Host), Path: c.cleanText(u.Path)}).String()
}

// kindOf decides by code and status. The vendor does not document the status of
// a version conflict on reports: 409, 412, 426 and code 1001 all mean one.
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
	return Malformed // a redirect, or a status no API answers with
}

// notReady recognises the refusal of a report whose usage history is not
// complete, 400 in the early morning and 500 later. The vendor documents the
// two statuses and these words, no code of its own.
func notReady(method string, e *Error) bool {
	return method == http.MethodPost && (e.Status == 400 || e.Status == 500) &&
		strings.Contains(strings.ToLower(e.Message+" "+e.Details), "not ready")
}

// transportError makes the error for an attempt that got no whole reply.
func (c *Client) transportError(ctx context.Context, r request, err error) *Error {
	if u := (*url.Error)(nil); errors.As(err, &u) {
		err = u.Err // without the URL and its query
	}
	if errors.Is(context.Cause(ctx), context.DeadlineExceeded) {
		err = fmt.Errorf("no whole answer in time: %w", context.DeadlineExceeded)
	}
	return &Error{Kind: Unavailable, Method: r.method, Path: "/api/2" + r.path, Attempts: 1, Err: c.withoutSecrets(err)}
}

// malformed makes the error for a reply with a 2xx status that can't be used.
func malformed(r request, rep *reply, err error) *Error {
	return &Error{Kind: Malformed, Status: rep.status, Method: r.method, Path: "/api/2" + r.path, Attempts: max(1, rep.attempts), Err: err}
}

// cleanText makes a far side's words fit to keep: valid, short, without a secret.
func (c *Client) cleanText(s string) string {
	s = c.tokens.anonymous(c.tokens.redact(strings.ToValidUTF8(s, "\uFFFD")))
	if len(s) <= maxText {
		return s
	}
	cut := maxText
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}
