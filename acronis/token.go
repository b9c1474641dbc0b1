package acronis

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"acronis-reports-mcp/memory"
)

const (
	// defaultLifetime is how long a token is used if its reply doesn't say.
	defaultLifetime = 2 * time.Hour

	// A lifetime outside these limits is probably due to a wrong clock. It would
	// mean a new token for each request, or the same one forever.
	minLifetime = time.Minute
	maxLifetime = 24 * time.Hour

	// maxToken is the longest token that is accepted, in bytes. Servers refuse
	// headers of that length.
	maxToken = 16 << 10

	// renewAhead is how long before its end a token is renewed, unless a fifth of
	// its lifetime is less. The vendor's examples use 15 minutes.
	renewAhead = 15 * time.Minute
)

// tokenSource returns bearer tokens: the configured one, or those it gets with a
// client id and secret. golang.org/x/oauth2 doesn't read expires_on, which this
// API sends, and its callers can't stop waiting.
type tokenSource struct {
	accessToken string
	id, secret  string // secret is "" until it is loaded, and after it was refused
	load        func(context.Context) (string, error)
	loaded      string                   // the last one; only requestToken uses it
	configured  []*secret                // guarded by mu if there is load
	redactor    atomic.Pointer[redactor] // of configured, current and replaced
	send        func(context.Context, request, func(*http.Request)) (*reply, error)

	mu       sync.Mutex
	current  token
	replaced []replacedToken // oldest first, for redact
	renewal  *renewal
}

type token struct {
	value        string
	secret       *secret // how to recognize value
	renew, until time.Time
}

// A renewal is a token request that any number of callers wait for.
type renewal struct {
	done  chan struct{}
	token token
	err   error
}

// get returns a valid token. It requests a new one when the current one ends soon,
// but waits for it only when the current one has ended.
func (s *tokenSource) get(ctx context.Context) (string, error) {
	if s.accessToken != "" {
		return s.accessToken, nil
	}
	s.mu.Lock()
	now, r := s.current, s.renewal
	if time.Now().Before(now.renew) {
		s.mu.Unlock()
		return now.value, nil
	}
	if r == nil {
		r = &renewal{done: make(chan struct{})}
		s.renewal = r
		go s.renew(memory.Outside(context.WithoutCancel(ctx)), r) // others may wait for it when this caller has given up
	}
	s.mu.Unlock()
	if time.Now().Before(now.until) {
		return now.value, nil
	}

	select {
	case <-r.done:
		return r.token.value, r.err
	case <-ctx.Done():
		if errors.Is(ctx.Err(), context.Canceled) {
			return "", ctx.Err()
		}
		return "", &Error{Kind: Unavailable, Method: http.MethodPost, Path: accountAPI + tokenPath, Err: ctx.Err()}
	}
}

// renew requests a token and completes r. If a renewal ahead of time fails, nobody
// waits for it, and the current token is used until its end.
func (s *tokenSource) renew(ctx context.Context, r *renewal) {
	ctx, cancel := context.WithTimeout(ctx, maxAttempts*attemptTimeout)
	defer cancel()
	t, err := s.requestToken(ctx)

	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil {
		s.replace(t)
	}
	r.token, r.err = t, err
	s.renewal = nil
	close(r.done)
}

// invalidate stops the use of a token that was refused, unless it has been replaced
// already.
func (s *tokenSource) invalidate(value string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.current.value == value {
		s.current.renew, s.current.until = time.Time{}, time.Time{}
	}
}

// loadSecret reads the client secret, unless it is known, and makes it recognizable.
func (s *tokenSource) loadSecret(ctx context.Context) error {
	if s.secret != "" || s.load == nil {
		return nil
	}
	text, err := s.load(ctx)
	if text = strings.TrimSpace(text); err == nil && text == "" {
		err = errors.New("it is empty")
	}
	if err != nil {
		return &Error{Kind: Unauthenticated, Method: http.MethodPost, Path: accountAPI + tokenPath, Err: &SecretError{err}}
	}
	s.secret = text
	if text == s.loaded {
		return nil
	}
	s.loaded = text
	s.mu.Lock()
	defer s.mu.Unlock()
	s.configured = append(slices.Clip(s.configured), newCredentials(s.id, s.secret)...)
	s.recognize()
	return nil
}

const tokenPath = "/idp/token"

// requestToken gets a token: POST /idp/token with client credentials as HTTP Basic.
func (s *tokenSource) requestToken(ctx context.Context) (token, error) {
	if err := s.loadSecret(ctx); err != nil {
		return token{}, err
	}
	asked := time.Now()
	r := request{
		method:      http.MethodPost,
		path:        tokenPath,
		contentType: "application/x-www-form-urlencoded",
		body:        []byte(url.Values{"grant_type": {"client_credentials"}}.Encode()),
	}
	rep, err := s.send(ctx, r, func(h *http.Request) { h.SetBasicAuth(s.id, s.secret) })
	if err != nil {
		if e := (*Error)(nil); errors.As(err, &e) && e.Status >= 400 && e.Status < 500 && e.Kind != RateLimited && e.Kind != Unavailable {
			e.Kind, e.Err = Unauthenticated, ErrCredentialsRefused
			if s.load != nil { // the user may store another one meanwhile
				s.secret = ""
			}
		}
		return token{}, err
	}
	var t struct {
		AccessToken string      `json:"access_token"`
		ExpiresOn   json.Number `json:"expires_on"` // UNIX seconds
		ExpiresIn   json.Number `json:"expires_in"` // seconds
	}
	if err := json.Unmarshal(rep.body, &t); err != nil {
		return token{}, malformed(r, rep, errors.New("it is not a token reply")) // err may contain the token
	}
	if t.AccessToken == "" || len(t.AccessToken) > maxToken || !printable(t.AccessToken) {
		return token{}, malformed(r, rep, errors.New("its field access_token is missing or invalid"))
	}
	life := min(max(lifetime(t.ExpiresOn, t.ExpiresIn, serverTime(rep.header)), minLifetime), maxLifetime)
	return token{value: t.AccessToken, secret: newSecret(t.AccessToken), renew: asked.Add(life - min(renewAhead, life/5)), until: asked.Add(life)}, nil
}

// lifetime returns how long a token is valid, by expires_on, else expires_in, else
// defaultLifetime. expires_on is compared with the server's clock, because ours may
// be wrong.
func lifetime(on, in json.Number, server time.Time) time.Duration {
	if unix, err := on.Float64(); err == nil && unix > 0 {
		return time.Unix(int64(unix), 0).Sub(server)
	}
	if seconds, err := in.Float64(); err == nil && seconds > 0 {
		return time.Duration(min(seconds, maxLifetime.Seconds())) * time.Second
	}
	return defaultLifetime
}
