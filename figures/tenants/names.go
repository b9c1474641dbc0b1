package tenants

import (
	"cmp"
	"slices"
	"strings"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
)

// Fold makes names comparable: case and blanks don't matter.
func Fold(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

// named are the tenants with a name, as it is or as results show it; deleted
// ones only if no other has it.
func (t *Tree) named(name string) []acronis.Tenant {
	var there, deleted []acronis.Tenant
	for _, tenant := range t.All {
		switch {
		case Fold(tenant.Name) != Fold(name) && Fold(escape.Text(tenant.Name)) != Fold(name):
		case tenant.DeletedAt == "":
			there = append(there, tenant)
		default:
			deleted = append(deleted, tenant)
		}
	}
	if len(there) > 0 {
		return there
	}
	return deleted
}

// Names are the names of tenants that aren't deleted, each once, in the order
// of the tree.
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

// Suggest returns up to five names close to one that doesn't exist, the closest first.
func (t *Tree) Suggest(name string) []string {
	const longest = 200
	if len(name) > longest { // no tenant's, and costly to compare
		return nil
	}
	type candidate struct {
		name     string
		distance int
	}
	var close []candidate
	want := Fold(name)
	for _, tenant := range t.All {
		have := Fold(tenant.Name)
		d := min(distance(want, have), distance(want, beginning(have, want)))
		if strings.Contains(have, want) || strings.Contains(want, have) {
			d = min(d, 1)
		}
		if d <= max(2, len(want)/3) {
			close = append(close, candidate{tenant.Name, d})
		}
	}
	slices.SortStableFunc(close, func(a, b candidate) int { return cmp.Compare(a.distance, b.distance) })
	var names []string
	for _, c := range close[:min(5, len(close))] {
		names = append(names, c.name)
	}
	return names
}

// beginning is as much of a name as somebody has typed.
func beginning(name, typed string) string {
	runes := []rune(name)
	return string(runes[:min(len(runes), len([]rune(typed)))])
}

// distance is how many letters have to change to make b of a (Levenshtein).
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
