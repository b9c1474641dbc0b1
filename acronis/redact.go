package acronis

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strings"
)

const (
	// mostRemembered bounds the spellings of tokens that are kept. More tokens
	// than requests can be under way are never needed.
	mostRemembered = 128

	// shortestSecret is what is taken out of good answers. Anything shorter is no
	// secret, and taking it out would tear the answer apart.
	shortestSecret = 8

	redacted = "[redacted]"
)

// remember keeps a token for redact; the caller holds s.mu.
func (s *tokenSource) remember(token string) {
	s.issued = append(s.issued, spellings(token)...)
	s.issued = slices.Clone(s.issued[max(0, len(s.issued)-mostRemembered):])
}

// secrets are all spellings of what must not leave this program.
func (s *tokenSource) secrets() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Concat(s.own, s.issued)
}

// ownSecrets are the spellings of the secrets that are configured.
func ownSecrets(fixed, id, secret string) []string {
	all := slices.Concat(spellings(fixed), spellings(secret))
	if secret != "" {
		all = append(all, spellings(base64.StdEncoding.EncodeToString([]byte(id+":"+secret)))...)
	}
	return all
}

// spellings are a secret as texts, JSON and URLs have it.
func spellings(secret string) []string {
	if secret == "" {
		return nil
	}
	quoted, _ := json.Marshal(secret) // a string always marshals
	inJSON := string(quoted[1 : len(quoted)-1])
	all := []string{secret, inJSON, strings.ReplaceAll(inJSON, "/", `\/`), url.QueryEscape(secret), url.PathEscape(secret)}
	slices.Sort(all)
	return slices.Compact(all)
}

// redact takes every secret this source knows out of a text.
func (s *tokenSource) redact(text string) string {
	for _, secret := range s.secrets() {
		text = strings.ReplaceAll(text, secret, redacted)
	}
	return text
}

// redactAnswer takes them out of a good answer: a model reads what is in it,
// unknown fields included.
func (s *tokenSource) redactAnswer(body []byte) []byte {
	for _, secret := range s.secrets() {
		if old := []byte(secret); len(old) >= shortestSecret && bytes.Contains(body, old) {
			body = bytes.ReplaceAll(body, old, []byte(redacted))
		}
	}
	return body
}

// anonymous is a text without the client id, which is no secret and nobody's business.
func (s *tokenSource) anonymous(text string) string {
	if len(s.id) < shortestSecret {
		return text
	}
	return strings.ReplaceAll(text, s.id, "{client_id}")
}

// tame is an error whose text holds no secret: it may quote what the far side sent.
func (c *Client) tame(err error) error {
	if text := err.Error(); c.text(text) != text {
		return errors.New(c.text(text))
	}
	return err
}
