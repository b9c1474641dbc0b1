package tenants_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/memory"
)

// Calls that wait while another one asks a data centre that doesn't answer fail with it,
// instead of asking one after the other. The next call asks again.
func TestWaitingCallsShareAFailure(t *testing.T) {
	const calls = 8
	for name, read := range map[string]func(context.Context, *tenants.Cache) error{
		"whole tree": func(ctx context.Context, c *tenants.Cache) error { _, err := c.Tree(ctx); return err },
		"around": func(ctx context.Context, c *tenants.Cache) error {
			_, _, err := c.Around(ctx, simulator.OwnTenantID)
			return err
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			dc, cache := newCache(t)
			dc.Inject(simulator.Fault{Path: "/api/2/tenants", Times: 3, Delay: time.Hour}) // the attempts of one call
			begun := time.Now()
			var all sync.WaitGroup
			for range calls {
				all.Go(func() {
					if e := (*acronis.Error)(nil); !errors.As(read(t.Context(), cache), &e) || e.Kind != acronis.Unavailable {
						t.Errorf("%s: %v", name, e)
					}
				})
			}
			all.Wait()
			if took := time.Since(begun); took > time.Minute {
				t.Errorf("%s: %d calls took %v", name, calls, took)
			}
			if err := read(t.Context(), cache); err != nil {
				t.Errorf("%s, afterwards: %v", name, err)
			}
		})
	}
}

// TestNobodyWaitsForMemoryWithTheLock has a call that can't run twice, such as one that
// creates a report, read the tenants, while a call with most of the memory waits for
// them. If the first waited for memory too, both would wait forever.
func TestNobodyWaitsForMemoryWithTheLock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dc, cache := newCache(t)
		dc.AddCustomers(8000)
		dc.Inject(simulator.Fault{Path: "/api/2/tenants", Delay: 5 * time.Second})
		b := memory.New(16 << 20)
		var all sync.WaitGroup
		all.Go(func() {
			if _, err := cache.Tree(b.With(t.Context())); err != nil {
				t.Errorf("the call that can't run twice: %v", err)
			}
		})
		all.Go(func() {
			time.Sleep(time.Second) // of the bubble: the other call waits for the data centre
			err := memory.Do(b.With(t.Context()), func(ctx context.Context) error {
				if err := memory.Reserve(ctx, 15<<20); err != nil {
					return err
				}
				_, err := cache.Tree(ctx)
				return err
			})
			if err != nil && !errors.As(err, new(*memory.LimitError)) { // with the tenants it needs more than there is
				t.Errorf("the call that has memory: %v", err)
			}
		})
		all.Wait()
	})
}

// newCache returns a cache of the tenants of a data centre.
func newCache(t *testing.T) (*simulator.DataCentre, *tenants.Cache) {
	t.Helper()
	dc := simulator.New()
	t.Cleanup(dc.Close)
	client, err := acronis.New(acronis.Config{BaseURL: "http://localhost", ClientID: simulator.ClientID, ClientSecret: simulator.ClientSecret, Dial: dc.DialContext})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return dc, tenants.NewCache(client, simulator.OwnTenantID)
}
