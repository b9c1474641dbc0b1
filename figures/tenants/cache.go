package tenants

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/memory"
)

const (
	// freshFor is how long a tree is used before it is read again.
	freshFor = 15 * time.Minute

	// freshForNew is the same when a name isn't in the tree: its tenant may be
	// new.
	freshForNew = 10 * time.Second
)

// A Cache keeps the tree and the own tenant until the process ends. It is safe
// for concurrent use.
type Cache struct {
	client  *acronis.Client
	reading chan struct{} // a lock; waiting for it ends with a context

	mu   sync.Mutex
	tree *Tree // nil until it has been read, and when a call needs its memory
	kept *memory.Kept
	own  string // tenant id, or "" until it is known
}

// NewCache returns a cache that reads tenants through a client. own is the id
// of the tenant that the credentials belong to; if it is "", the API is asked.
func NewCache(client *acronis.Client, own string) *Cache {
	return &Cache{client: client, own: own, reading: make(chan struct{}, 1)}
}

// Own returns the id of the tenant that the credentials belong to.
func (c *Cache) Own(ctx context.Context) (string, error) {
	c.mu.Lock()
	own := c.own
	c.mu.Unlock()
	if own != "" {
		return own, nil
	}
	own, err := c.client.OwnTenant(ctx)
	if err != nil {
		return "", err
	}
	c.mu.Lock()
	c.own = own
	c.mu.Unlock()
	return own, nil
}

// Tree returns the tenants as they were at most 15 minutes ago. If these
// credentials may not read them, the error is an [*UnreadableError].
func (c *Cache) Tree(ctx context.Context) (*Tree, error) { return c.treeSince(ctx, freshFor) }

// TreeIfReadable is [Cache.Tree], but returns an empty tree if these
// credentials may not read the tenants.
func (c *Cache) TreeIfReadable(ctx context.Context) (tree *Tree, readable bool, err error) {
	tree, err = c.Tree(ctx)
	if errors.As(err, new(*UnreadableError)) {
		return &Tree{}, false, nil
	}
	return tree, true, err
}

// treeSince returns the tree, read again if it is older than maxAge.
func (c *Cache) treeSince(ctx context.Context, maxAge time.Duration) (*Tree, error) {
	select {
	case c.reading <- struct{}{}: // one call reads, and the others wait for its result
		defer func() { <-c.reading }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	c.mu.Lock()
	tree := c.tree
	c.mu.Unlock()
	if tree != nil && time.Since(tree.read) < maxAge {
		return tree, nil
	}
	err := memory.Do(ctx, func(ctx context.Context) (err error) {
		tree, err = c.read(ctx)
		return err
	})
	return tree, err
}

// read reads the tree, and keeps it if there is room for it.
func (c *Cache) read(ctx context.Context) (*Tree, error) {
	root, err := c.Own(ctx)
	if err != nil {
		return nil, unreadable(err)
	}
	all, err := c.client.GetTenants(ctx, root)
	if err != nil {
		return nil, unreadable(err)
	}
	tree := Build(root, all)
	bytes := tree.bytes()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil {
		c.kept = memory.Keep(ctx, c.drop)
	}
	c.kept.Empty()
	if c.tree = nil; c.kept.Add(ctx, bytes) {
		memory.Release(ctx, bytes) // the cache has it now
		c.tree = tree
	}
	return tree, nil
}

// drop drops the tree, because a call needs its memory.
func (c *Cache) drop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tree = nil
	c.kept.Empty()
}

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
	if err == nil && !tree.Knows(text) {
		tree, err = c.treeSince(ctx, freshForNew)
	}
	if err != nil {
		return "", withName(err, text)
	}
	switch found, byTag := tree.called(text); len(found) {
	case 1:
		return found[0].ID, nil
	case 0:
		return "", &NotFoundError{Name: text, Suggestions: tree.Suggest(text)}
	default:
		return "", newAmbiguous(text, byTag, found, tree)
	}
}

// Name returns a tenant's name, and whether it is known.
func (c *Cache) Name(ctx context.Context, id string) (name string, known bool) {
	tree, err := c.Tree(ctx)
	if err != nil {
		return "", false
	}
	tenant, known := tree.Find(id)
	return tenant.Name, known
}
