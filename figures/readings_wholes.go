package figures

import (
	"context"
	"slices"

	"acronis-reports-mcp/interrupt"
	"acronis-reports-mcp/usage"
)

// withoutWholes removes the partners that are counted as a whole and may have
// gained or lost a customer since the month before: their readings are of
// different customers.
func (found *compared) withoutWholes(ctx context.Context, a *Answer, c Criteria, then, now usage.Groups) error {
	kinds := map[string]string{} // of the tenants that differ
	for _, d := range found.differing {
		kinds[d.tenant] = ""
	}
	check := interrupt.New(ctx)
	wholes := false
	for t := range a.Summary.Tenants.All() {
		if err := check.Err(); err != nil {
			return err
		}
		if _, differs := kinds[t.ID]; differs {
			kinds[t.ID] = a.Selection.kind(t.ID, t.Kind)
			wholes = wholes || isWhole(kinds[t.ID])
		}
	}
	if !wholes {
		return nil
	}
	moved, err := newBetweenFiles(ctx, then, now)
	if err != nil {
		return err
	}
	before := len(found.differing)
	found.differing = slices.DeleteFunc(found.differing, func(d difference) bool {
		return isWhole(kinds[d.tenant]) && moved.concerns(d.tenant, c)
	})
	found.customers -= before - len(found.differing)
	return nil
}

// isWhole reports whether a tenant of a kind has the usage of others too.
func isWhole(kind string) bool { return kind == "partner" || kind == "folder" }

// betweenFiles are customers that may be part of a partner in one of two files.
type betweenFiles struct {
	came []string // with readings only in the earlier file
	left bool     // customers of the later file had readings before, but not in the earlier file
}

func newBetweenFiles(ctx context.Context, then, now usage.Groups) (moved betweenFiles, err error) {
	inThen, inNow := map[string]bool{}, map[string]bool{}
	check := interrupt.New(ctx)
	for _, g := range then.All() {
		if err := check.Err(); err != nil {
			return moved, err
		}
		inThen[g.Tenant] = true
	}
	for _, g := range now.All() {
		if err := check.Err(); err != nil {
			return moved, err
		}
		inNow[g.Tenant] = true
		moved.left = moved.left || !inThen[g.Tenant] && g.Absolute != g.Delta
	}
	for _, g := range then.All() {
		if err := check.Err(); err != nil {
			return moved, err
		}
		if !inNow[g.Tenant] && !g.Absolute.Total.IsZero() {
			moved.came = append(moved.came, g.Tenant)
		}
	}
	return moved, nil
}

// concerns reports whether customers may have moved to or from a partner.
func (b betweenFiles) concerns(partner string, c Criteria) bool {
	return b.left || slices.ContainsFunc(b.came, func(id string) bool {
		return !c.Readable || c.partial() || c.Tree.Within(id, partner)
	})
}
