package usage

import (
	"cmp"
	"slices"
)

// A wholeKey is a whole's id and a group.
type wholeKey struct {
	whole    string
	groupKey uint32
}

// addToWhole adds the numbers of a row to what the rows of its whole have beside the counted rows: those of the whole
// itself are added, counted ones subtracted.
func (t *table) addToWhole(role Role, sh *shape) {
	key := wholeKey{role.Whole, sh.groupKey}
	sm := t.wholes[key]
	if sm == nil {
		sm = &sum{groupKey: sh.groupKey}
		t.wholes[key] = sm
	}
	for i, n := range t.numbers {
		if !role.Subject {
			n = Decimal{}.Sub(n)
		}
		sm.numbers[i].add(n)
	}
	t.noteMerged(sm, sh)
}

// addNotBelow adds groups for what the rows of wholes have beside the counted rows, if that isn't 0. A whole without
// rows of its own has none.
func (t *table) addNotBelow() {
	var keys []wholeKey
	for key, sm := range t.wholes {
		if t.hasRows(key.whole) && sm.numbers != [6]Decimal{} {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, func(a, b wholeKey) int {
		return cmp.Or(cmp.Compare(t.tenants[a.whole].index, t.tenants[b.whole].index), cmp.Compare(a.groupKey, b.groupKey))
	})
	for _, key := range keys {
		sm := t.wholes[key]
		group := t.groupKeys.all[key.groupKey]
		group.NotBelow = true
		sm.tenant, sm.groupKey = t.tenants[key.whole], t.groupKeys.index(group)
		t.order = append(t.order, sm)
	}
}
