// Package tenants reads, caches and searches the tree of tenants that a set of
// credentials can see.
package tenants

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"acronis-reports-mcp/acronis"
)

// A Tree has the tenants as they were at one moment. It never changes. The zero
// Tree is empty, and is used if the tenants can't be read.
type Tree struct {
	// All has parents before their children, and siblings sorted by name.
	All []acronis.Tenant

	byID    map[string]acronis.Tenant
	parents map[string]bool // ids of tenants that are a parent
	read    time.Time
}

// maxDepth is how many tenants may be above a tenant. Beyond it, and in cycles,
// the others are ignored.
const maxDepth = 100

// Build returns a tree of tenants, which begins with root if that is among
// them. A tenant whose parent is missing has no parent in the tree.
func Build(root string, tenants []acronis.Tenant) *Tree {
	t := &Tree{byID: map[string]acronis.Tenant{}, parents: map[string]bool{}, read: time.Now()}
	children := map[string][]acronis.Tenant{}
	for _, tenant := range tenants {
		if _, twice := t.byID[tenant.ID]; twice {
			continue // pages may overlap
		}
		t.byID[tenant.ID] = tenant
		t.parents[tenant.ParentID] = true
		children[tenant.ParentID] = append(children[tenant.ParentID], tenant)
	}
	added := map[string]bool{}
	var add func(tenant acronis.Tenant, depth int)
	add = func(tenant acronis.Tenant, depth int) {
		if added[tenant.ID] || depth > maxDepth {
			return
		}
		added[tenant.ID] = true
		t.All = append(t.All, tenant)
		below := children[tenant.ID]
		slices.SortFunc(below, func(a, b acronis.Tenant) int {
			return cmp.Or(cmp.Compare(Fold(a.Name), Fold(b.Name)), cmp.Compare(a.ID, b.ID))
		})
		for _, child := range below {
			add(child, depth+1)
		}
	}
	if own, ok := t.byID[root]; ok {
		add(own, 0)
	}
	for _, tenant := range tenants {
		if _, ok := t.byID[tenant.ParentID]; !ok {
			add(tenant, 0)
		}
	}
	for _, tenant := range tenants { // the remaining tenants are in cycles, or too deep
		add(tenant, 0)
	}
	return t
}

// Find returns the tenant with an id, and whether there is one.
func (t *Tree) Find(id string) (acronis.Tenant, bool) {
	tenant, ok := t.byID[id]
	return tenant, ok
}

// HasChildren reports whether any tenant in the tree has this parent, which
// need not be in the tree itself.
func (t *Tree) HasChildren(id string) bool { return t.parents[id] }

// Ancestors yields the ids of the tenants above a tenant, the nearest first.
// The last one may not be in the tree.
func (t *Tree) Ancestors(id string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for range maxDepth {
			tenant, ok := t.byID[id]
			if id = tenant.ParentID; !ok || id == "" || !yield(id) {
				return
			}
		}
	}
}

// Within reports whether a tenant is root or below it.
func (t *Tree) Within(id, root string) bool {
	if id == root {
		return true
	}
	for above := range t.Ancestors(id) {
		if above == root {
			return true
		}
	}
	return false
}

// ParentName returns the name of a tenant's parent, or "" if it isn't in the
// tree.
func (t *Tree) ParentName(tenant acronis.Tenant) string { return t.byID[tenant.ParentID].Name }
