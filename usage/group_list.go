package usage

import "iter"

// Groups are the groups of a summary, in the order of their keys. There may be millions, so a group is made when it is
// asked for. The zero value has none.
type Groups struct {
	order   []uint32 // indexes of sums
	sums    *sums
	keys    []Group // without tenants and numbers
	tenants *tenantList
	byKey   bool // the groups have no tenants
}

// Len returns the number of groups.
func (g Groups) Len() int { return len(g.order) }

// At returns a group.
func (g Groups) At(i int) Group {
	sm := g.sums.at(g.order[i])
	group := g.keys[sm.groupKey]
	if !g.byKey {
		group.Tenant = g.tenants.get(sm.tenant).ID
	}
	n := g.sums.numbers(sm)
	group.Absolute, group.Delta = Amounts{n[0], n[1], n[2]}, Amounts{n[3], n[4], n[5]}
	return group
}

// All yields the groups with their indexes.
func (g Groups) All() iter.Seq2[int, Group] {
	return func(yield func(int, Group) bool) {
		for i := range g.order {
			if !yield(i, g.At(i)) {
				return
			}
		}
	}
}

// Contains reports whether f returns true for a group.
func (g Groups) Contains(f func(Group) bool) bool {
	for _, group := range g.All() {
		if f(group) {
			return true
		}
	}
	return false
}

// List returns the groups for which keep returns true, as a slice: 250 bytes for each.
func (g Groups) List(keep func(Group) bool) []Group {
	var all []Group
	for _, group := range g.All() {
		if keep(group) {
			all = append(all, group)
		}
	}
	return all
}

// DeleteFunc removes the groups for which del returns true.
func (g *Groups) DeleteFunc(del func(Group) bool) {
	kept := g.order[:0]
	for i, at := range g.order {
		if !del(g.At(i)) {
			kept = append(kept, at)
		}
	}
	g.order = kept
}

// Keys returns the different keys of all groups, without tenants. KeyOf and TenantOf say which a group has.
func (g Groups) Keys() []Group { return g.keys }

// KeyOf returns the index in Keys of the key of a group. Several indexes may be of equal keys.
func (g Groups) KeyOf(i int) int { return int(g.sums.at(g.order[i]).groupKey) }

// TenantOf returns the index in Summary.Tenants of the tenant of a group; it is 0 if the query isn't by tenant.
func (g Groups) TenantOf(i int) int { return int(g.sums.at(g.order[i]).tenant) }

// IsZero reports whether all numbers of a group are 0.
func (g Groups) IsZero(i int) bool { return g.sums.numbers(g.sums.at(g.order[i])) == [6]Decimal{} }

// Of returns the amounts of a group; see [Group.Of].
func (g Groups) Of(i int, measure string) Amounts {
	sm := g.sums.at(g.order[i])
	n := g.sums.numbers(sm)
	if IsChange(measure, g.keys[sm.groupKey].Usage) {
		return Amounts{n[3], n[4], n[5]}
	}
	return Amounts{n[0], n[1], n[2]}
}
