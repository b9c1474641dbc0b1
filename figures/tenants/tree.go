// Package tenants reads, caches and searches the tree of tenants that a set of
// credentials can see.
package tenants

import (
	"iter"
	"sync"
	"time"

	"acronis-reports-mcp/acronis"
)

// A Tree has the tenants as they were at one moment. It never changes. The zero
// Tree is empty, and is used if the tenants can't be read.
type Tree struct {
	// All has parents before their children, and siblings sorted by name.
	All []acronis.Tenant

	// Whole says that All has all tenants, and not only some that were looked up,
	// with those above them.
	Whole bool

	at      map[string]int32 // indexes in All, by id
	parents []int32          // index in All of the parent of each tenant; -1 if it isn't in All
	isAbove map[string]bool  // ids of tenants that are a parent
	folded  []string         // names of All, as Fold returns them
	read    time.Time        // when reading began
	built   time.Time        // and when it ended

	indexing sync.Mutex
	index    *searchIndex // nil until it is first used
}

// maxDepth is how many tenants may be above a tenant. Beyond it, and in cycles,
// the others are ignored.
const maxDepth = 100

// bytes returns how much memory the tree uses.
func (t *Tree) bytes() int64 {
	const fixed = 220 // of each tenant, measured
	n := 0
	for i := range t.All {
		of := &t.All[i]
		n += fixed + len(of.ID) + 2*len(of.Name) + len(of.InternalTag) + len(of.CreatedAt) + len(of.UpdatedAt) + len(of.DeletedAt)
	}
	return int64(n)
}

// Find returns the tenant with an id, and whether there is one.
func (t *Tree) Find(id string) (acronis.Tenant, bool) {
	i, ok := t.at[id]
	if !ok {
		return acronis.Tenant{}, false
	}
	return t.All[i], true
}

// HasChildren reports whether any tenant in the tree has this parent, which
// need not be in the tree itself.
func (t *Tree) HasChildren(id string) bool { return t.isAbove[id] }

// Ancestors yields the ids of the tenants above a tenant, the nearest first.
// The last one may not be in the tree.
func (t *Tree) Ancestors(id string) iter.Seq[string] {
	return func(yield func(string) bool) {
		i, ok := t.at[id]
		for range maxDepth {
			if !ok || t.All[i].ParentID == "" || !yield(t.All[i].ParentID) {
				return
			}
			i = t.parents[i]
			ok = i >= 0
		}
	}
}

// Above yields the tenants above a tenant, the nearest first.
func (t *Tree) Above(id string) iter.Seq[acronis.Tenant] {
	return func(yield func(acronis.Tenant) bool) {
		i, ok := t.at[id]
		for range maxDepth {
			if !ok || t.parents[i] < 0 || !yield(t.All[t.parents[i]]) {
				return
			}
			i = t.parents[i]
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
func (t *Tree) ParentName(tenant acronis.Tenant) string {
	parent, _ := t.Find(tenant.ParentID)
	return parent.Name
}

// ID identifies the tree among those that were read.
func (t *Tree) ID() string { return t.read.String() }
