package acronis_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
)

const (
	guideID    = "20dffb36-d77b-45c6-b2fa-39276e98d5fc"
	reportPath = "/api/2/reports/" + guideID
	tokenPath  = "/api/2/idp/token"
)

// simulate runs f with fake time against a new simulator.
func simulate(t *testing.T, f func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		dc := simulator.New()
		defer dc.Close()
		c := newClient(t, dc, acronis.Config{ClientID: simulator.ClientID, ClientSecret: simulator.ClientSecret})
		defer c.Close()
		f(t, dc, c)
	})
}

func newClient(t *testing.T, dc *simulator.DataCentre, cfg acronis.Config) *acronis.Client {
	t.Helper()
	cfg.BaseURL, cfg.Version, cfg.Dial = "http://localhost/api/2/", "1.2.3", dc.DialContext
	c, err := acronis.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// asError returns err as the client's own error.
func asError(t *testing.T, err error) *acronis.Error {
	t.Helper()
	var e *acronis.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want an *acronis.Error", err)
	}
	return e
}

// count returns the number of requests for a path.
func count(dc *simulator.DataCentre, path string) (n int) {
	for _, r := range dc.Requests() {
		if r.Path == path {
			n++
		}
	}
	return n
}

func TestGetReport(t *testing.T) {
	simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
		report, err := c.GetReport(t.Context(), guideID)
		if err != nil {
			t.Fatal(err)
		}
		if report.ID != guideID || report.Version != 1 || report.Parameters.Level != "accounts" {
			t.Errorf("got %+v", report)
		}
		requests := dc.Requests()
		if len(requests) != 2 {
			t.Fatalf("%d requests, want one for a token and one for the report", len(requests))
		}
		for i, want := range []map[string]string{
			{"path": tokenPath, "Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded", "User-Agent": "acronis-reports-mcp/1.2.3"},
			{"path": reportPath, "Accept": "application/json", "Content-Type": "", "User-Agent": "acronis-reports-mcp/1.2.3"},
		} {
			got := map[string]string{"path": requests[i].Path}
			for _, name := range []string{"Accept", "Content-Type", "User-Agent"} {
				got[name] = requests[i].Header.Get(name)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("request %d (-want +got):\n%s", i, diff)
			}
		}
	})
}

