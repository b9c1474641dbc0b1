package acronis_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
)

func TestTokenIsKeptAndRenewedAhead(t *testing.T) {
	for name, test := range map[string]struct {
		options func(*simulator.Options)
		fault   simulator.Fault // another token reply
		renewed time.Duration   // after which the token is renewed, to the minute
	}{
		"expires_on":                {renewed: 105 * time.Minute},
		"expires_on, short":         {options: func(o *simulator.Options) { o.TokenLifetime = 10 * time.Minute }, renewed: 8 * time.Minute},
		"expires_in":                {fault: simulator.Fault{Body: `{"access_token":"t","token_type":"bearer","expires_in":3600}`}, renewed: 48 * time.Minute},
		"neither":                   {fault: simulator.Fault{Body: `{"access_token":"t","token_type":"bearer"}`}, renewed: 105 * time.Minute},
		"expires_on goes first":     {fault: simulator.Fault{Body: `{"access_token":"t","expires_on":946688400,"expires_in":60}`}, renewed: 48 * time.Minute}, // 2000-01-01 01:00 UTC
		"over before it began":      {fault: simulator.Fault{Body: `{"access_token":"t","expires_on":946684000}`}, renewed: 48 * time.Second},
		"for ever":                  {fault: simulator.Fault{Body: `{"access_token":"t","expires_in":1e10}`}, renewed: 23*time.Hour + 45*time.Minute},
		"the clock is an hour late": {fault: simulator.Fault{Body: `{"access_token":"t","expires_on":946692000}`, Header: http.Header{"Date": {"Sat, 01 Jan 2000 01:00:00 GMT"}}}, renewed: 48 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
				if test.options != nil {
					test.options(&dc.Options)
				}
				if test.fault.Body != "" {
					test.fault.Path = tokenPath
					dc.Inject(test.fault)
				}
				dc.Inject(simulator.Fault{Path: reportPath, Body: `{"id":"` + guideID + `","version":1}`, Times: 3}) // with any token
				for _, step := range []struct {
					at     time.Duration
					tokens int
				}{{0, 1}, {test.renewed - time.Minute, 1}, {test.renewed + time.Minute, 2}} {
					time.Sleep(time.Until(start.Add(step.at))) // fake time
					if _, err := c.GetReport(t.Context(), guideID); err != nil {
						t.Fatal(err)
					}
					synctest.Wait() // for a renewal in the background
					if n := count(dc, tokenPath); n != step.tokens {
						t.Errorf("after %v: %d tokens asked for, want %d", step.at, n, step.tokens)
					}
				}
			})
		})
	}
}

// start is the time at which every bubble of testing/synctest begins.
var start = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

func TestOneRenewalForAll(t *testing.T) {
	simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
		dc.Inject(simulator.Fault{Path: tokenPath, Delay: 5 * time.Second})
		var wg sync.WaitGroup
		for i := range 50 {
			wg.Go(func() {
				if _, err := c.GetReport(t.Context(), guideID); err != nil {
					t.Errorf("call %d: %v", i, err)
				}
			})
		}
		// Another caller stops waiting when its time is over. The renewal continues for the others.
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		_, err := c.GetReport(ctx, guideID)
		if e := asError(t, err); e.Kind != acronis.Unavailable || time.Since(start) != 2*time.Second {
			t.Errorf("got %v after %v, want unavailable after 2s", err, time.Since(start))
		}
		ctx, cancel = context.WithCancel(t.Context())
		cancel()
		if _, err := c.GetReport(ctx, guideID); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want a cancel", err)
		}
		wg.Wait()
		if n := count(dc, tokenPath); n != 1 {
			t.Errorf("%d token requests, want 1", n)
		}
	})
}

func TestNewTokenAfter401(t *testing.T) {
	simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
		for range 2 {
			if _, err := c.GetReport(t.Context(), guideID); err != nil {
				t.Fatal(err)
			}
			dc.RevokeTokens()
		}
		if n := count(dc, tokenPath); n != 2 {
			t.Errorf("%d token requests, want 2", n)
		}
		dc.Inject(simulator.Fault{Path: reportPath, Status: 401, Times: 2})
		_, err := c.GetReport(t.Context(), guideID)
		if e := asError(t, err); e.Kind != acronis.Unauthenticated || errors.Is(err, acronis.ErrCredentialsRefused) {
			t.Errorf("got %v, want unauthenticated, the credentials being good", e)
		}
		if n := count(dc, reportPath); n != 5 { // 1, 2 with a new token, 2 refused
			t.Errorf("%d report requests, want 5", n)
		}
	})
}

