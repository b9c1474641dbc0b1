package figures

import (
	"cmp"
	"context"
	"slices"

	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/interrupt"
	"acronis-reports-mcp/usage"
)

// A Place is the position of a group in several answers.
type Place struct{ Answer, Group int32 } // indexes

// A placed group has what groups are sorted by. There may be millions.
type placed struct {
	Place
	key, rank uint32 // number of the key, and rank of the tenant's name
	class     int8
	exact     bool  // value is the group's value
	value     int64 // 0 if the value isn't an int64
}

// Order returns the positions of the groups of several answers to one question
// that are not below a minimum value; nil means all. Groups with the same key
// are next to each other, in the order of the answers. Keys are sorted by the
// names of tenants or, by default, by their greatest value, largest first;
// usages that aren't billable come last. The only error is that of the context.
func Order(ctx context.Context, answers []*Answer, minimum *usage.Decimal, byName bool) ([]Place, error) {
	var all []placed
	keys, err := newKeyIndex(ctx, answers)
	if err != nil {
		return nil, err
	}
	check := interrupt.New(ctx)
	classes := map[[3]string]int{}
	for i, a := range answers {
		groups := a.Summary.Groups
		ranks := keys.classRanks(i, classes)
		all = slices.Grow(all, groups.Len())
		for j := range groups.Len() {
			if err := check.Err(); err != nil {
				return nil, err
			}
			value := groups.Of(j, a.Measure).In(a.Scope)
			p := placed{Place: Place{int32(i), int32(j)}, rank: keys.tenantRank(i, j), class: ranks[groups.KeyOf(j)]}
			p.key = keys.add(p.Place, value)
			p.value, p.exact = value.Int64()
			if minimum == nil || value.Cmp(*minimum) >= 0 || groups.Keys()[groups.KeyOf(j)].NotBelow {
				all = append(all, p)
			}
		}
	}
	err = interrupt.SortFunc(ctx, all, func(x, y placed) int {
		if byName {
			return cmp.Or(cmp.Compare(x.rank, y.rank), cmp.Compare(x.class, y.class), cmp.Compare(x.key, y.key), cmp.Compare(x.Answer, y.Answer))
		}
		return cmp.Or(cmp.Compare(x.class, y.class), keys.compareGreatest(y, x),
			cmp.Compare(x.rank, y.rank), cmp.Compare(x.key, y.key), cmp.Compare(x.Answer, y.Answer))
	})
	places := make([]Place, len(all))
	for i, p := range all {
		places[i] = p.Place
	}
	return places, err
}

// A keyIndex numbers the keys of groups and keeps the greatest value of each.
// For a single answer, in which each key occurs once, it keeps nothing.
type keyIndex struct {
	answers []*Answer
	tenants []tenantIndex     // of each answer
	ranks   []uint32          // of tenants, by number; one if the question isn't by tenant
	keys    [][]uint32        // numbers of the keys without tenants, of each answer
	numbers map[uint64]uint32 // of keys, by the numbers of tenant and key
	values  []usage.Decimal   // the greatest of each key
}

func newKeyIndex(ctx context.Context, answers []*Answer) (x *keyIndex, err error) {
	x = &keyIndex{answers: answers, numbers: map[uint64]uint32{}}
	if answers[0].ByTenant() { // else all groups have the tenant 0
		if x.tenants, x.ranks, err = rankTenants(ctx, answers); err != nil {
			return nil, err
		}
	} else {
		x.tenants, x.ranks = make([]tenantIndex, len(answers)), []uint32{0}
	}
	known := map[usage.Group]uint32{}
	for _, a := range answers {
		var numbers []uint32
		for _, key := range a.Summary.Groups.Keys() {
			n, ok := known[key]
			if !ok {
				n = uint32(len(known))
				known[key] = n
			}
			numbers = append(numbers, n)
		}
		x.keys = append(x.keys, numbers)
	}
	return x, nil
}

// classRanks returns the class ranks of the keys of an answer.
func (x *keyIndex) classRanks(answer int, known map[[3]string]int) []int8 {
	var ranks []int8
	for _, key := range x.answers[answer].Summary.Groups.Keys() {
		ranks = append(ranks, int8(classRank(known, key)))
	}
	return ranks
}