// refusals are replies of a data centre and the errors that they become.
var refusals = []struct {
	name  string
	fault simulator.Fault
	want  acronis.Error
}{
	{"forbidden", simulator.Fault{Status: 403, Body: `{"error":{"code":1002,"domain":"PlatformAccountServer","message":"Access denied","details":{"info":"role"}}}`},
		acronis.Error{Kind: acronis.Forbidden, Status: 403, Code: "1002", Message: "Access denied", Details: "role", Attempts: 1}},
	{"not found", simulator.Fault{Status: 404, Body: `{"error":{"code":404,"domain":null,"message":"Not found","details":{"info":null}}}`},
		acronis.Error{Kind: acronis.NotFound, Status: 404, Code: "404", Message: "Not found", Attempts: 1}},
	{"code is a word", simulator.Fault{Status: 400, Body: `{"error":{"code":"ParameterMalformed","domain":"d","message":"m","details":{},"data":["period.start"]}}`},
		acronis.Error{Kind: acronis.Invalid, Status: 400, Code: "ParameterMalformed", Message: "m", Details: `["period.start"]`, Attempts: 1}},
	{"richer details", simulator.Fault{Status: 400, Body: `{"error":{"code":1,"domain":"d","message":"m","details":{"info":"i","field":"x"}}}`},
		acronis.Error{Kind: acronis.Invalid, Status: 400, Code: "1", Message: "m", Details: `{"info":"i","field":"x"}`, Attempts: 1}},
	{"conflict 409", simulator.Fault{Status: 409}, acronis.Error{Kind: acronis.VersionConflict, Status: 409, Attempts: 1}},
	{"conflict 412", simulator.Fault{Status: 412}, acronis.Error{Kind: acronis.VersionConflict, Status: 412, Attempts: 1}},
	{"conflict 426", simulator.Fault{Status: 426}, acronis.Error{Kind: acronis.VersionConflict, Status: 426, Attempts: 1}},
	{"conflict 1001", simulator.Fault{Status: 400, Body: `{"error":{"code":1001,"domain":"d","message":"Version mismatch","details":{}}}`},
		acronis.Error{Kind: acronis.VersionConflict, Status: 400, Code: "1001", Message: "Version mismatch", Attempts: 1}},
	{"media type", simulator.Fault{Status: 415}, acronis.Error{Kind: acronis.Invalid, Status: 415, Attempts: 1}},
	{"gone", simulator.Fault{Status: 410}, acronis.Error{Kind: acronis.NotFound, Status: 410, Attempts: 1}},
	{"rate limited", simulator.Fault{Status: 429, Times: 3}, acronis.Error{Kind: acronis.RateLimited, Status: 429, Attempts: 3}},
	{"server error", simulator.Fault{Status: 500}, acronis.Error{Kind: acronis.Unavailable, Status: 500, Attempts: 1}},
	{"bad gateway", simulator.Fault{Status: 502, Times: 3, Body: "<html>Bad Gateway</html>", Header: http.Header{"Content-Type": {"text/html"}}},
		acronis.Error{Kind: acronis.Unavailable, Status: 502, Message: "<html>Bad Gateway</html>", Attempts: 3}},
	{"unavailable", simulator.Fault{Status: 503, Times: 3}, acronis.Error{Kind: acronis.Unavailable, Status: 503, Attempts: 3}},
	{"gateway timeout", simulator.Fault{Status: 504, Times: 3}, acronis.Error{Kind: acronis.Unavailable, Status: 504, Attempts: 3}},
	{"error cut short", simulator.Fault{Status: 403, Cut: simulator.CutInBody, Body: "no entry for you here"},
		acronis.Error{Kind: acronis.Forbidden, Status: 403, Message: "no entry f", Attempts: 1}},
	{"redirect", simulator.Fault{Status: 302, Header: http.Header{"Location": {"https://portal.example.com/login?next=secret"}}},
		acronis.Error{Kind: acronis.Malformed, Status: 302, Location: "https://portal.example.com/login", Attempts: 1}},
	{"redirect without a place", simulator.Fault{Status: 307}, acronis.Error{Kind: acronis.Malformed, Status: 307, Attempts: 1}},
	{"broken JSON", simulator.Fault{Body: `{"id":"a",`}, acronis.Error{Kind: acronis.Malformed, Status: 200, Attempts: 1}},
	{"not a report", simulator.Fault{Body: `{"error":{"code":1000}}`}, acronis.Error{Kind: acronis.Malformed, Status: 200, Attempts: 1}},
	{"wrong type", simulator.Fault{Body: `{"id":"a","version":"1"}`}, acronis.Error{Kind: acronis.Malformed, Status: 200, Attempts: 1}},
	{"oversized", simulator.Fault{Body: `{"id":"` + guideID + `","version":1}`, Size: 8<<20 + 1}, acronis.Error{Kind: acronis.Malformed, Status: 200, Attempts: 1}},
	// net/http itself repeats a GET whose reused connection (here that of the token
	// request) turns out to be closed. That is the fourth request.
	{"cut each time", simulator.Fault{Cut: simulator.CutBeforeHeaders, Times: 4}, acronis.Error{Kind: acronis.Unavailable, Attempts: 3}},
	{"cut in the body", simulator.Fault{Cut: simulator.CutInBody, Times: 3}, acronis.Error{Kind: acronis.Unavailable, Attempts: 3}},
	{"never answers", simulator.Fault{Delay: time.Hour, Times: 3}, acronis.Error{Kind: acronis.Unavailable, Attempts: 3}},
}

