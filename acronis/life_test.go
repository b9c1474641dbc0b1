package acronis_test

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/acronis/simulator/openapitest"
)

// TestLifeOfAReport creates, reads, changes and deletes a report, and compares every
// request and reply with the vendor's description of the API.
func TestLifeOfAReport(t *testing.T) {
	for name, options := range map[string]func(*simulator.Options){
		"as documented":    func(*simulator.Options) {},
		"longest versions": func(o *simulator.Options) { o.FirstVersion = 9007199254740993 },
		"nothing at first": func(o *simulator.Options) { o.EmptyFirst, o.IDWhenSaved, o.CreatedAtNoZone = true, true, true },
		"forgetful":        func(o *simulator.Options) { o.UpdateResets = true },
	} {
		t.Run(name, func(t *testing.T) {
			simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
				options(&dc.Options)
				c.Watch(func(next http.RoundTripper) http.RoundTripper { return openapitest.Check(t, next) })
				ctx := t.Context()
				time.Sleep(time.Until(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))) // fake time

				own, err := c.OwnTenant(ctx)
				if err != nil || own != simulator.OwnTenantID {
					t.Fatalf("own tenant %q, %v", own, err)
				}
				tenants, err := c.GetTenants(ctx, own)
				if err != nil || len(tenants) < 10 {
					t.Fatalf("%d tenants, %v", len(tenants), err)
				}
				created, err := c.CreateReport(ctx, acronis.NewReport{
					Recipients: []string{}, ResultAction: "save",
					Parameters: acronis.NewReportParameters{
						TenantID: own, Level: "all_customers", Kind: "usage_summary", Formats: []string{"csv_v2_0", "json_v2_0"},
						Period: &acronis.ReportPeriod{Start: "2026-10-01", End: "2026-10-31"},
					},
					Schedule: acronis.NewReportSchedule{Type: "once", Enabled: true},
				})
				if err != nil {
					t.Fatal(err)
				}
				if _, err := c.GetStoredReports(ctx, created.ID); err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Minute) // fake time
				stored, err := c.GetStoredReports(ctx, created.ID)
				if err != nil || len(stored) != 2 || stored[0].Status != acronis.StoredSaved || stored[0].Size == 0 {
					t.Fatalf("stored %+v, %v", stored, err)
				}
				ids, err := c.GetTenantReports(ctx, own)
				if err != nil || len(ids) == 0 {
					t.Fatalf("ids %v, %v", ids, err)
				}
				off := acronis.ReportUpdate{Schedule: &acronis.ReportUpdateSchedule{Enabled: false}}
				updated, err := c.UpdateReport(ctx, simulator.MonthlyReportID, off, nil)
				if err != nil || updated.Schedule.Enabled {
					t.Fatalf("updated %+v, %v", updated, err)
				}
				_, err = c.UpdateReport(ctx, created.ID, off, nil)
				if e := asError(t, err); e.Kind != acronis.Invalid {
					t.Errorf("updating a one-off report: %v", e)
				}
				err = c.DeleteReport(ctx, created.ID, created.Version+1)
				if e := asError(t, err); e.Kind != acronis.VersionConflict {
					t.Errorf("deleting another version: %v", e)
				}
				if err := c.DeleteReport(ctx, created.ID, created.Version); err != nil {
					t.Fatal(err)
				}
				_, err = c.GetReport(ctx, created.ID)
				if e := asError(t, err); e.Kind != acronis.NotFound {
					t.Errorf("getting what is deleted: %v", e)
				}
			})
		})
	}
}

func TestNotReady(t *testing.T) {
	for _, hour := range []int{2, 9} { // 400 in the early morning, 500 later
		simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
			time.Sleep(time.Until(time.Date(2026, 11, 23, hour, 0, 0, 0, time.UTC))) // fake time
			dc.NotReady = true
			_, err := c.CreateReport(t.Context(), acronis.NewReport{
				Recipients: []string{}, ResultAction: "save",
				Parameters: acronis.NewReportParameters{
					TenantID: simulator.OwnTenantID, Level: "itself", Kind: "usage_summary", Formats: []string{"csv_v2_0"},
					Period: &acronis.ReportPeriod{Start: "2026-10-01", End: "2026-10-31"},
				},
				Schedule: acronis.NewReportSchedule{Type: "once", Enabled: true},
			})
			if e := asError(t, err); e.Kind != acronis.NotReady {
				t.Errorf("at %d: %v (%s), want not ready", hour, e, e.Kind)
			}
			if n := count(dc, "/api/2/reports"); n != 1 {
				t.Errorf("at %d: sent %d times", hour, n)
			}
		})
	}
}

func TestOwnTenantOfAUser(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dc := simulator.New()
		defer dc.Close()
		dc.UserToken = true
		dc.Inject(simulator.Fault{Path: "/api/2/clients/", Status: 403})
		c := newClient(t, dc, acronis.Config{ClientID: simulator.ClientID, ClientSecret: simulator.ClientSecret})
		defer c.Close()
		if own, err := c.OwnTenant(t.Context()); err != nil || own != simulator.OwnTenantID {
			t.Errorf("own tenant %q, %v", own, err)
		}
	})
}

// A list whose reply breaks off is an error, not a shorter list.
func TestTenantsAreAllOrNone(t *testing.T) {
	simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
		page := `{"items":[{"id":"a","name":"A","kind":"customer"}],"paging":{"cursors":{"after":"next"}}}`
		dc.Inject(simulator.Fault{Path: "/api/2/tenants", Body: page})
		dc.Inject(simulator.Fault{Path: "/api/2/tenants", Status: 500})
		if all, err := c.GetTenants(t.Context(), simulator.OwnTenantID); err == nil || all != nil {
			t.Errorf("got %v, %v; want an error", all, err)
		}
		dc.Inject(simulator.Fault{Path: "/api/2/tenants", Body: page, Times: 2})
		_, err := c.GetTenants(t.Context(), simulator.OwnTenantID)
		if e := asError(t, err); e.Kind != acronis.Malformed {
			t.Errorf("a cursor that leads to itself: %v", e)
		}
		for i := range 2000 {
			dc.Inject(simulator.Fault{Path: "/api/2/tenants", Body: strings.Replace(page, "next", strconv.Itoa(i), 1)})
		}
		_, err = c.GetTenants(t.Context(), simulator.OwnTenantID)
		if e := asError(t, err); e.Kind != acronis.Malformed {
			t.Errorf("pages without an end: %v", e)
		}
	})
}

// TestOwnTenantOfMany has many calls wait for a token that is refused. They share
// its error.
func TestOwnTenantOfMany(t *testing.T) {
	dc := simulator.New()
	defer dc.Close()
	c := newClient(t, dc, acronis.Config{ClientID: simulator.ClientID, ClientSecret: "wrong"})
	defer c.Close()
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if _, err := c.OwnTenant(t.Context()); !errors.Is(err, acronis.ErrCredentialsRefused) {
				t.Error(err)
			}
		})
	}
	all.Wait()
}