// tenantRank returns the rank of the tenant of a group.
func (x *keyIndex) tenantRank(answer, group int) uint32 {
	return x.ranks[x.tenants[answer].number(x.answers[answer].Summary.Groups.TenantOf(group))]
}

// add returns the number of a group's key.
func (x *keyIndex) add(at Place, value usage.Decimal) uint32 {
	if len(x.answers) == 1 {
		return uint32(at.Group)
	}
	groups := x.answers[at.Answer].Summary.Groups
	tenant := x.tenants[at.Answer].number(groups.TenantOf(int(at.Group)))
	key := uint64(tenant)<<32 | uint64(x.keys[at.Answer][groups.KeyOf(int(at.Group))])
	n, known := x.numbers[key]
	if !known {
		n = uint32(len(x.values))
		x.numbers[key] = n
		x.values = append(x.values, value)
	}
	if value.Cmp(x.values[n]) > 0 {
		x.values[n] = value
	}
	return n
}

// compareGreatest compares the greatest values of the keys of two groups.
func (x *keyIndex) compareGreatest(p, q placed) int {
	switch {
	case len(x.answers) > 1:
		return x.values[p.key].Cmp(x.values[q.key])
	case p.exact && q.exact:
		return cmp.Compare(p.value, q.value)
	}
	return x.value(p).Cmp(x.value(q))
}

func (x *keyIndex) value(p placed) usage.Decimal {
	a := x.answers[p.Answer]
	return a.Summary.Groups.Of(int(p.Group), a.Measure).In(a.Scope)
}

// classRank sorts usages that aren't billable after billable ones.
func classRank(known map[[3]string]int, g usage.Group) int {
	name := [3]string{g.Usage, g.OfferingItem, g.Edition}
	rank, ok := known[name]
	if !ok {
		rank = slices.Index([]usage.Class{usage.Billable, usage.Unclear, usage.Informational, usage.Feature}, NameOf(g).Class)
		known[name] = rank
	}
	return rank
}

// A tenantIndex has the numbers of the tenants of an answer, by their indexes. If
// it is nil, they are the indexes.
type tenantIndex []uint32

func (x tenantIndex) number(tenant int) uint32 {
	if x == nil {
		return uint32(tenant)
	}
	return x[tenant]
}

// rankTenants numbers the tenants of several answers, and returns their positions,
// by number, when they are sorted by name.
func rankTenants(ctx context.Context, answers []*Answer) (of []tenantIndex, ranks []uint32, err error) {
	var ids, names []string
	check := interrupt.New(ctx)
	numbers := map[string]uint32{}
	for i, a := range answers {
		of = append(of, nil)
		for j := range a.Summary.Tenants.Len() {
			if err := check.Err(); err != nil {
				return nil, nil, err
			}
			t := a.Summary.Tenants.At(j)
			n, known := numbers[t.ID]
			if !known {
				n = uint32(len(ids))
				ids, names = append(ids, t.ID), append(names, tenants.Fold(a.orderName(j, t.ID)))
			}
			if len(answers) > 1 {
				numbers[t.ID] = n
				of[i] = append(of[i], n)
			}
		}
	}
	order := make([]uint32, len(ids))
	for i := range order {
		order[i] = uint32(i)
	}
	err = interrupt.SortFunc(ctx, order, func(x, y uint32) int {
		return cmp.Or(cmp.Compare(names[x], names[y]), cmp.Compare(ids[x], ids[y]))
	})
	ranks = make([]uint32, len(ids))
	for rank, n := range order {
		ranks[n] = uint32(rank)
	}
	return of, ranks, err
}

// tenantRanks returns the positions of tenants when sorted by name, by id.
func tenantRanks(ctx context.Context, answers []*Answer) (map[string]uint32, error) {
	of, ranks, err := rankTenants(ctx, answers)
	if err != nil {
		return nil, err
	}
	byID, check := map[string]uint32{}, interrupt.New(ctx)
	for i, a := range answers {
		for j := range a.Summary.Tenants.Len() {
			if err := check.Err(); err != nil {
				return nil, err
			}
			t := a.Summary.Tenants.At(j)
			byID[t.ID] = ranks[of[i].number(j)]
		}
	}
	return byID, nil
}
