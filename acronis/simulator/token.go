package simulator

import (
	"fmt"
	"mime"
	"net/http"
	"strings"
	"time"
)

// token is the response of the token endpoint.
type token struct {
	AccessToken string `json:"access_token"`
	TokenType   string `json:"token_type"`
	IDToken     string `json:"id_token"`
	ExpiresOn   int64  `json:"expires_on"` // UNIX seconds
	ExpiresIn   int64  `json:"expires_in,omitempty"`
}

// requestToken is POST /idp/token with client credentials. Tokens are demo-token-1, demo-token-2 and so
// on. Which status belongs to which error is documented only as "400, 401, 403", so these combinations
// are assumptions, and so is the error for a wrong method.
func (d *DataCentre) requestToken(r *http.Request) (int, any, error) {
	mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case r.Method != http.MethodPost:
		return 0, nil, noToken(http.StatusBadRequest, "invalid_request", "The method must be POST.")
	case mediaType != "application/x-www-form-urlencoded":
		return 0, nil, noToken(http.StatusBadRequest, "invalid_request", "The body must be a form.")
	case r.PostFormValue("grant_type") != "client_credentials":
		return 0, nil, noToken(http.StatusBadRequest, "invalid_request", "The grant_type must be client_credentials.")
	}
	id, secret, ok := r.BasicAuth()
	if !ok || id != ClientID || secret != ClientSecret {
		return 0, nil, noToken(http.StatusUnauthorized, "access_denied", "Client authentication failed.")
	}
	return http.StatusOK, d.issueToken(), nil
}

func noToken(status int, name, description string) *refusal {
	return &refusal{status: status, body: tokenError{name, description}}
}

// issueToken returns a token that is valid until expires_on.
func (d *DataCentre) issueToken() token {
	expires := time.Now().Add(d.TokenLifetime).Truncate(time.Second)
	d.issued++
	t := token{
		AccessToken: fmt.Sprintf("demo-token-%d", d.issued),
		TokenType:   "bearer",
		IDToken:     fmt.Sprintf("demo-id-token-%d", d.issued),
		ExpiresOn:   expires.Unix(),
	}
	if d.ExpiresIn {
		t.ExpiresIn = int64(d.TokenLifetime / time.Second)
	}
	d.tokens[t.AccessToken] = expires
	return t
}

// authorize refuses a request without a valid token.
func (d *DataCentre) authorize(r *http.Request) error {
	scheme, name, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if strings.EqualFold(scheme, "Bearer") && time.Now().Before(d.tokens[name]) {
		return nil
	}
	return plain(http.StatusUnauthorized, "The access token is missing, unknown or expired.")
}

// RevokeTokens makes all tokens issued so far invalid, as if the vendor had revoked them.
func (d *DataCentre) RevokeTokens() {
	d.mu.Lock()
	defer d.mu.Unlock()
	clear(d.tokens)
}
