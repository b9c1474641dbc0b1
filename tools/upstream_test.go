package tools_test

import (
	"bytes"
	"compress/gzip"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/tools"
)

// An upstream is what a data centre, or a proxy in front of it, may send.
type upstream struct {
	name  string
	fault simulator.Fault
	once  bool // only the first request has the fault
	want  outcomes
}

// outcomes are the results of a reading, a downloading, a creating and a deleting
// call: "correct" is the answer of a data centre without faults, "error" an error.
type outcomes struct{ reads, downloads, creates, deletes string }

var (
	allCorrect = outcomes{"correct", "correct", "correct", "correct"}
	allErrors  = outcomes{"error", "error", "error", "error"}
)

func status(code int) simulator.Fault { return simulator.Fault{Status: code} }

func page(code int) simulator.Fault {
	return simulator.Fault{Status: code, Body: "<html><h1>Something else</h1></html>", Header: http.Header{"Content-Type": {"text/html"}}}
}

func retryAfter(code int, value string) simulator.Fault {
	return simulator.Fault{Status: code, Header: http.Header{"Retry-After": {value}}}
}

func redirect(code int) simulator.Fault {
	return simulator.Fault{Status: code, Header: http.Header{"Location": {"https://portal.example.com/login?next=%2Fapi"}}}
}

// bomb is a report's JSON that unpacks to a thousand times its size.
func bomb() simulator.Fault {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	fmt.Fprint(w, `{"id":"`+simulator.GuideReportID+`","version":1,"x":"`)
	for range 64 {
		_, _ = w.Write(make([]byte, 1<<20)) // to memory
	}
	_ = w.Close()
	return simulator.Fault{Body: b.String(), Header: http.Header{"Content-Encoding": {"gzip"}}}
}

var upstreams = []upstream{
	{name: "401 once, in mid-session", fault: status(401), once: true, want: allCorrect},
	{name: "401", fault: status(401), want: allErrors},
	{name: "400, plain http on a port for https", fault: simulator.Fault{Status: 400, Body: "Client sent an HTTP request to an HTTPS server.\n"}, want: allErrors},
	{name: "403", fault: status(403), want: allErrors},
	{name: "404", fault: status(404), want: allErrors},
	{name: "407, a proxy's web page", fault: page(407), want: allErrors},
	{name: "408", fault: status(408), want: allErrors},
	{name: "409", fault: status(409), want: allErrors},
	{name: "412", fault: status(412), want: allErrors},
	{name: "415", fault: status(415), want: allErrors},
	{name: "425", fault: status(425), want: allErrors},
	{name: "426", fault: status(426), want: allErrors},
	{name: "429 once", fault: status(429), once: true, want: allCorrect},
	{name: "429 once, Retry-After 5", fault: retryAfter(429, "5"), once: true, want: allCorrect},
	{name: "429, Retry-After in an hour", fault: retryAfter(429, "3600"), want: allErrors},
	{name: "429, Retry-After in three days", fault: retryAfter(429, "259200"), want: allErrors},
	{name: "429, Retry-After as a date", fault: retryAfter(429, "Mon, 23 Nov 2026 09:20:00 GMT"), want: allErrors},
	{name: "429", fault: status(429), want: allErrors},
	{name: "500", fault: status(500), want: allErrors},
	{name: "502 once, a web page", fault: page(502), once: true, want: outcomes{"correct", "correct", "error", "error"}},
	{name: "502, a web page", fault: page(502), want: allErrors},
	{name: "503 once", fault: status(503), once: true, want: allCorrect},
	{name: "503", fault: status(503), want: allErrors},
	{name: "504 once", fault: status(504), once: true, want: outcomes{"correct", "correct", "error", "error"}},
	{name: "504", fault: status(504), want: allErrors},
	{name: "301", fault: redirect(301), want: allErrors},
	{name: "302", fault: redirect(302), want: allErrors},
	{name: "307", fault: redirect(307), want: allErrors},
	{name: "308", fault: redirect(308), want: allErrors},
	{name: "200, a web page", fault: page(200), want: allErrors},
	{name: "200, a correct body with the content type of a web page", fault: simulator.Fault{Header: http.Header{"Content-Type": {"text/html"}}}, want: allCorrect},
	{name: "200, an error in its body", fault: simulator.Fault{Body: `{"error":{"code":1000,"domain":"d","message":"internal","details":{}}}`}, want: allErrors},
	{name: "200, an empty body", fault: simulator.Fault{Body: " "}, want: outcomes{"error", "error", "error", "correct"}},
	{name: "200, truncated JSON", fault: simulator.Fault{Body: `{"id":"` + simulator.GuideReportID + `","ver`}, want: allErrors},
	{name: "200, a field twice", fault: simulator.Fault{Body: `{"id":"` + simulator.GuideReportID + `","version":1,"version":2}`}, want: allErrors},
	{name: "200, larger than 8 MiB", fault: simulator.Fault{Body: `{"id":"` + simulator.GuideReportID + `","version":1}`, Size: 8<<20 + 1}, want: allErrors},
	{name: "200, gzip that unpacks to a thousand times its size", fault: bomb(), want: allErrors},
	{name: "200, a byte every second", fault: simulator.Fault{Trickle: time.Second}, want: outcomes{"error", "error", "error", "correct"}},
	{name: "cut before the headers", fault: simulator.Fault{Cut: simulator.CutBeforeHeaders}, want: allErrors},
	{name: "cut in the body", fault: simulator.Fault{Cut: simulator.CutInBody}, want: outcomes{"error", "error", "error", "correct"}},
	{name: "no answer", fault: simulator.Fault{Delay: time.Hour}, want: allErrors},
}

