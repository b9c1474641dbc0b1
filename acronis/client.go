// Package acronis is a client for usage reports in the Acronis Account
// Management API v2.
//
// [New] makes a [Client] for one data centre. Its methods correspond to requests
// of the API, and their types have the API's fields.
//
// All requests are made in one place, which gets and renews tokens, retries where
// that can't repeat a change, limits how much it reads, and removes secrets from
// what comes back. Every failed request is an [*Error], whose Kind says what kind
// of failure it is. All waiting ends when the context ends.
package acronis

import (
	"net"
	"net/http"
	"strings"
	"time"
)

// Client talks to one data centre. It is safe for concurrent use.
type Client struct {
	base      string // https://host
	host      string
	userAgent string
	http      *http.Client
	tokens    tokenSource
}

// New returns a client for a configuration. It makes no request. If the
// configuration is invalid, the error joins one [*ConfigError] for each problem.
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
		// All attempts of a request may use the same HTTP/2 connection. If it broke
		// unnoticed, for example while a laptop slept, pings find out in time.
		HTTP2: &http.HTTP2Config{SendPingTimeout: 5 * time.Second, PingTimeout: 5 * time.Second},
	}
	if cfg.Dial != nil {
		transport.Proxy, transport.DialContext = nil, cfg.Dial
	}
	c := &Client{
		base:      base.String(),
		host:      base.Host,
		userAgent: "acronis-reports-mcp/" + cfg.Version,
		http: &http.Client{
			Transport: transport,
			// Following a redirect would send the token to a host that nobody configured.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
	c.tokens.accessToken = strings.TrimSpace(cfg.AccessToken)
	c.tokens.id = strings.TrimSpace(cfg.ClientID)
	c.tokens.secret = strings.TrimSpace(cfg.ClientSecret)
	c.tokens.load = cfg.LoadSecret
	c.tokens.send = c.send
	c.tokens.configure()
	return c, nil
}

// Host returns the host of the data centre, and its port if one is configured.
func (c *Client) Host() string { return c.host }

// Close closes idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }
