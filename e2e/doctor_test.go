package e2e

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"acronis-reports-mcp/setup/doctor"
)

// diagnosis is the output of doctor --json.
type diagnosis struct{ doctor.Report }

// of returns the last finding of a check.
func (d diagnosis) of(check string) (f doctor.Finding) {
	for _, c := range d.Checks {
		if c.Check == check {
			f = c
		}
	}
	return f
}

// diagnose runs doctor in a process with its own environment.
func diagnose(t *testing.T, settings map[string]string, environment ...string) (diagnosis, string) {
	t.Helper()
	c := command(t, settings, "doctor", "--json")
	c.Env = append(c.Env, "HTTPS_PROXY=", "https_proxy=", "NO_PROXY=", "no_proxy=")
	c.Env = append(c.Env, environment...)
	out, _ := c.Output() // the exit status follows from OK
	var d diagnosis
	if err := json.Unmarshal(out, &d); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return d, string(out)
}

func TestDoctorUnknownHost(t *testing.T) {
	t.Parallel()
	settings := map[string]string{"ACRONIS_BASE_URL": "https://nowhere.invalid", "ACRONIS_CLIENT_ID": "id", "ACRONIS_CLIENT_SECRET": "MARKED"}
	d, out := diagnose(t, settings)
	if dns := d.of("dns"); dns.Status != "fail" || !strings.Contains(dns.Advice, "spelling") ||
		d.of("connection").Status != "skip" || strings.Contains(out, "MARKED") {
		t.Error(out)
	}
}

func TestDoctorShowsTheProxy(t *testing.T) {
	t.Parallel()
	settings := map[string]string{"ACRONIS_BASE_URL": "https://eu2-cloud.acronis.com", "ACRONIS_CLIENT_ID": "id", "ACRONIS_CLIENT_SECRET": "MARKED"}
	d, out := diagnose(t, settings, "HTTPS_PROXY=http://user:MARKED@127.0.0.1:1")
	if p, c := d.of("proxy"), d.of("connection"); p.Status != "ok" || !strings.Contains(p.Detail, "http://127.0.0.1:1,") ||
		d.of("dns").Status != "skip" || c.Status != "fail" || !strings.Contains(c.Advice, "check the proxy") || strings.Contains(out, "MARKED") {
		t.Error(out)
	}
	d, out = diagnose(t, settings, "HTTPS_PROXY=http://user:MARKED@127.0.0.1:1/%zz")
	if p := d.of("proxy"); !strings.Contains(p.Detail, "not a URL") || strings.Contains(out, "MARKED") {
		t.Error(out)
	}
}

// TestDoctorCertificates tries an untrusted certificate and others that expire
// at different times.
func TestDoctorCertificates(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("only Linux reads CA certificates from SSL_CERT_FILE")
	}
	for _, test := range []struct {
		left                    time.Duration
		trusted                 bool
		connection, certificate string
	}{
		{90 * 24 * time.Hour, true, "ok", "ok"},
		{3 * 24 * time.Hour, true, "ok", "warn"},
		{-time.Hour, true, "fail", "skip"},
		{90 * 24 * time.Hour, false, "fail", "skip"},
	} {
		certificate, file := selfSigned(t, time.Now().Add(test.left))
		server := httptest.NewUnstartedServer(http.NotFoundHandler())
		server.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}}
		server.StartTLS()
		t.Cleanup(server.Close)
		settings := map[string]string{"ACRONIS_BASE_URL": server.URL, "ACRONIS_CLIENT_ID": "id", "ACRONIS_CLIENT_SECRET": "MARKED"}
		if !test.trusted {
			_, file = selfSigned(t, time.Now().Add(test.left))
		}
		d, out := diagnose(t, settings, "SSL_CERT_FILE="+file, "SSL_CERT_DIR=/nowhere")
		if c := d.of("connection"); c.Status != test.connection || d.of("certificate").Status != test.certificate || strings.Contains(out, "MARKED") ||
			c.Status == "fail" && !strings.Contains(c.Detail, "is not trusted") {
			t.Errorf("%v left: %s", test.left, out)
		}
	}
}

// Without CA certificates doctor does not blame a proxy or a virus scanner.
func TestDoctorNoCACertificates(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("only Linux reads CA certificates from SSL_CERT_FILE")
	}
	certificate, _ := selfSigned(t, time.Now().Add(time.Hour))
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}}
	server.StartTLS()
	t.Cleanup(server.Close)
	settings := map[string]string{"ACRONIS_BASE_URL": server.URL, "ACRONIS_CLIENT_ID": "id", "ACRONIS_CLIENT_SECRET": "MARKED"}
	d, out := diagnose(t, settings, "SSL_CERT_FILE=/nowhere", "SSL_CERT_DIR=/nowhere")
	if f := d.of("CA certificates"); f.Status != "fail" || !strings.Contains(f.Advice, "ca-certificates") ||
		!strings.Contains(d.of("connection").Detail, "because CA certificates did not pass") || strings.Contains(out, "scanner") {
		t.Error(out)
	}
}

// selfSigned returns a certificate for 127.0.0.1 and a file with its CA certificate.
func selfSigned(t *testing.T, until time.Time) (tls.Certificate, string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-48 * time.Hour), NotAfter: until,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, file
}
