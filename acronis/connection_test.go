package acronis_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"acronis-reports-mcp/acronis"
)

// A connection that broke unnoticed, for example while a laptop slept, is given up
// within one attempt, and the next attempt opens a new one.
func TestDeadConnection(t *testing.T) {
	cert, certificate := selfSigned(t)
	synctest.Test(t, func(t *testing.T) {
		accept := make(listener)
		s := &http.Server{
			Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.ProtoMajor != 2 {
					t.Errorf("%s, want HTTP/2", r.Proto)
				}
				_, _ = io.WriteString(w, `{"id":"`+guideID+`","version":1}`)
			}),
			TLSConfig: &tls.Config{Certificates: []tls.Certificate{certificate}},
			ErrorLog:  log.New(io.Discard, "", 0),
		}
		go func() { _ = s.ServeTLS(accept, "", "") }()
		defer s.Close()

		var dials int
		var first *mortal
		c, err := acronis.New(acronis.Config{BaseURL: "https://localhost", AccessToken: "ready-token", Dial: func(context.Context, string, string) (net.Conn, error) {
			client, server := net.Pipe()
			accept <- server
			dials++
			conn := &mortal{Conn: client}
			if first == nil {
				first = conn
			}
			return conn, nil
		}})
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		c.Trust(cert)
		if _, err := c.GetReport(t.Context(), guideID); err != nil {
			t.Fatal(err)
		}
		first.dead.Store(true)
		begin := time.Now()
		if _, err := c.GetReport(t.Context(), guideID); err != nil {
			t.Errorf("after %v: %v", time.Since(begin), err)
		}
		if took := time.Since(begin); took > 20*time.Second || dials != 2 {
			t.Errorf("took %v and %d connections, want one try lost and 2", took, dials)
		}
	})
}

// mortal is a connection that can break unnoticed: what is written to it is lost.
type mortal struct {
	net.Conn
	dead atomic.Bool
}

func (m *mortal) Write(p []byte) (int, error) {
	if m.dead.Load() {
		return len(p), nil
	}
	return m.Conn.Write(p)
}

// listener accepts the connections that are sent to it.
type listener chan net.Conn

func (l listener) Accept() (net.Conn, error) {
	conn, ok := <-l
	if !ok {
		return nil, net.ErrClosed
	}
	return conn, nil
}
func (l listener) Close() error   { close(l); return nil }
func (l listener) Addr() net.Addr { return &net.UnixAddr{Name: "pipe"} }

func selfSigned(t *testing.T) (*x509.Certificate, tls.Certificate) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{"localhost"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: start.AddDate(-1, 0, 0), NotAfter: start.AddDate(1, 0, 0),
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	return cert, tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key}
}

// TestUnsent distinguishes requests that were not sent from those without a reply.
func TestUnsent(t *testing.T) {
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody.Close() // the port is free again: connections to it are refused
	hangsUp := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	defer hangsUp.Close()
	untrusted := httptest.NewUnstartedServer(nil)
	untrusted.Config.ErrorLog = log.New(io.Discard, "", 0)
	untrusted.StartTLS()
	defer untrusted.Close()
	for base, unsent := range map[string]bool{
		"http://" + nobody.Addr().String(): true,
		"https://name.invalid":             true,
		untrusted.URL:                      true,
		hangsUp.URL:                        false,
	} {
		c, err := acronis.New(acronis.Config{BaseURL: base, AccessToken: "token"})
		if err != nil {
			t.Fatal(err)
		}
		err = c.DeleteReport(t.Context(), guideID, 1)
		c.Close()
		if asError(t, err); acronis.Unsent(err) != unsent {
			t.Errorf("%s: unsent is %v: %v", base, !unsent, err)
		}
	}
}
