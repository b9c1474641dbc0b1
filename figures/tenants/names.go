package tenants

import (
	"cmp"
	"slices"
	"strings"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
)

// Fold returns a name in a form for comparing that ignores case and blanks.
func Fold(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

// called returns the tenants with a name, as stored or as shown in results, or
// else those with this internal tag. It returns deleted tenants only if there
// are no others.
func (t *Tree) called(text string) (found []acronis.Tenant, byTag bool) {
	if found = t.with(text, func(t acronis.Tenant) string { return t.Name }); found != nil {
		return found, false
	}
	return t.with(text, func(t acronis.Tenant) string { return t.InternalTag }), true
}

// with returns the tenants that have a text. It returns deleted tenants only if
// there are no others.
func (t *Tree) with(text string, of func(acronis.Tenant) string) []acronis.Tenant {
	var existing, deleted []acronis.Tenant
	wanted := Fold(text)
	for _, tenant := range t.All {
		has := of(tenant)
		switch {
		case Fold(has) != wanted && Fold(escape.Text(has)) != wanted:
		case tenant.DeletedAt == "":
			existing = append(existing, tenant)
		default:
			deleted = append(deleted, tenant)
		}
	}
	if existing != nil {
		return existing
	}
	return deleted
}

// Knows reports whether a text is the name or internal tag of a tenant.
func (t *Tree) Knows(text string) bool {
	found, _ := t.called(text)
	return found != nil
}

// Names returns the names of the tenants that aren't deleted, each once, in the
// order of the tree.
func (t *Tree) Names() []string {
	var names []string
	had := map[string]bool{}
	for _, tenant := range t.All {
		if tenant.DeletedAt == "" && !had[tenant.Name] {
			had[tenant.Name] = true
			names = append(names, tenant.Name)
		}
	}
	return names
}

// Suggest returns up to five names that are similar to a name, the most similar
// first.
func (t *Tree) Suggest(name string) []string {
	var all []string
	for _, tenant := range t.All {
		all = append(all, tenant.Name)
	}
	tooFar := func(c candidate) bool { return c.distance > max(2, len(Fold(name))/3) }
	return firstNames(slices.DeleteFunc(byDistance(name, all), tooFar), 5)
}

// Nearest returns up to n names of tenants below root, the most similar to a
// name first.
func (t *Tree) Nearest(name, root string, n int) []string {
	var below []string
	for _, tenant := range t.All {
		if tenant.ID != root && tenant.DeletedAt == "" && t.Within(tenant.ID, root) {
			below = append(below, tenant.Name)
		}
	}
	return Nearest(name, below, n)
}

// Nearest returns up to n different names, the most similar to a name first.
func Nearest(name string, among []string, n int) []string {
	return firstNames(byDistance(name, among), n)
}

// A candidate is a name that a user may have intended.
type candidate struct {
	name     string
	distance int
}

// byDistance returns names, the most similar to another name first. It returns
// none if that name is longer than any name can be, because comparing would
// take long.
func byDistance(name string, among []string) []candidate {
	const longest = 200
	if len(name) > longest {
		return nil
	}
	near := make([]candidate, len(among))
	wanted := Fold(name)
	for i, other := range among {
		has := Fold(other)
		d := min(distance(wanted, has), distance(wanted, beginning(has, wanted)))
		if strings.Contains(has, wanted) || strings.Contains(wanted, has) {
			d = min(d, 1)
		}
		near[i] = candidate{other, d}
	}
	slices.SortStableFunc(near, func(a, b candidate) int { return cmp.Compare(a.distance, b.distance) })
	return near
}

// firstNames returns the first n different names.
func firstNames(candidates []candidate, n int) []string {
	var names []string
	for _, c := range candidates {
		if len(names) < n && !slices.Contains(names, c.name) {
			names = append(names, c.name)
		}
	}
	return names
}

// beginning returns as much of a name as the user has typed.
func beginning(name, typed string) string {
	runes := []rune(name)
	return string(runes[:min(len(runes), len([]rune(typed)))])
}

// distance returns how many letters must change to turn a into b (Levenshtein
// distance).
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j, q := range y {
			cost := diagonal
			if r != q {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)]
}
