package tools

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
)

// refused is a call refused in words that are fit for a model as they are.
type refused string

func (r refused) Error() string { return string(r) }

// tenant finds the id that a tool's argument means: a UUID, a name, or "" for
// the own tenant.
func (s *service) tenant(ctx context.Context, argument string) (string, error) {
	argument = strings.TrimSpace(argument)
	if argument == "" {
		return s.ownTenant(ctx)
	}
	if id, ok := acronis.ParseUUID(argument); ok {
		return id, nil
	}
	t, err := s.tree(ctx, freshFor)
	if err == nil && len(t.named(argument)) == 0 {
		t, err = s.tree(ctx, 10*time.Second) // it may be new
	}
	if unreadable(err) {
		return "", refused(fmt.Sprintf("The tenant %s can't be found by its name: %s doesn't let this API client read the tenants. "+
			"Trying again won't help: give the tenant's UUID, or the person has to use an API client whose role allows it.", escape.Quote(argument), s.DataCentre))
	}
	if err != nil {
		return "", err
	}
	switch found := t.named(argument); len(found) {
	case 1:
		return found[0].ID, nil
	case 0:
		return "", refused(fmt.Sprintf("There is no tenant %s at %s.%s", escape.Quote(argument), s.DataCentre, t.suggest(argument)))
	default:
		const most = 10
		lines := make([]string, 0, most)
		for _, tenant := range found[:min(most, len(found))] {
			lines = append(lines, fmt.Sprintf("- %s: %s below %s", escape.Text(tenant.ID), escape.Text(tenant.Kind), escape.Quote(t.parentName(tenant))))
		}
		return "", refused(fmt.Sprintf("%d tenants are called %s. Ask the person which one is meant and give its UUID:\n%s",
			len(found), escape.Quote(argument), strings.Join(lines, "\n")))
	}
}

// named are the tenants with a name; deleted ones only if no other has it.
func (t *tree) named(name string) []acronis.Tenant {
	var there, deleted []acronis.Tenant
	for _, tenant := range t.all {
		switch {
		case fold(tenant.Name) != fold(name) && fold(escape.Text(tenant.Name)) != fold(name): // as results show it
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

// suggest offers names that are close to one that doesn't exist.
func (t *tree) suggest(name string) string {
	type near struct {
		name     string
		distance int
	}
	const longest = 200
	if len(name) > longest { // no tenant's, and costly to compare
		return ""
	}
	var close []near
	want := fold(name)
	for _, tenant := range t.all {
		have := fold(tenant.Name)
		d := min(distance(want, have), distance(want, beginning(have, want)))
		if strings.Contains(have, want) || strings.Contains(want, have) {
			d = min(d, 1)
		}
		if d <= max(2, len(want)/3) {
			close = append(close, near{tenant.Name, d})
		}
	}
	slices.SortStableFunc(close, func(a, b near) int { return cmp.Compare(a.distance, b.distance) })
	var names []string
	for _, n := range close[:min(5, len(close))] {
		names = append(names, escape.Quote(n.name))
	}
	if len(names) == 0 {
		return ""
	}
	return " Did you mean " + strings.Join(names, ", ") + "?"
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

// tenantName is a tenant's name for people, or its id if it can't be had.
func (s *service) tenantName(ctx context.Context, id string) string {
	if t, err := s.tree(ctx, freshFor); err == nil {
		if tenant, ok := t.byID[id]; ok {
			return escape.Quote(tenant.Name)
		}
	}
	return escape.Text(id)
}
