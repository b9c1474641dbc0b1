package acronis

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/url"
	"time"
)

// environmentProxy is the environment's proxy. The error of one that is no URL would
// quote it, password and all.
func environmentProxy(r *http.Request) (*url.URL, error) {
	u, err := http.ProxyFromEnvironment(r)
	if err != nil {
		err = errors.New("the proxy in the environment is not a URL")
	}
	return u, err
}

// Proxy returns the proxy between here and the data centre, without its user
// and password; "" if there is none.
func (c *Client) Proxy() string {
	proxy := c.http.Transport.(*http.Transport).Proxy
	base, err := url.Parse(c.base)
	if proxy == nil || err != nil {
		return ""
	}
	u, err := proxy(&http.Request{URL: base})
	if err != nil || u == nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

// ProbeResult is what any answer of the data centre tells, without credentials.
type ProbeResult struct {
	// Date is the data centre's clock, to the second; zero if it said nothing.
	Date time.Time

	// Certificate is what the data centre showed, found good; nil over plain http.
	Certificate *x509.Certificate
}

// Probe makes one request without a token, for which a refusal is as good an
// answer as any. It goes past send, which keeps neither clock nor certificate.
// The error is an [*Error] of kind [Unavailable]; see [Untrusted].
func (c *Client) Probe(ctx context.Context) (*ProbeResult, error) {
	ctx, cancel := context.WithTimeout(ctx, attemptTimeout)
	defer cancel()
	r := request{method: http.MethodGet, path: join("users", "me")}
	h, err := http.NewRequestWithContext(ctx, r.method, c.base+r.path, nil)
	if err != nil {
		return nil, c.transportError(ctx, r, err)
	}
	h.Header.Set("User-Agent", c.userAgent)
	h.Header.Set("Accept", "application/json")
	res, err := c.http.Do(h)
	if err != nil {
		return nil, c.transportError(ctx, r, err)
	}
	defer res.Body.Close()
	contact := &ProbeResult{}
	if date, err := http.ParseTime(res.Header.Get("Date")); err == nil {
		contact.Date = date
	}
	if res.TLS != nil {
		contact.Certificate = res.TLS.PeerCertificates[0]
	}
	return contact, nil
}

// Untrusted reports whether a request failed because the certificate that the
// far side showed is not to be trusted.
func Untrusted(err error) bool {
	var e *tls.CertificateVerificationError
	return errors.As(err, &e)
}

// Unsent reports whether a request failed before any of it left: there was no
// connection, or none to be trusted.
func Unsent(err error) bool {
	var op *net.OpError
	return Untrusted(err) || errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect")
}

// Authenticate gets a token, unless there is one that is good for now. A ready
// access token is taken on trust.
func (c *Client) Authenticate(ctx context.Context) error {
	_, err := c.tokens.get(ctx)
	return err
}
