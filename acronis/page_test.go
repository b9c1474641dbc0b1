package acronis_test

import (
	"context"
	"strings"
	"testing"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
)

// A lateContext ends when its error has been looked at some times.
type lateContext struct {
	context.Context
	looks, most int
}

func (c *lateContext) Err() error {
	if c.looks++; c.looks > c.most {
		return context.Canceled
	}
	return nil
}

// Decoding a list of very many elements ends with its context.
func TestDecodingEndsWithTheCall(t *testing.T) {
	const n = 100_000
	simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
		get := func(most int) (int, int, error) {
			dc.Inject(simulator.Fault{Path: "/api/2/tenants/", Body: `{"items":[{}` + strings.Repeat(",{}", n-1) + `]}`})
			ctx := &lateContext{t.Context(), 0, most}
			got, err := c.GetUsages(ctx, simulator.OwnTenantID)
			return len(got), ctx.looks, err
		}
		got, all, err := get(1 << 30)
		if got != n || err != nil || all < n/256 {
			t.Fatalf("%d usages, %d looks, %v", got, all, err)
		}
		if _, looks, err := get(all / 2); err != context.Canceled || looks > all/2+50 {
			t.Errorf("%d looks instead of %d, %v", looks, all/2, err)
		}
	})
}
