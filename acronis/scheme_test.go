package acronis_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"acronis-reports-mcp/acronis"
)

// tlsServer starts a server that speaks https.
func tlsServer(t *testing.T) string {
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	return server.Listener.Addr().String()
}

// plainServer starts a server that answers plain http with a status and a body.
func plainServer(t *testing.T, status int, body string) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}))
	t.Cleanup(server.Close)
	return server.Listener.Addr().String()
}

// rawServer starts a server that reads a line and answers with some bytes.
func rawServer(t *testing.T, answer string) string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				_, _ = bufio.NewReader(conn).ReadString('\n')
				_, _ = io.WriteString(conn, answer)
				_ = conn.(*net.TCPConn).CloseWrite()
				_, _ = io.Copy(io.Discard, conn) // a reset could overtake the answer
				conn.Close()
			}()
		}
	}()
	return listener.Addr().String()
}

// Plain http on a port for https, and the reverse, are named as such, without
// another attempt.
func TestOtherScheme(t *testing.T) {
	const alert = "\x15\x03\x01\x00\x02\x02\x46"
	for name, test := range map[string]struct {
		base, proxy string
		want        string // "" for another error
	}{
		"https to plain http":          {base: "https://" + plainServer(t, 200, "{}"), want: "the server speaks plain http on this port, not https"},
		"http to TLS":                  {base: "http://" + tlsServer(t), want: "the server speaks https on this port, not plain http"},
		"http to TLS, an alert":        {base: "http://" + rawServer(t, alert), want: "the server speaks https on this port, not plain http"},
		"http to TLS, nginx":           {base: "http://" + plainServer(t, 400, "<center>The plain HTTP request was sent to HTTPS port</center>"), want: "the server speaks https on this port, not plain http"},
		"http to TLS, Apache":          {base: "http://" + plainServer(t, 400, "You're speaking plain HTTP to an SSL-enabled server port.<br />"), want: "the server speaks https on this port, not plain http"},
		"a proxy without TLS":          {base: "https://eu2-cloud.acronis.com", proxy: "https://" + plainServer(t, 400, ""), want: "the proxy speaks plain http on this port, not https"},
		"a proxy with TLS":             {base: "https://eu2-cloud.acronis.com", proxy: "http://" + rawServer(t, alert), want: "the proxy speaks https on this port, not plain http"},
		"https to something else":      {base: "https://" + rawServer(t, "SSH-2.0-OpenSSH_9.9\r\n")},
		"http, another 400":            {base: "http://" + plainServer(t, 400, "no")},
		"https to TLS, not trusted":    {base: "https://" + tlsServer(t)},
		"https to a closed connection": {base: "https://" + rawServer(t, "")},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := acronis.New(acronis.Config{BaseURL: test.base, ClientID: "id", ClientSecret: "secret"})
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			if test.proxy != "" {
				u, err := url.Parse(test.proxy)
				if err != nil {
					t.Fatal(err)
				}
				c.UseProxy(u)
			}
			_, probed := c.Probe(t.Context())
			for _, err := range []error{c.DeleteReport(t.Context(), guideID, 1), probed} {
				var scheme *acronis.SchemeError
				if is := errors.As(err, &scheme); is != (test.want != "") {
					t.Errorf("got %v", err)
				}
				if test.want == "" {
					continue
				}
				if e := asError(t, err); e.Kind != acronis.Unavailable || e.Attempts != 1 || !acronis.Unsent(err) || !strings.HasSuffix(err.Error(), test.want) {
					t.Errorf("got %#v: %v", e, err)
				}
			}
		})
	}
}
