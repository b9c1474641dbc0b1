package tenants

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"acronis-reports-mcp/interrupt"
)

// Suggest returns up to five names that are similar to a name, the most similar
// first.
func (t *Tree) Suggest(ctx context.Context, name string) ([]string, error) {
	var all []string
	for _, tenant := range t.All {
		all = append(all, tenant.Name)
	}
	tooFar := func(c candidate) bool { return c.distance > max(2, len(Fold(name))/3) }
	near, err := byDistance(ctx, name, all)
	return firstNames(slices.DeleteFunc(near, tooFar), 5), err
}

// Nearest returns up to n names of tenants below root, the most similar to a
// name first.
func (t *Tree) Nearest(ctx context.Context, name, root string, n int) ([]string, error) {
	var below []string
	check := interrupt.New(ctx)
	for _, tenant := range t.All {
		if err := check.Err(); err != nil {
			return nil, err
		}
		if tenant.ID != root && tenant.DeletedAt == "" && t.Within(tenant.ID, root) {
			below = append(below, tenant.Name)
		}
	}
	return Nearest(ctx, name, below, n)
}

// Nearest returns up to n different names, the most similar to a name first.
func Nearest(ctx context.Context, name string, among []string, n int) ([]string, error) {
	near, err := byDistance(ctx, name, among)
	return firstNames(near, n), err
}

// A candidate is a name that a user may have intended.
type candidate struct {
	name     string
	distance int
}

// byDistance returns names, the most similar to another name first. It returns
// none if that name is longer than any name can be, because comparing would
// take long.
func byDistance(ctx context.Context, name string, among []string) ([]candidate, error) {
	const longest = 200
	if len(name) > longest {
		return nil, nil
	}
	near := make([]candidate, len(among))
	wanted, check := Fold(name), interrupt.New(ctx)
	for i, other := range among {
		if err := check.Err(); err != nil {
			return nil, err
		}
		has := Fold(other)
		d := min(distance(wanted, has), distance(wanted, beginning(has, wanted)))
		if strings.Contains(has, wanted) || strings.Contains(wanted, has) {
			d = min(d, 1)
		}
		near[i] = candidate{other, d}
	}
	return near, interrupt.SortStableFunc(ctx, near, func(a, b candidate) int { return cmp.Compare(a.distance, b.distance) })
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
