package tenants

import (
	"context"
	"errors"
	"math"
	"sync"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/memory"
)

const (
	// freshFor is how long a tree is used before it is read again.
	freshFor = 15 * time.Minute

	// freshForNew is how long after reading a tree it isn't read again for a name
	// that isn't in it, whose tenant may be new.
	freshForNew = 10 * time.Second

	// Few is how many tenants are read although only some of them are needed.
	Few = 10_000

	// refusedFor is how long it is remembered that these credentials may not read
	// the tenants. Another role for the API client helps soon.
	refusedFor = time.Minute
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

	// Guarded by reading.
	list  *acronis.TenantList // of the next tree, of which the first pages have been read
	begun time.Time           // when list was begun
	many  bool                // there are more than Few tenants
	some  someTenants

	refused   *UnreadableError // the last time, at refusedAt
	refusedAt time.Time
	failed    error // of the last attempt, at failedAt
	failedAt  time.Time
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
func (c *Cache) Tree(ctx context.Context) (*Tree, error) {
	return c.locked(ctx, func(ctx context.Context) (*Tree, error) {
		if tree := c.known(freshFor); tree != nil {
			return tree, nil
		}
		return c.read(ctx, freshFor, math.MaxInt)
	})
}

// TreeIfReadable is [Cache.Tree], but returns an empty tree if these
// credentials may not read the tenants.
func (c *Cache) TreeIfReadable(ctx context.Context) (tree *Tree, readable bool, err error) {
	tree, err = c.Tree(ctx)
	return ifReadable(tree, err)
}

// ifReadable returns an empty tree instead of an [*UnreadableError].
func ifReadable(tree *Tree, err error) (*Tree, bool, error) {
	if errors.As(err, new(*UnreadableError)) {
		return &Tree{}, false, nil
	}
	return tree, true, err
}

// TreeForNew returns the tree for a name that [Cache.Tree] doesn't have: its
// tenant may be new. Only a tree that was read completely in the last 10 seconds
// isn't read again, however long that took.
func (c *Cache) TreeForNew(ctx context.Context, name string) (*Tree, error) {
	tree, err := c.locked(ctx, func(ctx context.Context) (*Tree, error) {
		if tree := c.known(freshFor); tree != nil && time.Since(tree.built) < freshForNew {
			return tree, nil
		}
		return c.read(ctx, freshForNew, math.MaxInt)
	})
	return tree, withName(err, name)
}

// locked runs f while no other call reads tenants. It begins with [memory.Do], so
// that no call waits for memory with the lock: a call that has the memory may wait
// for the lock.
func (c *Cache) locked(ctx context.Context, f func(context.Context) (*Tree, error)) (tree *Tree, err error) {
	err = memory.Do(ctx, func(ctx context.Context) error {
		unlock, err := c.lock(ctx)
		if err != nil {
			return err
		}
		defer unlock()
		tree, err = f(ctx)
		return err
	})
	return tree, err
}

// lock lets one call read, and the others wait for its result. If that is a failure,
// they have it too: each attempt at a data centre that doesn't answer takes most of a
// minute, and they would make theirs one after the other.
func (c *Cache) lock(ctx context.Context) (unlock func(), err error) {
	asked := time.Now()
	select {
	case c.reading <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if c.failed != nil && c.failedAt.After(asked) {
		err = c.failed
		<-c.reading
		return nil, err
	}
	return func() { <-c.reading }, nil
}

// note keeps the failure of an attempt, unless only the call that made it has ended.
func (c *Cache) note(ctx context.Context, err error) {
	c.failed, c.failedAt = nil, time.Now()
	if ctx.Err() == nil && errors.As(err, new(*acronis.Error)) && !errors.As(err, new(*memory.LimitError)) {
		c.failed = err
	}
}

// known returns the tree, or nil if it is older than maxAge.
func (c *Cache) known(maxAge time.Duration) *Tree {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.tree == nil || time.Since(c.tree.read) >= maxAge {
		return nil
	}
	return c.tree
}

// read reads the tree, or continues to read it, unless it has more than most
// tenants. Then the tree is nil.
func (c *Cache) read(ctx context.Context, maxAge time.Duration, most int) (tree *Tree, err error) {
	if c.refused != nil && time.Since(c.refusedAt) < refusedFor {
		return nil, c.refused
	}
	tree, err = c.readTo(ctx, maxAge, most)
	c.note(ctx, err)
	if refused := (*UnreadableError)(nil); errors.As(err, &refused) {
		c.refused, c.refusedAt = refused, time.Now()
	}
	return tree, err
}

func (c *Cache) readTo(ctx context.Context, maxAge time.Duration, most int) (*Tree, error) {
	root, err := c.Own(ctx)
	if err != nil {
		return nil, unreadable(err)
	}
	if c.list == nil || time.Since(c.begun) >= maxAge {
		c.list, c.begun = c.client.ListTenants(root), time.Now()
	}
	all, err := c.list.Read(ctx, most)
	c.many = len(c.list.Tenants()) > Few
	if err != nil {
		c.list = nil
		return nil, unreadable(err)
	}
	if !all {
		return nil, nil
	}
	tree, err := Build(ctx, root, c.list.Tenants())
	if err != nil {
		return nil, err
	}
	tree.read, tree.built, c.list = c.begun, time.Now(), nil
	c.keep(ctx, tree)
	return tree, nil
}

// keep keeps a tree if there is room for it.
func (c *Cache) keep(ctx context.Context, tree *Tree) {
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
}

// drop drops the tree, because a call needs its memory.
func (c *Cache) drop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tree = nil
	c.kept.Empty()
}
