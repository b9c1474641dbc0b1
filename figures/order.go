package figures

import (
	"cmp"
	"maps"
	"slices"

	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/usage"
)

// A Place is the position of a group in several answers.
type Place struct{ Answer, Group int } // indexes

// Order returns the positions of the groups of several answers to one question
// that are not below a minimum value; nil means all. Groups with the same key
// are next to each other, in the order of the answers. Keys are sorted by the
// names of tenants or, by default, by their greatest value, largest first;
// usages that aren't billable come last. There may be a million groups, so it
// sorts only small indexes.
func Order(answers []*Answer, minimum *usage.Decimal, byName bool) []Place {
	type entry struct {
		Place
		key, class, rank int
		value            usage.Decimal
	}
	var entries []entry
	keys, ranks := newKeyIndex(len(answers) > 1), tenantRanks(answers)
	classes := map[[3]string]int{}
	for i, a := range answers {
		for j, g := range a.Summary.Groups {
			value := g.Of(a.Measure).In(a.Scope)
			key := keys.add(g, value)
			if minimum == nil || g.NotBelow || value.Cmp(*minimum) >= 0 {
				entries = append(entries, entry{Place{i, j}, key, classRank(classes, g), ranks[g.Tenant], value})
			}
		}
	}
	slices.SortFunc(entries, func(x, y entry) int {
		if byName {
			return cmp.Or(cmp.Compare(x.rank, y.rank), cmp.Compare(x.class, y.class), cmp.Compare(x.key, y.key), cmp.Compare(x.Answer, y.Answer))
		}
		return cmp.Or(cmp.Compare(x.class, y.class), keys.greatest(y.key, y.value).Cmp(keys.greatest(x.key, x.value)),
			cmp.Compare(x.rank, y.rank), cmp.Compare(x.key, y.key), cmp.Compare(x.Answer, y.Answer))
	})
	places := make([]Place, len(entries))
	for i, e := range entries {
		places[i] = e.Place
	}
	return places
}

// A keyIndex numbers the keys of groups and keeps the greatest value of each.
// For a single answer, in which each key occurs once, it keeps nothing.
type keyIndex struct {
	several bool
	n       int
	numbers map[usage.Group]int
	values  []usage.Decimal
}

func newKeyIndex(several bool) *keyIndex {
	return &keyIndex{several: several, numbers: map[usage.Group]int{}}
}

// add returns the number of a group's key.
func (x *keyIndex) add(g usage.Group, value usage.Decimal) int {
	if !x.several {
		x.n++
		return x.n
	}
	g.Absolute, g.Delta = usage.Amounts{}, usage.Amounts{}
	n, known := x.numbers[g]
	if !known {
		n = len(x.values)
		x.numbers[g] = n
		x.values = append(x.values, value)
	}
	if value.Cmp(x.values[n]) > 0 {
		x.values[n] = value
	}
	return n
}

// greatest returns the greatest value of a key, given one of its values.
func (x *keyIndex) greatest(key int, value usage.Decimal) usage.Decimal {
	if !x.several {
		return value
	}
	return x.values[key]
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

// tenantRanks returns the positions of tenants when sorted by name.
func tenantRanks(answers []*Answer) map[string]int {
	names := map[string]string{}
	for _, a := range answers {
		for _, g := range a.Summary.Groups {
			if _, ok := names[g.Tenant]; !ok {
				names[g.Tenant] = tenants.Fold(a.orderName(g.Tenant))
			}
		}
	}
	ids := slices.Collect(maps.Keys(names))
	slices.SortFunc(ids, func(x, y string) int { return cmp.Or(cmp.Compare(names[x], names[y]), cmp.Compare(x, y)) })
	ranks := make(map[string]int, len(ids))
	for i, id := range ids {
		ranks[id] = i
	}
	return ranks
}