// route is a request of a tool that an upstream answers.
type route struct {
	apiUse
	method, path string
	want         func(outcomes) string
}

var routes = []route{
	{apiUse{"get_report", `{"report_id":"` + simulator.GuideReportID + `"}`, false}, "GET", "/api/2/reports/" + simulator.GuideReportID,
		func(o outcomes) string { return o.reads }},
	{apiUse{"summarize_usage", `{"report_id":"` + simulator.SeptemberReportID + `"}`, false}, "GET", "/api/2/reports/" + simulator.SeptemberReportID + "/stored/",
		func(o outcomes) string { return o.downloads }},
	{apiUse{"create_report", `{"month":"2025-09"}`, true}, "POST", "/api/2/reports", func(o outcomes) string { return o.creates }},
	{apiUse{"delete_reports", `{"reports":[{"report_id":"` + simulator.GuideReportID + `","version":1}]}`, true}, "DELETE", "/api/2/reports/" + simulator.GuideReportID,
		func(o outcomes) string { return o.deletes }},
}

// TestUpstream combines what a data centre may send with the ways in which the
// client is used. testdata/upstream.txt has the result of each call and the number
// of requests; the documentation has the errors of reading.
func TestUpstream(t *testing.T) {
	var b strings.Builder
	var errors errorTable
	ran := 0
	b.WriteString("What each call returns if the data centre answers like this: the number of requests, and the result.\n\"correct\" is the result without a fault. Written by go test ./tools -update.\n")
	for _, u := range upstreams {
		fmt.Fprintf(&b, "\n%s\n", u.name)
		for _, r := range routes {
			t.Run(u.name+"/"+r.tool, func(t *testing.T) {
				ran++
				line := meet(t, u, r)
				fmt.Fprintf(&b, "  %-15s %s\n", r.tool, line)
				if r.tool == "get_report" {
					errors.add(u.name, line)
				}
			})
		}
	}
	if ran < len(upstreams)*len(routes) {
		t.Skip("the files are compared, or rewritten, only when all of it runs")
	}
	golden(t, "testdata/upstream.txt", b.String())
	betweenMarks(t, "../docs/troubleshooting.md", "errors", errors.String())
}

// meet makes one call, one of whose requests is answered by an upstream.
func meet(t *testing.T, u upstream, r route) (line string) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))) // of the bubble
		dc := simulator.New()
		defer dc.Close()
		h := &host{m: newServer(t, dc, setup{NoAsk: true})}
		if known := h.call(t, "find_tenants", `{}`); known.IsError {
			t.Fatal(known.Content[0].Text)
		}
		before, start := len(dc.Requests()), time.Now()
		fault := u.fault
		fault.Method, fault.Path, fault.Times = r.method, r.path, 9
		if u.once {
			fault.Times = 1
		}
		dc.Inject(fault)
		answer := h.call(t, r.tool, r.arguments)
		if took := time.Since(start); took > 50*time.Second && r.tool != "summarize_usage" { // a download may take longer, and reports its progress
			t.Errorf("it took %v", took)
		}
		requests := 0
		for _, sent := range dc.Requests()[before:] {
			if sent.Method == r.method && strings.HasPrefix(sent.Path, r.path) {
				requests++
			}
		}
		outcome := "correct"
		if text := answer.Content[0].Text; answer.IsError || strings.Contains(text, `"outcome":"`) && !strings.Contains(text, `"outcome":"deleted"`) {
			outcome = "error"
		}
		if want := r.want(u.want); outcome != want {
			t.Errorf("outcome %q, want %q: %s", outcome, want, answer.Content[0].Text)
		}
		line = fmt.Sprintf("%d, %s", requests, outcome)
		if requests > 3 { // net/http repeats a GET if the connection that it reused turns out to be closed
			line = "more than 3, " + outcome
		}
		if outcome == "error" {
			line += ": " + answer.Content[0].Text
		}
	})
	return line
}

// TestCertificates connects to data centres whose certificates are invalid: they get
// no request, and the error says why.
func TestCertificates(t *testing.T) {
	for _, test := range []struct {
		name  string
		until time.Duration
		words string
	}{
		{"expired", -time.Hour, "expired"},
		{"self-signed", time.Hour, "unknown authority"},
	} {
		if runtime.GOOS == "windows" { // which does not say of an unknown authority what else is wrong
			test.words = "unknown authority"
		}
		t.Run(test.name, func(t *testing.T) {
			server := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				t.Errorf("%s %s was sent", r.Method, r.URL)
			}))
			server.TLS = &tls.Config{Certificates: []tls.Certificate{certificate(t, time.Now().Add(test.until))}}
			server.Config.ErrorLog = log.New(io.Discard, "", 0) // of the handshakes that fail
			server.StartTLS()
			defer server.Close()
			c, err := acronis.New(acronis.Config{BaseURL: server.URL, ClientID: "id", ClientSecret: "secret"})
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			h := &host{m: tools.NewServer(tools.Options{Client: c, DataCentre: "the data centre"})}
			r := h.call(t, "get_report", `{"report_id":"`+simulator.GuideReportID+`"}`)
			if text := r.Content[0].Text; !r.IsError || !strings.Contains(text, test.words) || !strings.Contains(text, "Trying again won't help") {
				t.Errorf("got %s", text)
			}
		})
	}
}

// certificate makes a self-signed certificate for 127.0.0.1.
func certificate(t *testing.T, until time.Time) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: until.Add(-48 * time.Hour), NotAfter: until, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}
