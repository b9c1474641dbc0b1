package usage

import (
	"cmp"
	"maps"
	"slices"
)

const (
	maxMoved = 3       // moves of which a difference may consist
	maxTries = 120_000 // sets of moves that are tried for a file
)

// numbersByKey are the six numbers of a tenant, or of a difference, by what control totals are grouped by, without
// zeros. The whole of the keys is "".
type numbersByKey map[controlKey][6]Decimal

// trace adds the numbers of a row to those of a tenant that may have moved.
func (t *table) trace(tn *tenant, sh *shape) {
	if t.traces[tn] == nil {
		t.traces[tn] = numbersByKey{}
	}
	before := len(t.traces[tn])
	t.traces[tn].add(sh.controlKey, t.numbers, 1)
	t.traced += len(t.traces[tn]) - before
}

// add adds numbers, or subtracts them if sign is -1.
func (x numbersByKey) add(key controlKey, numbers [6]Decimal, sign int) {
	all := x[key]
	for i, n := range numbers {
		if sign < 0 {
			n = Decimal{}.Sub(n)
		}
		all[i].add(n)
	}
	if x[key] = all; all == [6]Decimal{} {
		delete(x, key)
	}
}

func (x numbersByKey) addAll(y numbersByKey, sign int) {
	for key, numbers := range y {
		x.add(key, numbers, sign)
	}
}

// atStart returns the absolute values at the start of the period as changes: what a tenant that moved in the period
// adds to the change of the tenant that it moved to.
func (x numbersByKey) atStart() numbersByKey {
	changes := numbersByKey{}
	for key, n := range x {
		changes.add(key, [6]Decimal{3: n[0].Sub(n[3]), 4: n[1].Sub(n[4]), 5: n[2].Sub(n[5])}, 1)
	}
	return changes
}

// A possibleMove is a move and what it adds to the difference between a whole's own rows and its children.
type possibleMove struct {
	Move
	adds numbersByKey
}

// moves finds the moves that explain why the control totals differ.
func (t *table) moves() []Move {
	return t.movesIn(differencesOf(t.controls), func(r Role, whole string) bool { return r.Child && r.Whole == whole })
}

// differencesOf returns what own rows have beside those of the children, by whole.
func differencesOf(controls map[controlKey]*control) map[string]numbersByKey {
	differences := map[string]numbersByKey{}
	for key, sums := range controls {
		whole := key.whole
		if differences[whole] == nil {
			differences[whole] = numbersByKey{}
		}
		key.whole = ""
		differences[whole].add(key, sums.subject, 1)
		differences[whole].add(key, sums.children, -1)
	}
	return differences
}

// movesIn finds the moves that explain differences, as far as that doesn't take long.
func (t *table) movesIn(differences map[string]numbersByKey, isChild func(r Role, whole string) bool) (found []Move) {
	tries, traced := maxTries, t.tracedTenants()
	for _, whole := range slices.Sorted(maps.Keys(differences)) {
		if len(differences[whole]) > 0 {
			found = append(found, explain(differences[whole], t.possibleMoves(traced, whole, isChild), &tries)...)
		}
	}
	return found
}

// possibleMoves returns the moves of all traced tenants from or to below a whole. Each may have happened since the
// period, so that all its numbers differ, or in it, so that only changes do.
func (t *table) possibleMoves(traced []*tenant, whole string, isChild func(r Role, whole string) bool) (possible []possibleMove) {
	for _, tn := range traced {
		used := t.traces[tn]
		away, sign := true, 1
		if isChild(tn.Role, whole) {
			away, sign = false, -1
		}
		since, during := numbersByKey{}, numbersByKey{}
		since.addAll(used, sign)
		during.addAll(used.atStart(), -sign)
		for _, adds := range []numbersByKey{since, during} {
			if len(adds) > 0 {
				possible = append(possible, possibleMove{Move{tn.ID, whole, away}, adds})
			}
		}
	}
	return possible
}

// tracedTenants returns the traced tenants that have numbers, in the order of the file.
func (t *table) tracedTenants() []*tenant {
	var traced []*tenant
	for tn, numbers := range t.traces {
		if len(numbers) > 0 {
			traced = append(traced, tn)
		}
	}
	slices.SortFunc(traced, func(a, b *tenant) int { return cmp.Compare(a.index, b.index) })
	return traced
}

// explain returns the fewest moves that add up to a difference. If other moves, as few, do so too, or if there would be
// too many sets to try, it returns none.
func explain(difference numbersByKey, possible []possibleMove, tries *int) []Move {
	sets := 1
	for n := 1; n <= min(maxMoved, len(possible)); n++ {
		sets = sets * (len(possible) - n + 1) / n
		if *tries -= sets; *tries < 0 {
			return nil
		}
		switch found := combinations(difference, possible, n); len(found) {
		case 0:
		case 1:
			return found[0]
		default:
			return nil
		}
	}
	return nil
}

// combinations returns the sets of n moves that add up to a difference.
func combinations(difference numbersByKey, possible []possibleMove, n int) (found [][]Move) {
	for i, p := range possible {
		if n == 1 {
			if maps.Equal(difference, p.adds) {
				found = append(found, []Move{p.Move})
			}
			continue
		}
		remainder := maps.Clone(difference)
		remainder.addAll(p.adds, -1)
		for _, others := range combinations(remainder, possible[i+1:], n-1) {
			if !slices.ContainsFunc(others, func(o Move) bool { return o.Tenant == p.Tenant }) {
				found = append(found, append([]Move{p.Move}, others...))
			}
		}
	}
	return found
}
