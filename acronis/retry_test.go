package acronis_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
)

func TestRetryRecovers(t *testing.T) {
	for name, fault := range map[string]simulator.Fault{
		"429":             {Status: 429},
		"502":             {Status: 502},
		"503":             {Status: 503},
		"504":             {Status: 504},
		"cut":             {Cut: simulator.CutBeforeHeaders},
		"cut in the body": {Cut: simulator.CutInBody},
		"slow":            {Delay: time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
				fault.Path, fault.Times = reportPath, 2
				dc.Inject(fault)
				report, err := c.GetReport(t.Context(), guideID)
				if err != nil || report.ID != guideID {
					t.Errorf("got %v, %v", report, err)
				}
				if n := count(dc, reportPath); n != 3 {
					t.Errorf("%d requests, want 3", n)
				}
			})
		})
	}
}

// The token request is a POST, so it isn't retried when its outcome is unknown.
func TestPostIsNotRepeated(t *testing.T) {
	for name, test := range map[string]struct {
		fault    simulator.Fault
		requests int
	}{
		"cut":             {simulator.Fault{Cut: simulator.CutBeforeHeaders}, 1},
		"cut in the body": {simulator.Fault{Cut: simulator.CutInBody}, 1},
		"502":             {simulator.Fault{Status: 502}, 1},
		"504":             {simulator.Fault{Status: 504}, 1},
		"429":             {simulator.Fault{Status: 429}, 3},
		"503":             {simulator.Fault{Status: 503}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
				test.fault.Path, test.fault.Times = tokenPath, 3
				dc.Inject(test.fault)
				_, err := c.GetReport(t.Context(), guideID)
				if e := asError(t, err); e.Path != tokenPath || e.Attempts != test.requests {
					t.Errorf("got %v, %d attempts", e, e.Attempts)
				}
				if n := count(dc, tokenPath); n != test.requests {
					t.Errorf("%d token requests, want %d", n, test.requests)
				}
			})
		})
	}
}

func TestRetryAfter(t *testing.T) {
	for _, test := range []struct {
		name, header string
		status       int
		deadline     time.Duration // 0: none
		wait         time.Duration // exactly, if the call succeeds
		retryAfter   time.Duration // of the error, if it fails at once
	}{
		{name: "seconds", header: "7", status: 429, wait: 7 * time.Second},
		{name: "seconds, 503", header: "20", status: 503, wait: 20 * time.Second},
		{name: "date", header: "date+9", status: 429, wait: 9 * time.Second},
		{name: "inside the deadline", header: "7", status: 429, deadline: 8 * time.Second, wait: 7 * time.Second},
		{name: "past the deadline", header: "30", status: 429, deadline: 20 * time.Second, retryAfter: 30 * time.Second},
		{name: "date past the deadline", header: "date+30", status: 503, deadline: 20 * time.Second, retryAfter: 30 * time.Second},
		{name: "longer than anybody waits", header: "3600", status: 429, retryAfter: time.Hour},
		{name: "longer than a number", header: "3000000000", status: 429, retryAfter: (1<<31 - 1) * time.Second},
	} {
		t.Run(test.name, func(t *testing.T) {
			simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
				header := http.Header{}
				switch test.header {
				case "date+9":
					header.Set("Retry-After", time.Now().Add(9*time.Second).UTC().Format(http.TimeFormat))
				case "date+30":
					header.Set("Retry-After", time.Now().Add(30*time.Second).UTC().Format(http.TimeFormat))
				default:
					header.Set("Retry-After", test.header)
				}
				dc.Inject(simulator.Fault{Path: reportPath, Status: test.status, Header: header})
				ctx, cancel := context.WithCancel(t.Context())
				if test.deadline > 0 {
					ctx, cancel = context.WithTimeout(t.Context(), test.deadline)
				}
				defer cancel()
				start := time.Now()
				_, err := c.GetReport(ctx, guideID)
				took := time.Since(start)
				if test.retryAfter > 0 {
					e := asError(t, err)
					if e.RetryAfter != test.retryAfter || e.Status != test.status || took != 0 {
						t.Errorf("got %v, retry after %v, in %v; want the refusal at once, retry after %v", e, e.RetryAfter, took, test.retryAfter)
					}
					return
				}
				if err != nil || took != test.wait {
					t.Errorf("got %v after %v, want success after %v", err, took, test.wait)
				}
			})
		})
	}
}

// A date in Retry-After is compared with the server's clock, not with ours.
func TestRetryAfterDateUsesTheServersClock(t *testing.T) {
	simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
		theirs := time.Now().Add(-3 * time.Hour).UTC()
		dc.Inject(simulator.Fault{Path: reportPath, Status: 503, Header: http.Header{
			"Date":        {theirs.Format(http.TimeFormat)},
			"Retry-After": {theirs.Add(5 * time.Second).Format(http.TimeFormat)},
		}})
		start := time.Now()
		_, err := c.GetReport(t.Context(), guideID)
		if err != nil || time.Since(start) != 5*time.Second {
			t.Errorf("got %v after %v, want success after 5s", err, time.Since(start))
		}
	})
}

func TestDeadline(t *testing.T) {
	simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
		dc.Inject(simulator.Fault{Path: reportPath, Delay: time.Hour, Times: 9})
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		start := time.Now()
		_, err := c.GetReport(ctx, guideID)
		if e := asError(t, err); e.Kind != acronis.Unavailable || time.Since(start) != 20*time.Second {
			t.Errorf("got %v after %v, want unavailable after 20s", e, time.Since(start))
		}
	})
}
