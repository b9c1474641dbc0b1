package acronis

import (
	"errors"
	"slices"
	"strings"
	"time"
)

const (
	// Replies that were on their way when a token was replaced may still repeat
	// it. None takes ten minutes: see attemptTimeout. Each reply with status 401
	// replaces a token, so there may be many of them.
	replacedKept = 10 * time.Minute
	maxReplaced  = 64

	// shortestSecret is what is taken out of good answers. Anything shorter is no
	// secret, and taking it out would tear the answer apart.
	shortestSecret = 8
)

// configure has the secrets of the configuration taken out.
func (s *tokenSource) configure() {
	s.configured = append(newCredentials(s.id, s.secret), newSecret(s.accessToken))
	s.redactor.Store(newRedactor(s.configured))
}

// A replacedToken is no longer used but may still be repeated by a late reply.
type replacedToken struct {
	token token
	at    time.Time // when another one replaced it
}

// replace makes t the current token and has it taken out from now on, and the one
// it replaces for a while longer; the caller holds s.mu.
func (s *tokenSource) replace(t token) {
	now := time.Now()
	if s.current.value != "" && s.current.value != t.value {
		s.replaced = append(s.replaced, replacedToken{s.current, now})
	}
	s.replaced = slices.DeleteFunc(s.replaced, func(r replacedToken) bool { return now.Sub(r.at) > replacedKept })
	s.replaced = slices.Delete(s.replaced, 0, max(0, len(s.replaced)-maxReplaced))
	s.current = t
	secrets := append(slices.Clip(s.configured), t.secret)
	for _, r := range s.replaced {
		secrets = append(secrets, r.token.secret)
	}
	s.redactor.Store(newRedactor(secrets))
}

// redact takes every secret this source knows out of a text.
func (s *tokenSource) redact(text string) string {
	return string(s.redactor.Load().redact([]byte(text), 1))
}

// redactAnswer takes them out of a good answer: a model reads what is in it,
// unknown fields included.
func (s *tokenSource) redactAnswer(body []byte) []byte {
	return s.redactor.Load().redact(body, shortestSecret)
}

// Redact takes the client's secrets and its id out of a text that is made of
// stored reports, which are kept as they came.
func (c *Client) Redact(text string) string {
	return c.tokens.anonymous(string(c.tokens.redactAnswer([]byte(text))))
}

// anonymous is a text without the client id, which is no secret and nobody's business.
func (s *tokenSource) anonymous(text string) string {
	if len(s.id) < shortestSecret {
		return text
	}
	return strings.ReplaceAll(text, s.id, "{client_id}")
}

// withoutSecrets is an error whose text holds no secret: it may quote what the far side sent.
func (c *Client) withoutSecrets(err error) error {
	if text := err.Error(); c.cleanText(text) != text {
		return errors.New(c.cleanText(text))
	}
	return err
}
