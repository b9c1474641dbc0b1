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
			dc := simulator.New()
			defer dc.Close()
			client, err := acronis.New(acronis.Config{BaseURL: "http://localhost", ClientID: simulator.ClientID, ClientSecret: simulator.ClientSecret, Dial: dc.DialContext})
			if err != nil {
				t.Fatal(err)
			}
			defer client.Close()
			cache := tenants.NewCache(client, simulator.OwnTenantID)
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
