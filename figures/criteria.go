package figures

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/usage"
)

// maxSuggested is how many names are suggested for an entry that matches
// nothing.
const maxSuggested = 20

// maxSuggestedFor is for how many of the entries that match nothing names are
// suggested.
const maxSuggestedFor = 5

// A Match says what an entry of a filter matched.
type Match struct {
	Entry string   `json:"entry"`
	Count int      `json:"count"`
	Names []string `json:"names" jsonschema_description:"The first five"`
}

// An Unmatched is an entry of a filter that matched nothing, and up to 20 names
// that it could have matched, the most similar first.
type Unmatched struct {
	Entry  string
	Exists []string
}

// newCriteria returns the criteria for a question to a source, limited to its
// customers: ids, names, internal tags, or patterns of names. Entries that match
// nothing are left out. If none matches, or if the question is strict, the first
// that doesn't is a [*CustomerError]. Other errors are those of
// [tenants.Cache.Resolve].
func newCriteria(ctx context.Context, all *tenants.Cache, from Source, q Question) (Criteria, error) {
	p := from.Report.Params()
	c := Criteria{Level: p.Level, Subject: p.TenantID}
	if p.Period != nil {
		c.Start = p.Period.Start
	}
	var err error
	if q.AllTenants || q.Customers != nil || from.About != "" || c.byRows() {
		c.Tree, c.Readable, err = all.TreeIfReadable(ctx)
	} else {
		c.Tree, c.Readable, err = all.Around(ctx, c.Subject)
	}
	if err != nil {
		return c, err
	}
	about := cmp.Or(from.About, c.Subject)
	for _, entry := range q.Customers {
		ids, err := c.find(ctx, all, about, entry)
		if err != nil {
			return c, err
		}
		if ids == nil {
			var exist []string
			if len(c.Unmatched) < maxSuggestedFor { // comparing with all names takes long
				if exist, err = c.Tree.Nearest(ctx, entry, about, maxSuggested); err != nil {
					return c, err
				}
			}
			c.Unmatched = append(c.Unmatched, Unmatched{entry, exist})
			continue
		}
		for _, id := range ids {
			if from.About != "" && !c.Tree.Within(id, about) {
				t, _ := c.Tree.Find(about)
				return c, &CustomerError{Reason: NotBelow, Customer: entry, AboutID: about, AboutName: t.Name}
			}
		}
		c.Matched = append(c.Matched, c.match(entry, ids))
		c.Wanted = append(c.Wanted, ids...)
	}
	if len(c.Unmatched) > 0 && (q.Strict || c.Wanted == nil) {
		return c, &CustomerError{Reason: NoMatch, Customer: c.Unmatched[0].Entry, Exists: c.Unmatched[0].Exists}
	}
	if c.Wanted == nil && from.About != "" {
		c.Wanted = []string{from.About}
	}
	return c, nil
}

// find returns the ids of the tenants that an entry names, or nil. An entry
// with * is first looked up as a name, and then used as a pattern.
func (c *Criteria) find(ctx context.Context, all *tenants.Cache, about, entry string) ([]string, error) {
	pattern := strings.Contains(entry, "*")
	if pattern {
		known, err := c.Tree.Knows(ctx, entry)
		if err != nil {
			return nil, err
		}
		pattern = !known
	}
	switch {
	case strings.TrimSpace(entry) == "": // for other arguments it means the own tenant
		return nil, &CustomerError{Reason: EmptyName}
	case pattern && !c.Readable:
		return nil, &CustomerError{Reason: NamesUnreadable, Customer: entry}
	case pattern:
		return c.matching(ctx, about, entry)
	}
	id, err := c.resolve(ctx, all, entry)
	if errors.As(err, new(*tenants.NotFoundError)) {
		return nil, nil
	}
	return []string{id}, err
}

// resolve is [tenants.Cache.Resolve], but reads the tenants again for the first
// new name only, and suggests no names.
func (c *Criteria) resolve(ctx context.Context, all *tenants.Cache, entry string) (string, error) {
	if _, isUUID := acronis.ParseUUID(entry); isUUID || !c.Readable {
		return all.Resolve(ctx, entry)
	}
	entry = strings.TrimSpace(entry)
	id, err := c.Tree.Only(ctx, entry)
	if c.renewed || !errors.As(err, new(*tenants.NotFoundError)) {
		return id, err
	}
	tree, err := all.TreeForNew(ctx, entry)
	if err != nil {
		return "", err
	}
	c.Tree, c.renewed = tree, true
	return tree.Only(ctx, entry)
}

// matching returns the tenants below a tenant whose name or internal tag
// matches a pattern, or the tenant itself if it is a customer or unit.
func (c *Criteria) matching(ctx context.Context, root, pattern string) ([]string, error) {
	if t, _ := c.Tree.Find(root); acronis.IsCustomer(t.Kind) {
		if Matches(pattern, t.Name) || Matches(pattern, t.InternalTag) {
			return []string{root}, nil
		}
	}
	pattern = tenants.Fold(pattern)
	return c.Tree.Matching(ctx, root, func(folded string) bool { return usage.Like(pattern, folded) })
}

// match returns what an entry matched.
func (c *Criteria) match(entry string, ids []string) Match {
	m := Match{Entry: entry, Count: len(ids)}
	for _, id := range ids[:min(len(ids), maxMatchedNames)] {
		t, _ := c.Tree.Find(id)
		name := cmp.Or(t.Name, id)
		if slices.ContainsFunc(ids, func(other string) bool { o, _ := c.Tree.Find(other); return other != id && o.Name == name }) {
			name += " (below " + c.Tree.ParentName(t) + ")"
		}
		m.Names = append(m.Names, name)
	}
	return m
}

// maxMatchedNames is how many of the tenants that an entry matched are named.
const maxMatchedNames = 5

// Matches reports whether a name, as stored or as shown in results, matches a
// pattern in which * is any text. It ignores case and blanks.
func Matches(pattern, name string) bool {
	pattern = tenants.Fold(pattern)
	return usage.Like(pattern, tenants.Fold(name)) || usage.Like(pattern, tenants.Fold(escape.Text(name)))
}
