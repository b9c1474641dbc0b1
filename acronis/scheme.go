package acronis

import (
	"bytes"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"strings"
)

// SchemeError is in the chain of an [*Error] when the other side speaks plain http on
// a port where https was expected, or https where plain http was expected.
type SchemeError struct {
	Speaks string // http or https
	Proxy  bool   // the other side is the proxy, not the data centre
}

func (e *SchemeError) Error() string {
	side := "the server"
	if e.Proxy {
		side = "the proxy"
	}
	if e.Speaks == "http" {
		return side + " speaks plain http on this port, not https"
	}
	return side + " speaks https on this port, not plain http"
}

// tlsAlert is how the error of net/http quotes the beginning of a TLS alert, with
// which a server may answer plain http.
const tlsAlert = `malformed HTTP response "\x15\x03`

// withScheme returns err, or a SchemeError if that is the reason of err.
func (c *Client) withScheme(err error) error {
	var record tls.RecordHeaderError
	var op *net.OpError
	switch {
	case errors.Is(err, http.ErrSchemeMismatch):
		return &SchemeError{Speaks: "http"}
	case errors.As(err, &record) && string(record.RecordHeader[:]) == "HTTP/":
		return &SchemeError{Speaks: "http", Proxy: errors.As(err, &op) && op.Op == "proxyconnect"}
	case strings.Contains(err.Error(), tlsAlert):
		return &SchemeError{Speaks: "https", Proxy: c.secure()}
	}
	return err
}

// secure reports whether the data centre is addressed with https.
func (c *Client) secure() bool { return strings.HasPrefix(c.base, "https:") }

// wantsTLS are the words with which Go, nginx and Apache refuse plain http on a port
// for https, with status 400.
var wantsTLS = [][]byte{
	[]byte("HTTP request to an HTTPS server"),
	[]byte("plain HTTP request was sent to HTTPS port"),
	[]byte("speaking plain HTTP to an SSL-enabled server port"),
}

// refusedPlain returns a SchemeError if a response refuses plain http, else nil.
func (c *Client) refusedPlain(status int, body []byte) error {
	if status != http.StatusBadRequest || c.secure() {
		return nil
	}
	for _, words := range wantsTLS {
		if bytes.Contains(body, words) {
			return &SchemeError{Speaks: "https"}
		}
	}
	return nil
}

// otherScheme reports whether a SchemeError is in the chain of err.
func otherScheme(err error) bool {
	var e *SchemeError
	return errors.As(err, &e)
}
