package acronis

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	// A reply that was on its way when a token was replaced may still contain it.
	// None takes ten minutes; see attemptTimeout. Each reply with status 401
	// replaces a token, so there may be many of them.
	replacedKept = 10 * time.Minute
	maxReplaced  = 64

	// shortestSecret is the length from which a secret is removed from successful
	// replies. A shorter one would match parts of ordinary words.
	shortestSecret = 8
)

// configure makes the source recognize the configured secrets.
func (s *tokenSource) configure() {
	s.configured = append(newCredentials(s.id, s.secret), newSecret(s.accessToken))
	s.redactor.Store(newRedactor(s.configured))
}

// A replacedToken is no longer used, but a late reply may still contain it.
type replacedToken struct {
	token token
	at    time.Time // when another one replaced it
}

// replace makes t the current token and keeps the former one in s.replaced. The
// caller holds s.mu.
func (s *tokenSource) replace(t token) {
	now := time.Now()
	if s.current.value != "" && s.current.value != t.value {
		s.replaced = append(s.replaced, replacedToken{s.current, now})
	}
	s.replaced = slices.DeleteFunc(s.replaced, func(r replacedToken) bool { return now.Sub(r.at) > replacedKept })
	s.replaced = slices.Delete(s.replaced, 0, max(0, len(s.replaced)-maxReplaced))
	s.current = t
	s.recognize()
}

// recognize makes the redactor recognize all secrets in use. The caller holds s.mu.
func (s *tokenSource) recognize() {
	secrets := slices.Clip(s.configured)
	if s.current.secret != nil {
		secrets = append(secrets, s.current.secret)
	}
	for _, r := range s.replaced {
		secrets = append(secrets, r.token.secret)
	}
	s.redactor.Store(newRedactor(secrets))
}

// redact removes all secrets from a text, short ones too.
func (s *tokenSource) redact(text string) string {
	return string(s.redactor.Load().redact([]byte(text), 1))
}

// redactAnswer removes secrets from a successful reply, because a model may read
// any field of it.
func (s *tokenSource) redactAnswer(body []byte) []byte {
	return s.redactor.Load().redact(body, shortestSecret)
}

// Redact removes the client's secrets and its id from a text. What the client's
// methods return has none already; stored reports, which are written as they come,
// may have some.
func (c *Client) Redact(text string) string { return c.RedactBytes([]byte(text)) }

// Fingerprint returns a text that distinguishes API clients, and that isn't the client's id.
// It is "" for a client with an access token.
func (c *Client) Fingerprint() string {
	if c.tokens.id == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(c.base + " " + c.tokens.id))
	return hex.EncodeToString(sum[:8])
}

// RedactBytes is [Client.Redact] for a text of up to a megabyte, without a copy.
func (c *Client) RedactBytes(text []byte) string {
	return c.tokens.anonymous(string(c.tokens.redactAnswer(text)))
}

// anonymous removes the client id, which isn't secret but which nobody needs.
func (s *tokenSource) anonymous(text string) string {
	if len(s.id) < shortestSecret {
		return text
	}
	return strings.ReplaceAll(text, s.id, "{client_id}")
}

// cleanText returns a text of the server as valid UTF-8, without secrets, and
// shortened to maxText.
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

// withoutSecrets returns err, or if its text contains a secret, which it may quote
// from a reply, an error with a text that doesn't.
func (c *Client) withoutSecrets(err error) error {
	if text := err.Error(); c.cleanText(text) != text {
		return errors.New(c.cleanText(text))
	}
	return err
}
