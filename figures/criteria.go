package figures

import (
	"cmp"
	"context"
	"strings"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/usage"
)

// newCriteria returns those of a source, narrowed to some customers: ids, names, or
// patterns of names. A customer that can't be selected is a [*CustomerError],
// or one of the errors of [tenants.Cache.Resolve].
func newCriteria(ctx context.Context, all *tenants.Cache, from Source, customers []string) (Criteria, error) {
	p := from.Report.Params()
	c := Criteria{Level: p.Level, Subject: p.TenantID}
	named, patterns, err := resolve(ctx, all, customers)
	if err != nil {
		return c, err
	}
	if c.Tree, c.Readable, err = all.TreeIfReadable(ctx); err != nil { // after names were resolved: that may have read it again
		return c, err
	}
	if !c.Readable && patterns != nil {
		return c, &CustomerError{Reason: NamesUnreadable, Customer: patterns[0]}
	}
	about := cmp.Or(from.About, c.Subject)
	for _, customer := range named {
		if from.About != "" && !c.Tree.Within(customer.id, about) {
			t, _ := c.Tree.Find(about)
			return c, &CustomerError{Reason: NotBelow, Customer: customer.name, AboutID: about, AboutName: t.Name}
		}
		c.Wanted = append(c.Wanted, customer.id)
	}
	for _, pattern := range patterns {
		ids := matching(c.Tree, about, pattern)
		if ids == nil {
			return c, &CustomerError{Reason: NoMatch, Customer: pattern}
		}
		c.Wanted = append(c.Wanted, ids...)
	}
	if c.Wanted == nil && from.About != "" {
		c.Wanted = []string{from.About}
	}
	return c, nil
}

// A customer is a tenant that was asked for by an id or a name.
type customer struct{ id, name string }

// resolve finds the tenants that customers are, and sets patterns apart.
func resolve(ctx context.Context, all *tenants.Cache, customers []string) (named []customer, patterns []string, err error) {
	for _, name := range customers {
		switch {
		case strings.TrimSpace(name) == "": // elsewhere that means the own tenant
			return nil, nil, &CustomerError{Reason: EmptyName}
		case strings.Contains(name, "*"):
			patterns = append(patterns, name)
		default:
			id, err := all.Resolve(ctx, name)
			if err != nil {
				return nil, nil, err
			}
			named = append(named, customer{id, name})
		}
	}
	return named, patterns, nil
}

// matching are the tenants below one whose names match a pattern.
func matching(tree *tenants.Tree, root, pattern string) []string {
	var ids []string
	for _, t := range tree.All {
		if t.ID != root && Matches(pattern, t.Name) && tree.Within(t.ID, root) {
			ids = append(ids, t.ID)
		}
	}
	return ids
}

// Matches reports whether a name, as it is or as results show it, matches a
// pattern in which * is any text; case and blanks don't matter.
func Matches(pattern, name string) bool {
	pattern = tenants.Fold(pattern)
	return usage.Like(pattern, tenants.Fold(name)) || usage.Like(pattern, tenants.Fold(escape.Text(name)))
}
