package openapitest_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"

	"acronis-reports-mcp/acronis/simulator/openapitest"
)

const (
	reportPath = "/api/2/reports/20dffb36-d77b-45c6-b2fa-39276e98d5fc"
	report     = `{"id":"20dffb36-d77b-45c6-b2fa-39276e98d5fc","version":1,"generation_date":"2017-05-08",
 "result_action":"save","recipients":[],"schedule":{"enabled":true,"type":"once"},
 "parameters":{"kind":"usage_summary","level":"accounts","formats":["csv"],
 "period":{"start":"2017-05-01","end":"2017-05-07"},"tenant_id":"ede9f834-70b3-476c-83d9-736f9f8c7dae"}}`
	order = `{"recipients":[],"result_action":"save","schedule":{"type":"once"},
 "parameters":{"kind":"usage_summary","level":"accounts","tenant_id":"ede9f834-70b3-476c-83d9-736f9f8c7dae"}}`
	pricePath = "/api/price_sync/v1/effective_price_lists?months=2026-10&tenant_id=ede9f834-70b3-476c-83d9-736f9f8c7dae"
	flat      = `{"code":"ACCESS_DENIED_ERROR","domain":"ACCESS","message":"no"}`
	refusal   = `{"error":{"code":1002,"domain":null,"message":"no","details":{"info":null}}}`
)

// recorder is a testing.TB that counts failures.
type recorder struct {
	testing.TB
	errors []string
}

func (r *recorder) Errorf(format string, args ...any) {
	r.errors = append(r.errors, fmt.Sprintf(format, args...))
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// reply responds to every request in the same way.
func reply(status int, body string) roundTrip {
	return func(req *http.Request) (*http.Response, error) {
		header := http.Header{"Content-Type": {"application/json"}}
		return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body)), Request: req}, nil
	}
}

func TestCheck(t *testing.T) {
	for name, test := range map[string]struct {
		method, path, body string
		status             int
		reply              string
		good               bool
	}{
		"a report":                     {"GET", reportPath, "", 200, report, true},
		"a report less a field":        {"GET", reportPath, "", 200, strings.Replace(report, `"version":1,`, "", 1), false},
		"a version that is text":       {"GET", reportPath, "", 200, strings.Replace(report, `1,`, `"1",`, 1), false},
		"a success not described":      {"GET", reportPath, "", 203, report, false},
		"a refusal":                    {"GET", reportPath, "", 403, refusal, true},
		"a refusal of another shape":   {"GET", reportPath, "", 403, `{"error":"access_denied"}`, false},
		"a status not described":       {"GET", reportPath, "", 426, refusal, true},
		"that and another shape":       {"GET", reportPath, "", 426, `{"error":"access_denied"}`, false},
		"that and no JSON":             {"GET", reportPath, "", 502, `<h1>`, false},
		"a path not described":         {"GET", "/api/2/nothing", "", 200, `{}`, false},
		"a path not described refused": {"GET", "/api/2/nothing", "", 404, refusal, true},
		"a path of another API":        {"GET", "/api/1/reports", "", 200, `{}`, false},
		"price lists":                  {"GET", pricePath, "", 200, `{"price_lists":[]}`, true},
		"a price list less its month":  {"GET", pricePath, "", 200, `{"price_lists":[{"currency":"EUR"}]}`, false},
		"price lists of no tenant":     {"GET", "/api/price_sync/v1/effective_price_lists?months=2026-10", "", 200, `{"price_lists":[]}`, false},
		"a flat refusal":               {"GET", pricePath, "", 403, flat, true},
		"a flat refusal not described": {"GET", pricePath, "", 405, flat, true},
		"prices refused as reports":    {"GET", pricePath, "", 403, refusal, false},
		"a flat refusal of a report":   {"GET", reportPath, "", 403, flat, false},
		"a deletion":                   {"DELETE", reportPath + "?version=1", "", 204, "", true},
		"a deletion of no version":     {"DELETE", reportPath, "", 204, "", false},
		"that refused":                 {"DELETE", reportPath, "", 400, refusal, true},
		"an order":                     {"POST", "/api/2/reports", order, 200, report, true},
		"an order with more fields":    {"POST", "/api/2/reports", strings.Replace(order, `{`, `{"x":1,`, 1), 200, report, false},
		"an order of no recipients":    {"POST", "/api/2/reports", strings.Replace(order, `"recipients":[],`, ``, 1), 200, report, false},
	} {
		r := &recorder{TB: t}
		req, err := http.NewRequest(test.method, "http://dc"+test.path, strings.NewReader(test.body))
		if err != nil {
			t.Fatal(err)
		}
		if test.body != "" {
			req.Header.Set("Content-Type", "application/json")
		}
		resp, err := openapitest.Check(r, reply(test.status, test.reply)).RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		if body, err := io.ReadAll(resp.Body); string(body) != test.reply || err != nil {
			t.Errorf("%s: handed on %q and %v", name, body, err)
		}
		if (len(r.errors) == 0) != test.good {
			t.Errorf("%s: good should be %t: %q", name, test.good, r.errors)
		}
	}
}

// An error of the transport or of a body is passed on unchanged.
func TestCheckHandsOnErrors(t *testing.T) {
	broken := errors.New("broken")
	req, err := http.NewRequest("GET", "http://dc"+reportPath, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = openapitest.Check(t, roundTrip(func(*http.Request) (*http.Response, error) { return nil, broken })).RoundTrip(req)
	if err != broken {
		t.Errorf("got %v", err)
	}

	half := roundTrip(func(*http.Request) (*http.Response, error) {
		body := io.NopCloser(io.MultiReader(strings.NewReader("half"), iotest.ErrReader(broken)))
		return &http.Response{StatusCode: 200, Body: body}, nil
	})
	resp, err := openapitest.Check(t, half).RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(resp.Body); string(got) != "half" || err != broken {
		t.Errorf("got %q and %v", got, err)
	}

	req.Method, req.Body = "POST", io.NopCloser(iotest.ErrReader(broken))
	if _, err := openapitest.Check(t, half).RoundTrip(req); err != broken {
		t.Errorf("got %v", err)
	}
}
