package simulator_test

import (
	"context"
	"errors"
	"io"
	"math"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"acronis-reports-mcp/acronis/simulator"
)

func TestFaultAnswers(t *testing.T) {
	dc, client := start(t)
	token := login(t, client, "http://dc")
	const tooMany = `{"error":{"code":429,"domain":null,"message":"Too Many Requests","details":{"info":null}}}` + "\n"
	for name, test := range map[string]struct {
		fault  simulator.Fault
		status int
		header http.Header
		body   string
	}{
		"the vendor's envelope": {
			simulator.Fault{Status: 429, Header: http.Header{"retry-after": {"7"}}},
			429, http.Header{"Retry-After": {"7"}, "Content-Type": {"application/json"}}, tooMany,
		},
		"a body of its own": {
			simulator.Fault{Status: 502, Header: http.Header{"Content-Type": {"text/html"}}, Body: "<h1>Bad gateway</h1>"},
			502, http.Header{"Content-Type": {"text/html"}}, "<h1>Bad gateway</h1>",
		},
		"broken JSON": {
			simulator.Fault{Body: `{"id":`},
			200, nil, `{"id":`,
		},
		"a redirect": {
			simulator.Fault{Status: 302, Header: http.Header{"Location": {"http://elsewhere/"}}, Body: "gone"},
			302, http.Header{"Location": {"http://elsewhere/"}}, "gone",
		},
		"a padded body": {
			simulator.Fault{Body: "{}", Size: 1 << 20},
			200, nil, "{}" + strings.Repeat(" ", 1<<20-2),
		},
	} {
		dc.Inject(test.fault)
		got := get(t, client, token, guideReport)
		if got.status != test.status || got.body != test.body {
			t.Errorf("%s: status %d and %.200q, want %d and %.200q", name, got.status, got.body, test.status, test.body)
		}
		for header := range test.header {
			if got.header.Get(header) != test.header.Get(header) {
				t.Errorf("%s: %s: %q, want %q", name, header, got.header.Get(header), test.header.Get(header))
			}
		}
	}
	if got := get(t, client, token, guideReport); got.status != http.StatusOK {
		t.Errorf("status %d when all faults are over, want 200", got.status)
	}
}

func TestFaultFits(t *testing.T) {
	const status = http.StatusServiceUnavailable
	for name, test := range map[string]struct {
		fault simulator.Fault
		want  bool // whether a GET of the guide's report gets it
	}{
		"anything":       {simulator.Fault{}, true},
		"the prefix":     {simulator.Fault{Path: "/api/2/reports/"}, true},
		"another prefix": {simulator.Fault{Path: "/api/2/tenants"}, false},
		"the method":     {simulator.Fault{Method: "GET"}, true},
		"another method": {simulator.Fault{Method: "DELETE"}, false},
		"the token path": {simulator.Fault{Path: "/api/2/idp/token"}, false},
	} {
		dc, client := start(t)
		token := login(t, client, "http://dc")
		test.fault.Status = status
		dc.Inject(test.fault)
		if got := get(t, client, token, guideReport).status == status; got != test.want {
			t.Errorf("%s: met %t, want %t", name, got, test.want)
		}
	}
}

func TestFaultTimes(t *testing.T) {
	dc, client := start(t)
	token := login(t, client, "http://dc")
	dc.Inject(simulator.Fault{Status: 503, Times: 2})
	dc.Inject(simulator.Fault{Status: 500})
	dc.Inject(simulator.Fault{Status: 429, Times: math.MaxInt})
	for i, want := range []int{503, 503, 500, 429, 429} {
		if got := get(t, client, token, guideReport).status; got != want {
			t.Errorf("request %d: status %d, want %d", i+1, got, want)
		}
	}
}

func TestFaultAtTokenEndpoint(t *testing.T) {
	dc, client := start(t)
	dc.Inject(simulator.Fault{Status: 503})
	if got := login(t, client, "http://dc"); got != "demo-token-1" {
		t.Errorf("token %q: a fault without a path hit the token endpoint", got)
	}
	dc.Inject(simulator.Fault{Status: 503, Path: "/api/2/idp/token"})
	if got := login(t, client, "http://dc"); got != "" {
		t.Errorf("token %q: a fault of the token endpoint missed it", got)
	}
}

func TestFaultCut(t *testing.T) {
	dc, client := start(t)
	token := login(t, client, "http://dc")
	whole := get(t, client, token, guideReport).body
	req := request(t, "POST", "http://dc"+guideReport, "once only") // POST: net/http would repeat a GET
	dc.Inject(simulator.Fault{Cut: simulator.CutBeforeHeaders})
	if _, err := client.Do(req); !errors.Is(err, io.EOF) {
		t.Errorf("cut before headers: %v, want EOF", err)
	}

	dc.Inject(simulator.Fault{Cut: simulator.CutInBody})
	req = request(t, "GET", "http://dc"+guideReport, "")
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if resp.ContentLength != int64(len(whole)) || string(got) != whole[:len(whole)/2] || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("cut in body: %d of %d bytes and %v, want half and an unexpected EOF", len(got), resp.ContentLength, err)
	}
}

func TestFaultDelay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dc, client := start(t)
		token := login(t, client, "http://dc")

		dc.Inject(simulator.Fault{Delay: time.Minute})
		begin := time.Now()
		got := get(t, client, token, guideReport)
		if took := time.Since(begin); got.status != http.StatusOK || took != time.Minute {
			t.Errorf("status %d after %v, want 200 after a minute", got.status, took)
		}

		dc.Inject(simulator.Fault{Delay: time.Hour})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := client.Do(request(t, "GET", "http://dc"+guideReport, "").WithContext(ctx))
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v, want the deadline's error", err)
		}
		synctest.Wait()
	})
}
