package figures_test

import (
	"cmp"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/figures/tenants"
)

// simulate runs a test with an engine for a data centre in memory, with fake
// time.
func simulate(t *testing.T, dc func() *simulator.DataCentre, test func(t *testing.T, dc *simulator.DataCentre, e *figures.Engine)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))) // of the bubble
		center := dc()
		defer center.Close()
		client, err := acronis.New(acronis.Config{
			BaseURL: "http://localhost", ClientID: simulator.ClientID, ClientSecret: simulator.ClientSecret, Dial: center.DialContext,
		})
		if err != nil {
			t.Fatal(err)
		}
		defer client.Close()
		e := &figures.Engine{Client: client, Tenants: tenants.NewCache(client, ""), Files: new(store.Files)}
		defer e.Files.Close()
		test(t, center, e)
	})
}

// TestGatheredAtOnce delays the tenants, the units and the file by five seconds
// each. The answer needs five seconds, not fifteen.
func TestGatheredAtOnce(t *testing.T) {
	simulate(t, simulator.New, func(t *testing.T, dc *simulator.DataCentre, e *figures.Engine) {
		source, err := e.SourceOf(t.Context(), simulator.SeptemberReportID)
		if err != nil {
			t.Fatal(err)
		}
		dc.Inject(simulator.Fault{Path: "/api/2/tenants", Times: 3, Delay: 5 * time.Second}) // tenants, usages and offering items
		dc.Inject(simulator.Fault{Path: "/api/2/reports/" + simulator.SeptemberReportID + "/stored/", Delay: 5 * time.Second})
		begin := time.Now()
		if _, err := e.Ask(t.Context(), source, figures.Question{}); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(begin); took != 5*time.Second {
			t.Errorf("took %v, want 5s", took)
		}
	})
}

// TestCutDownload cuts the download of a file while it is added up. The sum is that
// of the next attempt, and there is none if all attempts are cut.
func TestCutDownload(t *testing.T) {
	want := ""
	for cuts := range 4 {
		simulate(t, simulator.New, func(t *testing.T, dc *simulator.DataCentre, e *figures.Engine) {
			source, err := e.SourceOf(t.Context(), simulator.SeptemberReportID)
			if err != nil {
				t.Fatal(err)
			}
			if cuts > 0 {
				dc.Inject(simulator.Fault{Path: "/api/2/reports/" + simulator.SeptemberReportID + "/stored/", Cut: simulator.CutInBody, Times: cuts})
			}
			a, err := e.Ask(t.Context(), source, figures.Question{})
			if failed := (*acronis.Error)(nil); cuts == 3 {
				if !errors.As(err, &failed) || a != nil {
					t.Errorf("cut three times: %v, %v", a, err)
				}
				return
			}
			if err != nil {
				t.Fatalf("cut %d times: %v", cuts, err)
			}
			used, _ := a.Totals()
			got := fmt.Sprint(used, a.Control(), a.SHA256, a.Summary.Rows)
			if want = cmp.Or(want, got); got != want || a.Summary.Rows == 0 {
				t.Errorf("cut %d times: %s, want %s", cuts, got, want)
			}
		})
	}
}
