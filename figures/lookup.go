package figures

import (
	"cmp"
	"context"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/usage"
)

// partial reports whether the tree has only some tenants, although all can be
// read.
func (c Criteria) partial() bool { return c.Readable && !c.Tree.Whole }

// needsTree reports whether sums that were made with some tenants depend on the
// others: to find what moved if the control totals differ, or because the file
// has kinds of tenants that aren't known.
func (s *Selection) needsTree(sum *usage.Summary) bool {
	if !s.partial() {
		return false
	}
	for t := range sum.Tenants.All() {
		if _, known := knownKind(t.Kind); !known && s.Level != "itself" {
			return true
		}
	}
	return sum.Control.Status == "differs"
}

// isLooked reports whether the tree has a tenant if it exists.
func (s *Selection) isLooked(id string) bool { return !s.partial() || s.looked[id] }

// withTree returns the selection with another tree, for which some tenants were
// looked up.
func (s *Selection) withTree(tree *tenants.Tree, ids []string) *Selection {
	with := *s
	with.Tree, with.looked = tree, map[string]bool{}
	for _, id := range ids {
		with.looked[id] = true
	}
	return &with
}

// LookUp reads the tenants of groups that will be shown, if answers were made
// without all tenants. Then warnings cover these tenants too.
func (e *Engine) LookUp(ctx context.Context, answers []*Answer, shown []usage.Group) error {
	var ids []string
	for _, g := range shown {
		if g.Tenant != "" {
			ids = append(ids, g.Tenant)
		}
	}
	for _, a := range answers {
		if !a.Selection.partial() {
			continue
		}
		wanted := append(ids, a.Selection.Subject)
		tree, readable, err := e.Tenants.Around(ctx, wanted...)
		if err != nil {
			return err
		}
		if readable {
			a.Selection = a.Selection.withTree(tree, wanted)
			if err := a.observe(ctx); err != nil {
				return err
			}
		}
		if a.others, err = e.otherReports(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

// lookUpOwners reads the owners of infrastructure components, other than the
// vendor.
func (e *Engine) lookUpOwners(ctx context.Context, c *Criteria, found []usage.Infra, known map[string]acronis.Infra) (err error) {
	ids := []string{c.Subject}
	for _, i := range found[:min(len(found), maxInfraNames)] {
		if i.Owner != "" && !known[i.ID].PlatformOwned {
			ids = append(ids, i.Owner)
		}
	}
	c.Tree, c.Readable, err = e.Tenants.Around(ctx, ids...)
	return err
}

// notLookedUp returns how many of the counted tenants were not looked up.
func (a *Answer) notLookedUp() (n int) {
	for t := range a.Summary.Tenants.All() {
		if t.Role.Counted && !a.Selection.isLooked(t.ID) {
			n++
		}
	}
	return n
}

// orderName returns the name by which a tenant of the file is put in order, given
// its index. Without all tenants it is the name in the file, so that the order doesn't depend on which
// tenants were looked up.
func (a *Answer) orderName(i int, id string) string {
	if a.Selection.partial() {
		return escape.Text(cmp.Or(a.Summary.Tenants.NameAt(i), id))
	}
	return a.nameAt(i, id)
}
