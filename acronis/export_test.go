package acronis

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"net/url"
)

// Watch wraps the client's transport.
func (c *Client) Watch(around func(http.RoundTripper) http.RoundTripper) {
	c.http.Transport = around(c.http.Transport)
}

// Trust makes the client trust a certificate.
func (c *Client) Trust(cert *x509.Certificate) {
	roots := x509.NewCertPool()
	roots.AddCert(cert)
	c.http.Transport.(*http.Transport).TLSClientConfig = &tls.Config{RootCAs: roots}
}

// UseProxy makes the client use a proxy, which the environment can't give it for
// addresses of this machine.
func (c *Client) UseProxy(proxy *url.URL) {
	c.http.Transport.(*http.Transport).Proxy = http.ProxyURL(proxy)
}