func TestRefusals(t *testing.T) {
	for _, test := range refusals {
		t.Run(test.name, func(t *testing.T) {
			simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
				test.fault.Path = reportPath
				dc.Inject(test.fault)
				_, err := c.GetReport(t.Context(), guideID)
				got := asError(t, err)
				if test.want.Message == "" && test.fault.Body == "" {
					got.Message, got.Code, got.Details = "", "", "" // what the simulator sends is tested elsewhere
				}
				want := test.want
				want.Method, want.Path = "GET", reportPath
				if diff := cmp.Diff(want, *got, cmpopts.IgnoreFields(acronis.Error{}, "Err")); diff != "" {
					t.Errorf("error (-want +got):\n%s", diff)
				}
				if n := count(dc, reportPath); n != max(test.fault.Times, 1) {
					t.Errorf("%d requests arrived, want %d", n, max(test.fault.Times, 1))
				}
			})
		})
	}
}

func TestOversizedLimitIsExact(t *testing.T) {
	simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
		dc.Inject(simulator.Fault{Path: reportPath, Body: `{"id":"` + guideID + `","version":1}`, Size: 8 << 20})
		if _, err := c.GetReport(t.Context(), guideID); err != nil {
			t.Errorf("8 MiB are refused: %v", err)
		}
	})
}

func TestRedirectKeepsTheToken(t *testing.T) {
	visited := make(chan *http.Request, 10)
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { visited <- r }))
	defer elsewhere.Close()
	dc := simulator.New()
	defer dc.Close()
	base, err := dc.Listen()
	if err != nil {
		t.Fatal(err)
	}
	c, err := acronis.New(acronis.Config{BaseURL: base, ClientID: simulator.ClientID, ClientSecret: simulator.ClientSecret})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		dc.Inject(simulator.Fault{Path: reportPath, Status: status, Header: http.Header{"Location": {elsewhere.URL + "/x"}}})
		_, err := c.GetReport(t.Context(), guideID)
		if e := asError(t, err); e.Location != elsewhere.URL+"/x" {
			t.Errorf("%d: location %q", status, e.Location)
		}
	}
	select {
	case r := <-visited:
		t.Errorf("a redirect was followed, with Authorization %q", r.Header.Get("Authorization"))
	default:
	}
}

func TestReplyThatIsNotUTF8(t *testing.T) {
	simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
		dc.Inject(simulator.Fault{Path: reportPath, Body: "{\"id\":\"" + guideID + "\",\"version\":1,\"x\":\"\xff\"}"})
		report, err := c.GetReport(t.Context(), guideID)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := json.Marshal(report)
		if err != nil || !strings.Contains(string(raw), "\uFFFD") {
			t.Errorf("got %s, %v", raw, err)
		}
	})
}

func TestCancel(t *testing.T) {
	simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
		dc.Inject(simulator.Fault{Path: reportPath, Delay: time.Hour})
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		start := time.Now()
		_, err := c.GetReport(ctx, guideID)
		if !errors.Is(err, context.Canceled) || time.Since(start) != time.Second {
			t.Errorf("got %v after %v, want a cancel after 1s", err, time.Since(start))
		}
		if n := count(dc, reportPath); n != 1 {
			t.Errorf("%d requests, want 1", n)
		}
	})
}

func TestStats(t *testing.T) {
	simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
		dc.Inject(simulator.Fault{Path: reportPath, Status: 503})
		dc.Inject(simulator.Fault{Path: reportPath, Status: 404})
		ctx, stats := acronis.WithStats(t.Context())
		if _, err := c.GetReport(ctx, guideID); err == nil {
			t.Error("no error")
		}
		if stats.Attempts() != 3 || stats.Status() != 404 { // a token, a 503, a 404
			t.Errorf("%d attempts, status %d; want 3, 404", stats.Attempts(), stats.Status())
		}
	})
}
