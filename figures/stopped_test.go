package figures

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"acronis-reports-mcp/interrupt"
	"acronis-reports-mcp/usage"
)

// A selection and what is observed of it end with their context.
func TestSelectionStopped(t *testing.T) {
	const n = 10_000
	c := criteriaOf("partner", "direct_partners")
	var rows []usage.Tenant
	for i := range n {
		id := fmt.Sprint("t", i)
		c.Wanted, rows = append(c.Wanted, id), append(rows, usage.Tenant{ID: id, Kind: "customer"})
	}
	ctx, cancel := context.WithCancel(t.Context())
	whole, err := newSelection(ctx, c, rows)
	if err != nil || len(whole.wanted) != n || len(whole.rows) != n {
		t.Fatal(err, len(whole.wanted), len(whole.rows))
	}
	looked := 0
	name := func(id string) string {
		if looked++; looked == n/2 {
			cancel()
		}
		return id
	}
	folders := slices.Clone(rows)
	for i := range folders {
		folders[i].Kind = "folder"
	}
	whole.Level = "accounts"
	whole.observe(interrupt.Seq(ctx, slices.Values(folders)), name)
	if looked < n/2 || looked > n/2+1000 {
		t.Errorf("%d tenants were looked at, the context ended after %d", looked, n/2)
	}
	if s, err := newSelection(ctx, c, rows); err != context.Canceled || len(s.wanted) == n {
		t.Error("a selection after the end:", err)
	}
}
