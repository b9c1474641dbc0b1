package tenants

import (
	"context"
	"errors"
	"strings"

	"acronis-reports-mcp/acronis"
)

// Resolve returns the id of the tenant that a text refers to: a UUID, a name,
// an internal tag, or "" for the own tenant. Names take precedence over tags.
// The error is a [*NotFoundError] if there is no such tenant, an
// [*AmbiguousError] if there are several, and an [*UnreadableError] if the
// tenants can't be read.
func (c *Cache) Resolve(ctx context.Context, text string) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return c.Own(ctx)
	}
	if id, ok := acronis.ParseUUID(text); ok {
		return id, nil
	}
	tree, err := c.Tree(ctx)
	known := false
	if err == nil {
		known, err = tree.Knows(ctx, text)
	}
	if err == nil && !known {
		tree, err = c.TreeForNew(ctx, text)
	}
	if err != nil {
		return "", withName(err, text)
	}
	id, err := tree.Only(ctx, text)
	if missing := (*NotFoundError)(nil); errors.As(err, &missing) {
		if missing.Suggestions, err = tree.Suggest(ctx, text); err == nil {
			err = missing
		}
	}
	return id, err
}

// Only returns the id of the only tenant of a name or tag. Its errors are those
// of [Cache.Resolve], without suggestions.
func (t *Tree) Only(ctx context.Context, text string) (string, error) {
	found, byTag, err := t.called(ctx, text)
	switch {
	case err != nil:
		return "", err
	case len(found) == 1:
		return found[0].ID, nil
	case len(found) > 1:
		return "", newAmbiguous(text, byTag, found, t)
	}
	return "", &NotFoundError{Name: text}
}

// Name returns a tenant's name, and whether it is known.
func (c *Cache) Name(ctx context.Context, id string) (name string, known bool) {
	t, known := c.Tenant(ctx, id)
	return t.Name, known
}

// Tenant returns a tenant, and whether it is known.
func (c *Cache) Tenant(ctx context.Context, id string) (t acronis.Tenant, known bool) {
	tree, err := c.locked(ctx, func(ctx context.Context) (*Tree, error) {
		if tree := c.known(freshFor); tree != nil {
			return tree, nil
		}
		found, err := c.lookUp(ctx, id, []string{id}) // without those above it
		if err != nil {
			return nil, err
		}
		return Build(ctx, id, found)
	})
	if err != nil {
		return t, false
	}
	return tree.Find(id)
}
