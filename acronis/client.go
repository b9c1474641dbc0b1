// Package acronis is a client of the usage reports in the Acronis Account
// Management API v2.
//
//	c, err := acronis.New(acronis.Config{
//		BaseURL:      "https://eu2-cloud.acronis.com",
//		ClientID:     id,
//		ClientSecret: secret,
//	})
//	report, err := c.GetReport(ctx, "20dffb36-d77b-45c6-b2fa-39276e98d5fc")
//
// Every request leaves by one door that authenticates, tries again where that
// is safe, bounds what it reads and turns every refusal into an [*Error]. All
// waiting ends with the context.
package acronis

import (
	"net"
	"net/http"
	"strings"
	"time"
)

// Client talks to one data centre. It is safe for concurrent use.
type Client struct {
	base      string // https://host/api/2
	host      string
	userAgent string
	http      *http.Client
	tokens    tokenSource
}

// New checks the configuration and returns a client for it; it makes no
// request. A wrong configuration is refused with one [*ConfigError] for each
// fault, joined.
func New(cfg Config) (*Client, error) {
	base, err := cfg.check()
	if err != nil {
		return nil, err
	}
	transport := &http.Transport{
		Proxy:                  environmentProxy,
		DialContext:            (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
		ForceAttemptHTTP2:      true,
		TLSHandshakeTimeout:    10 * time.Second,
		IdleConnTimeout:        90 * time.Second,
		MaxIdleConnsPerHost:    64,
		MaxResponseHeaderBytes: 64 << 10,
		// A connection that died without a word, as while a laptop slept, would
		// take all the tries with it: HTTP/2 sends them over the same one.
		HTTP2: &http.HTTP2Config{SendPingTimeout: 5 * time.Second, PingTimeout: 5 * time.Second},
	}
	if cfg.Dial != nil {
		transport.Proxy, transport.DialContext = nil, cfg.Dial
	}
	c := &Client{
		base:      base.String() + "/api/2",
		host:      base.Host,
		userAgent: "acronis-reports-mcp/" + cfg.Version,
		http: &http.Client{
			Transport: transport,
			// A redirect would carry the token to a place nobody configured.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
	c.tokens.accessToken = strings.TrimSpace(cfg.AccessToken)
	c.tokens.id = strings.TrimSpace(cfg.ClientID)
	c.tokens.secret = strings.TrimSpace(cfg.ClientSecret)
	c.tokens.send = c.send
	c.tokens.configure()
	return c, nil
}

// Host is the host (and port, if one is configured) of the data centre.
func (c *Client) Host() string { return c.host }

// Close drops idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }
