package tenants

import (
	"context"
	"time"

	"acronis-reports-mcp/acronis"
)

// Around returns the tree if it has few tenants, or if it is known anyway, and
// otherwise a tree with some tenants and those above them. The tree is empty if
// these credentials may not read the tenants.
func (c *Cache) Around(ctx context.Context, ids ...string) (tree *Tree, readable bool, err error) {
	tree, err = c.locked(ctx, func(ctx context.Context) (*Tree, error) { return c.around(ctx, ids) })
	return ifReadable(tree, err)
}

func (c *Cache) around(ctx context.Context, ids []string) (tree *Tree, err error) {
	tree = c.known(freshFor)
	if tree == nil && !c.many {
		tree, err = c.read(ctx, freshFor, Few)
	}
	if tree != nil || err != nil {
		return tree, err
	}
	root, err := c.Own(ctx)
	if err != nil {
		return nil, unreadable(err)
	}
	found, err := c.lookUp(ctx, root, ids)
	c.note(ctx, err)
	if err != nil {
		return nil, unreadable(err)
	}
	if tree, err = Build(ctx, root, found); err != nil {
		return nil, err
	}
	tree.Whole = false
	return tree, nil
}

// someTenants are tenants that were looked up by their ids, and those above
// them. Ids without a tenant have the zero Tenant.
type someTenants struct {
	byID  map[string]acronis.Tenant
	begun time.Time
}

// lookUp returns tenants and those above them up to the root, and reads those
// that aren't known yet.
func (c *Cache) lookUp(ctx context.Context, root string, ids []string) ([]acronis.Tenant, error) {
	if len(c.some.byID) > Few || time.Since(c.some.begun) >= freshFor {
		c.some = someTenants{map[string]acronis.Tenant{}, time.Now()}
	}
	for range maxDepth {
		missing := c.some.missing(ids, root)
		if len(missing) == 0 {
			break
		}
		if c.list != nil && time.Since(c.begun) < freshFor && c.some.take(c.list.Tenants(), missing) {
			continue
		}
		found, err := c.client.GetTenantsByID(ctx, missing)
		if err != nil {
			return nil, err
		}
		for _, id := range missing {
			c.some.byID[id] = acronis.Tenant{}
		}
		c.some.take(found, missing)
	}
	return c.some.around(ids, root), nil
}

// take adds the wanted ones of some tenants, and reports whether there were any.
func (s *someTenants) take(from []acronis.Tenant, wanted []string) (taken bool) {
	isWanted := map[string]bool{}
	for _, id := range wanted {
		isWanted[id] = true
	}
	for _, t := range from {
		if isWanted[t.ID] {
			s.byID[t.ID], taken = t, true
		}
	}
	return taken
}

// missing returns which of some tenants, and of those above them, have to be
// looked up next.
func (s *someTenants) missing(ids []string, root string) (missing []string) {
	s.walk(ids, root, func(id string, known bool, _ acronis.Tenant) {
		if !known {
			missing = append(missing, id)
		}
	})
	return missing
}

// around returns tenants and those above them.
func (s *someTenants) around(ids []string, root string) (found []acronis.Tenant) {
	s.walk(ids, root, func(_ string, _ bool, t acronis.Tenant) {
		if t.ID != "" {
			found = append(found, t)
		}
	})
	return found
}

// walk calls visit once for each of some tenants and those above them up to the
// root, as far as they are known.
func (s *someTenants) walk(ids []string, root string, visit func(id string, known bool, t acronis.Tenant)) {
	visited := map[string]bool{"": true}
	for _, id := range ids {
		for !visited[id] {
			visited[id] = true
			t, known := s.byID[id]
			visit(id, known, t)
			if id == root {
				break
			}
			id = t.ParentID
		}
	}
}
