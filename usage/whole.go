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

// A wholeSum is what the rows of a whole have beside the counted rows.
type wholeSum struct {
	numbers [6]Decimal
	merged
	usage        *usage
	own, counted bool // whether it has own rows and counted rows that aren't zero
}

// addToWhole adds the numbers of a row to what the rows of its whole have beside the counted rows: those of the whole
// itself are added, counted ones subtracted.
func (t *table) addToWhole(role Role, sh *shape) {
	sm := t.wholeSumOf(role.Whole, sh)
	for i := range sm.numbers {
		if role.Subject {
			sm.numbers[i].add(t.numbers[i])
		} else {
			sm.numbers[i] = sm.numbers[i].Sub(t.numbers[i])
		}
	}
	t.noteMerged(&sm.merged, sh)
	if t.numbers != [6]Decimal{} {
		sm.own, sm.counted = sm.own || role.Subject, sm.counted || !role.Subject
	}
	if role.Subject {
		t.ownUsages[ownUsage{role.Whole, sh.usage}] = true
		t.listInfra(sh)
	}
}

// wholeSumOf returns the sum of a whole and a shape.
func (t *table) wholeSumOf(whole string, sh *shape) *wholeSum {
	if sh.wholeSum == nil || sh.wholeOfSum != whole {
		key := wholeKey{whole, sh.groupKey}
		if t.wholes[key] == nil {
			t.wholes[key] = &wholeSum{usage: sh.usage}
		}
		sh.wholeSum, sh.wholeOfSum = t.wholes[key], whole
	}
	return sh.wholeSum
}

// An ownUsage is a whole that has rows of its own of a usage.
type ownUsage struct {
	whole string
	usage *usage
}

// hasOwn reports whether a whole has rows of its own of a usage, perhaps rows of zeros that the report leaves out.
func (t *table) hasOwn(whole string, u *usage) bool {
	return t.hasRows(whole) && (t.q.ZerosHidden || t.ownUsages[ownUsage{whole, u}])
}

// otherKeys returns the usages of which the rows of a whole add up to the counted rows, but under other keys alone: the
// rows of a partner may name no infrastructure or edition where those of its customers do.
func (t *table) otherKeys() map[ownUsage]bool {
	differences, sameKey := map[ownUsage][6]Decimal{}, map[ownUsage]bool{}
	for key, sm := range t.wholes {
		of := ownUsage{key.whole, sm.usage}
		difference := differences[of]
		for i, n := range sm.numbers {
			difference[i].add(n)
		}
		differences[of] = difference
		sameKey[of] = sameKey[of] || sm.own && sm.counted
	}
	other := map[ownUsage]bool{}
	for of, difference := range differences {
		other[of] = difference == [6]Decimal{} && !sameKey[of]
	}
	return other
}

// addNotBelow adds groups for what the rows of wholes have beside the counted rows, if that isn't 0. There are none for
// usages of which a whole has no rows of its own, or has the same under other keys.
func (t *table) addNotBelow() {
	var keys []wholeKey
	other := t.otherKeys()
	for key, sm := range t.wholes {
		if t.hasOwn(key.whole, sm.usage) && sm.numbers != [6]Decimal{} && !other[ownUsage{key.whole, sm.usage}] {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, func(a, b wholeKey) int {
		return cmp.Or(cmp.Compare(t.tenants.at[a.whole], t.tenants.at[b.whole]), cmp.Compare(a.groupKey, b.groupKey))
	})
	for _, key := range keys {
		sm := t.wholes[key]
		group := t.groupKeys.all[key.groupKey]
		group.NotBelow = true
		added := t.sums.at(t.sums.add(t.indexOf(t.tenants.find(key.whole)), t.groupKeys.index(group)))
		added.merged = sm.merged
		t.sums.addTo(added, &sm.numbers)
	}
}
