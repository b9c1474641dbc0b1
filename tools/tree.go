package tools

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"acronis-reports-mcp/acronis"
)

// tree is the tenants of the data centre that these credentials can see, as
// they were at one moment.
type tree struct {
	root string
	all  []acronis.Tenant // parents before children, siblings by name
	byID map[string]acronis.Tenant
	read time.Time
}

// freshFor is how long a tree is used without another look.
const freshFor = 15 * time.Minute

// forest keeps the tree for the process.
type forest struct {
	reading chan struct{} // a lock that ends with a context

	mu  sync.Mutex
	now *tree
	own string // tenant id
}

func newForest() *forest { return &forest{reading: make(chan struct{}, 1)} }

// ownTenant is the id of the tenant that the credentials belong to.
func (s *service) ownTenant(ctx context.Context) (string, error) {
	if s.TenantID != "" {
		return s.TenantID, nil
	}
	f := s.forest
	f.mu.Lock()
	own := f.own
	f.mu.Unlock()
	if own != "" {
		return own, nil
	}
	own, err := s.Client.OwnTenant(ctx)
	if err != nil {
		return "", err
	}
	f.mu.Lock()
	f.own = own
	f.mu.Unlock()
	return own, nil
}

// tree returns the tenants, read anew if what is kept is older than maxAge.
func (s *service) tree(ctx context.Context, maxAge time.Duration) (*tree, error) {
	f := s.forest
	select {
	case f.reading <- struct{}{}: // one reads, the others wait for what it finds
		defer func() { <-f.reading }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	f.mu.Lock()
	now := f.now
	f.mu.Unlock()
	if now != nil && time.Since(now.read) < maxAge {
		return now, nil
	}
	root, err := s.ownTenant(ctx)
	if err != nil {
		return nil, err
	}
	tenants, err := s.Client.GetTenants(ctx, root)
	if err != nil {
		return nil, err
	}
	now = plant(root, tenants)
	f.mu.Lock()
	f.now = now
	f.mu.Unlock()
	return now, nil
}

// deepest is how many tenants may stand above one; where there are more, or they
// stand in a circle, it is no tree that is known of.
const deepest = 100

// plant puts tenants into order.
func plant(root string, tenants []acronis.Tenant) *tree {
	t := &tree{root: root, byID: map[string]acronis.Tenant{}, read: time.Now()}
	children := map[string][]acronis.Tenant{}
	for _, tenant := range tenants {
		if _, twice := t.byID[tenant.ID]; twice {
			continue // pages may overlap
		}
		t.byID[tenant.ID] = tenant
		children[tenant.ParentID] = append(children[tenant.ParentID], tenant)
	}
	var add func(tenant acronis.Tenant, depth int)
	placed := map[string]bool{}
	add = func(tenant acronis.Tenant, depth int) {
		if placed[tenant.ID] || depth > deepest { // a circle of parents, or no tree
			return
		}
		placed[tenant.ID] = true
		t.all = append(t.all, tenant)
		below := children[tenant.ID]
		slices.SortFunc(below, func(a, b acronis.Tenant) int {
			return cmp.Or(cmp.Compare(fold(a.Name), fold(b.Name)), cmp.Compare(a.ID, b.ID))
		})
		for _, child := range below {
			add(child, depth+1)
		}
	}
	if own, ok := t.byID[root]; ok {
		add(own, 0)
	}
	for _, tenant := range tenants { // those whose parent is out of sight
		if _, ok := t.byID[tenant.ParentID]; !ok {
			add(tenant, 0)
		}
	}
	for _, tenant := range tenants {
		add(tenant, 0)
	}
	return t
}

// within reports whether a tenant is root or below it.
func (t *tree) within(id, root string) bool {
	for range deepest {
		if id == root {
			return true
		}
		tenant, ok := t.byID[id]
		if !ok {
			return false
		}
		id = tenant.ParentID
	}
	return false
}

// parentName is the name of a tenant's parent, "" if it is out of sight.
func (t *tree) parentName(tenant acronis.Tenant) string { return t.byID[tenant.ParentID].Name }

// fold makes names comparable: case and blanks don't matter.
func fold(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

// unreadable reports whether the tree can't be had with these credentials.
func unreadable(err error) bool {
	var e *acronis.Error
	return errors.As(err, &e) && (e.Kind == acronis.Forbidden || e.Kind == acronis.NotFound)
}
