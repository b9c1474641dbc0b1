package acronis

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
)

// Watch puts a transport around the client's own.
func (c *Client) Watch(around func(http.RoundTripper) http.RoundTripper) {
	c.http.Transport = around(c.http.Transport)
}

// Trust has the client believe in a certificate.
func (c *Client) Trust(cert *x509.Certificate) {
	roots := x509.NewCertPool()
	roots.AddCert(cert)
	c.http.Transport.(*http.Transport).TLSClientConfig = &tls.Config{RootCAs: roots}
}
