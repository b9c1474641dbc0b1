package tenants

import (
	"cmp"
	"context"
	"slices"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/interrupt"
)

// Build returns a tree of tenants, which begins with root if that is among
// them. A tenant whose parent is missing has no parent in the tree. Build puts
// the tenants in another order, and the tree keeps them. The only error is that
// of the context.
func Build(ctx context.Context, root string, all []acronis.Tenant) (*Tree, error) {
	b := newBuilder(all)
	b.sort = func(children []int32) {
		_ = interrupt.SortFunc(ctx, children, b.compare) // the error is returned below
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if own, ok := b.at[root]; ok {
		b.add(own, 0)
	}
	for i := range b.all {
		if b.parents[i] < 0 {
			b.add(int32(i), 0)
		}
	}
	for i := range b.all { // the remaining tenants are in cycles, or too deep
		b.add(int32(i), 0)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return b.tree(), nil
}

// A builder finds the order of a tree. There may be hundreds of thousands of
// tenants, so it sorts and keeps only their indexes.
type builder struct {
	all      []acronis.Tenant
	at       map[string]int32 // indexes in all, by id
	parents  []int32          // index of each tenant's parent, or -1
	folded   []string         // names
	children []int32          // all children, those of a tenant together
	first    []int32          // where the children of each tenant begin
	places   []int32          // of each tenant in the tree's order, or -1
	n        int32            // number of places
	sort     func(children []int32)
}

func newBuilder(all []acronis.Tenant) *builder {
	b := &builder{at: make(map[string]int32, len(all))}
	for i := range all {
		if _, twice := b.at[all[i].ID]; twice {
			continue // pages may overlap
		}
		all[len(b.at)] = all[i]
		b.at[all[i].ID] = int32(len(b.at))
	}
	b.all = all[:len(b.at)]
	b.parents, b.folded, b.places = make([]int32, len(b.all)), make([]string, len(b.all)), make([]int32, len(b.all))
	for i := range b.all {
		b.folded[i], b.places[i] = Fold(b.all[i].Name), -1
		parent, ok := b.at[b.all[i].ParentID]
		if !ok {
			parent = -1
		}
		b.parents[i] = parent
	}
	b.groupChildren()
	return b
}

// compare compares children of one tenant, given their indexes.
func (b *builder) compare(x, y int32) int {
	return cmp.Or(cmp.Compare(b.folded[x], b.folded[y]), cmp.Compare(b.all[x].ID, b.all[y].ID))
}

// groupChildren finds the children of each tenant.
func (b *builder) groupChildren() {
	b.first = make([]int32, len(b.all)+1)
	for _, parent := range b.parents {
		if parent >= 0 {
			b.first[parent+1]++
		}
	}
	for i := range b.all {
		b.first[i+1] += b.first[i]
	}
	b.children = make([]int32, b.first[len(b.all)])
	next := slices.Clone(b.first)
	for i, parent := range b.parents {
		if parent >= 0 {
			b.children[next[parent]] = int32(i)
			next[parent]++
		}
	}
}

// add gives the next places to a tenant and those below it.
func (b *builder) add(i int32, depth int) {
	if b.places[i] >= 0 || depth > maxDepth {
		return
	}
	b.places[i] = b.n
	b.n++
	below := b.children[b.first[i]:b.first[i+1]]
	b.sort(below)
	for _, child := range below {
		b.add(child, depth+1)
	}
}

// tree puts everything in the order of the places.
func (b *builder) tree() *Tree {
	t := &Tree{
		All: b.all, at: b.at, parents: make([]int32, len(b.all)), folded: make([]string, len(b.all)),
		Whole: true, isAbove: map[string]bool{}, read: time.Now(),
	}
	for i, place := range b.places {
		t.folded[place], t.parents[place] = b.folded[i], -1
		if parent := b.parents[i]; parent >= 0 {
			t.parents[place] = b.places[parent]
		}
		t.isAbove[b.all[i].ParentID] = true
	}
	for id, i := range b.at {
		b.at[id] = b.places[i]
	}
	for i := range b.places { // moves the tenants without a copy of all
		for place := b.places[i]; place != int32(i); place = b.places[i] {
			t.All[i], t.All[place] = t.All[place], t.All[i]
			b.places[i], b.places[place] = b.places[place], place
		}
	}
	return t
}
