package acronis

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"html"
	"net/url"
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

	redacted = "[redacted]"
)

// configured notes the secrets that were configured.
func (s *tokenSource) configured() {
	s.configuredSecrets = slices.Concat(spellings(s.accessToken), spellings(s.secret))
	if s.secret != "" {
		basic := s.id + ":" + s.secret
		s.configuredSecrets = slices.Concat(s.configuredSecrets, spellings(basic), spellings(base64.StdEncoding.EncodeToString([]byte(basic))))
	}
	s.know(s.configuredSecrets)
}

// A replacedToken is no longer used but may still be repeated by a late reply.
type replacedToken struct {
	value string
	at    time.Time // when another one replaced it
}

// remember has redact take out a new token, and the one it replaces for a while
// longer; the caller holds s.mu and makes the new token the current one.
func (s *tokenSource) remember(token string) {
	now := time.Now()
	if s.current.value != "" && s.current.value != token {
		s.replaced = append(s.replaced, replacedToken{s.current.value, now})
	}
	s.replaced = slices.DeleteFunc(s.replaced, func(r replacedToken) bool { return now.Sub(r.at) > replacedKept })
	s.replaced = slices.Delete(s.replaced, 0, max(0, len(s.replaced)-maxReplaced))
	secrets := slices.Concat(s.configuredSecrets, spellings(token))
	for _, r := range s.replaced {
		secrets = append(secrets, spellings(r.value)...)
	}
	s.know(secrets)
}

// know has these taken out from now on, the longest first: none is to be cut up
// by another that is a part of it.
func (s *tokenSource) know(secrets []string) {
	sorted := slices.SortedFunc(slices.Values(secrets), func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	var all [][]byte
	for _, secret := range slices.Compact(sorted) {
		all = append(all, []byte(secret))
	}
	s.secrets.Store(&all)
}

// without is a text without the secrets of a length.
func (s *tokenSource) without(text []byte, shortest int) []byte {
	for _, secret := range *s.secrets.Load() {
		if len(secret) >= shortest && bytes.Contains(text, secret) {
			text = bytes.ReplaceAll(text, secret, []byte(redacted))
		}
	}
	return text
}

// spellings are a secret as texts, JSON, URLs, HTML and headers have it.
func spellings(secret string) []string {
	if secret == "" {
		return nil
	}
	raw := []byte(secret)
	quoted, _ := json.Marshal(secret) // a string always marshals
	inJSON := string(quoted[1 : len(quoted)-1])
	query, path := url.QueryEscape(secret), url.PathEscape(secret)
	return []string{
		secret, inJSON, strings.ReplaceAll(inJSON, "/", `\/`), html.EscapeString(secret),
		query, path, lowerEscapes(query), lowerEscapes(path), url.QueryEscape(query),
		hex.EncodeToString(raw), strings.ToUpper(hex.EncodeToString(raw)),
		base64.RawStdEncoding.EncodeToString(raw), base64.RawURLEncoding.EncodeToString(raw), // with or without padding
	}
}

// lowerEscapes has the escapes of a URL in lower case: %2f for %2F.
func lowerEscapes(s string) string {
	parts := strings.Split(s, "%")
	for i := 1; i < len(parts); i++ {
		parts[i] = strings.ToLower(parts[i][:2]) + parts[i][2:]
	}
	return strings.Join(parts, "%")
}

// redact takes every secret this source knows out of a text.
func (s *tokenSource) redact(text string) string {
	return string(s.without([]byte(text), 1))
}

// redactAnswer takes them out of a good answer: a model reads what is in it,
// unknown fields included.
func (s *tokenSource) redactAnswer(body []byte) []byte {
	body = s.without(body, shortestSecret)
	if escapesASCII(body) {
		return s.redactEscaped(body)
	}
	return body
}

// escapesASCII reports whether JSON may have letters of a secret written as
// escapes. A secret is ASCII, and few servers escape that.
func escapesASCII(text []byte) bool {
	for {
		at := bytes.Index(text, []byte(`\u00`))
		if at < 0 || at+4 >= len(text) {
			return false
		}
		if c := text[at+4]; c >= '2' && c <= '7' {
			return true
		}
		text = text[at+4:]
	}
}

// redactEscaped takes secrets out of JSON's strings that are written with escapes.
func (s *tokenSource) redactEscaped(body []byte) []byte {
	var kept []byte
	done := 0
	for at := 0; at < len(body); at++ {
		if body[at] != '"' {
			continue
		}
		begin := at
		at = valueEnd(body, begin)
		literal := body[begin:at]
		at--
		var text string
		if !escapesASCII(literal) || json.Unmarshal(literal, &text) != nil {
			continue
		}
		if clean := string(s.redactAnswer([]byte(text))); clean != text {
			quoted, _ := json.Marshal(clean) // a string always marshals
			kept = append(append(kept, body[done:begin]...), quoted...)
			done = at + 1
		}
	}
	return append(kept, body[done:]...)
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
