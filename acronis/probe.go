package acronis

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"
)

// environmentProxy is [http.ProxyFromEnvironment] with another error, because
// that one quotes the proxy's URL, which may contain a password.
func environmentProxy(r *http.Request) (*url.URL, error) {
	u, err := http.ProxyFromEnvironment(r)
	if err != nil {
		err = errors.New("the proxy in the environment is not a valid URL")
	}
	return u, err
}

// Proxy returns the URL of the proxy in use, without user and password, or "".
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

// ProbeResult is what a response of the data centre shows, whatever its status.
type ProbeResult struct {
	// Date is the time of the data centre's clock, in whole seconds. It is the zero
	// time if the response has none.
	Date time.Time

	// Certificate is the data centre's certificate, which was verified. It is nil
	// over plain http.
	Certificate *x509.Certificate
}

// Probe sends one request without a token and accepts any status. It doesn't use
// send, which returns neither the clock nor the certificate. The error is an
// [*Error] of kind [Unavailable]; see [Untrusted].
func (c *Client) Probe(ctx context.Context) (*ProbeResult, error) {
	ctx, cancel := context.WithTimeout(ctx, attemptTimeout)
	defer cancel()
	r := request{method: http.MethodGet, path: join("users", "me")}
	h, err := http.NewRequestWithContext(ctx, r.method, c.base+r.fullPath(), nil)
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
	if res.StatusCode == http.StatusBadRequest {
		body, _ := io.ReadAll(io.LimitReader(res.Body, maxErrorBody)) // the beginning is enough
		if err := c.refusedPlain(res.StatusCode, body); err != nil {
			return nil, c.transportError(ctx, r, err)
		}
	}
	result := &ProbeResult{}
	if date, err := http.ParseTime(res.Header.Get("Date")); err == nil {
		result.Date = date
	}
	if res.TLS != nil {
		result.Certificate = res.TLS.PeerCertificates[0]
	}
	return result, nil
}

// Untrusted reports whether a request failed because the certificate of the other
// side isn't trusted.
func Untrusted(err error) bool {
	var e *tls.CertificateVerificationError
	return errors.As(err, &e)
}

// Unsent reports whether a request failed before the data centre could receive it,
// because there was no connection, or no trusted one, or one that speaks another
// protocol.
func Unsent(err error) bool {
	var op *net.OpError
	return Untrusted(err) || otherScheme(err) || errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect")
}

// Authenticate gets a token, unless a valid one is known. [Config.AccessToken] is
// not checked.
func (c *Client) Authenticate(ctx context.Context) error {
	_, err := c.tokens.get(ctx)
	return err
}