// Many calls whose token was revoked request only one new token.
func TestOneRenewalAfterMany401(t *testing.T) {
	simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
		if _, err := c.GetReport(t.Context(), guideID); err != nil {
			t.Fatal(err)
		}
		dc.RevokeTokens()
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				if _, err := c.GetReport(t.Context(), guideID); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := count(dc, tokenPath); n != 2 {
			t.Errorf("%d token requests, want 2", n)
		}
	})
}

func TestReadyTokenIsNotRenewed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dc := simulator.New()
		defer dc.Close()
		c := newClient(t, dc, acronis.Config{AccessToken: "not-a-token"})
		defer c.Close()
		_, err := c.GetReport(t.Context(), guideID)
		if e := asError(t, err); e.Kind != acronis.Unauthenticated || !errors.Is(err, acronis.ErrAccessTokenRefused) {
			t.Errorf("got %v, want the access token refused", err)
		}
		if all := dc.Requests(); len(all) != 1 || all[0].Path != reportPath {
			t.Errorf("requests %v, want the report's alone", all)
		}
	})
}

func TestCredentialsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dc := simulator.New()
		defer dc.Close()
		c := newClient(t, dc, acronis.Config{ClientID: simulator.ClientID, ClientSecret: "wrong"})
		defer c.Close()
		_, err := c.GetReport(t.Context(), guideID)
		e := asError(t, err)
		if e.Kind != acronis.Unauthenticated || e.Status != 401 || e.Code != "access_denied" || e.Path != tokenPath || !errors.Is(err, acronis.ErrCredentialsRefused) {
			t.Errorf("got %#v, want access_denied from the token endpoint", e)
		}
	})
}

func TestBadTokenReplies(t *testing.T) {
	for body, kind := range map[string]acronis.Kind{
		`{"token_type":"bearer"}`:                                  acronis.Malformed,
		`{"access_token":""}`:                                      acronis.Malformed,
		`{"access_token":"a\r\nX: y"}`:                             acronis.Malformed,
		`{"access_token":5}`:                                       acronis.Malformed,
		`<html>Sign in</html>`:                                     acronis.Malformed,
		`{"access_token":"` + strings.Repeat("x", 16<<10+1) + `"}`: acronis.Malformed,
	} {
		simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
			dc.Inject(simulator.Fault{Path: tokenPath, Body: body})
			_, err := c.GetReport(t.Context(), guideID)
			if e := asError(t, err); e.Kind != kind || e.Path != tokenPath {
				t.Errorf("%.60s: got %v, want %s", body, e, kind)
			}
		})
	}
}

// If a renewal ahead of time fails, the old token remains in use.
func TestFailedRenewalKeepsTheOldToken(t *testing.T) {
	simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
		if _, err := c.GetReport(t.Context(), guideID); err != nil {
			t.Fatal(err)
		}
		time.Sleep(110 * time.Minute) // fake time: ten minutes of the token are left
		dc.Inject(simulator.Fault{Path: tokenPath, Status: 500})
		if _, err := c.GetReport(t.Context(), guideID); err != nil {
			t.Errorf("the old token was not used: %v", err)
		}
		synctest.Wait() // for the renewal in the background
		if n := count(dc, tokenPath); n != 2 {
			t.Errorf("%d token requests, want 2", n)
		}
	})
}

// Nobody waits while a token is renewed ahead of time, because the old one is valid.
func TestRenewalAheadHoldsNobodyUp(t *testing.T) {
	simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
		if _, err := c.GetReport(t.Context(), guideID); err != nil {
			t.Fatal(err)
		}
		time.Sleep(110 * time.Minute) // fake time: ten minutes of the token are left
		dc.Inject(simulator.Fault{Path: tokenPath, Status: 429, Header: http.Header{"Retry-After": {"20"}}, Times: 2})
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		for range 2 {
			if _, err := c.GetReport(ctx, guideID); err != nil {
				t.Error(err)
			}
		}
		time.Sleep(time.Minute)
		if n := count(dc, tokenPath); n != 4 { // the first one, then two refused and one granted
			t.Errorf("%d token requests, want 4", n)
		}
	})
}
