package figures

import (
	"context"
	"sync"

	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/memory"
	"acronis-reports-mcp/usage"
)

// maxCachedTenants is how many tenants are kept for all files, about 100 bytes
// each.
const maxCachedTenants = 1_000_000

// tenantsByFile keeps the tenants that have rows in each file, so that the next
// question about a file needs to read it only once.
type tenantsByFile struct {
	mu     sync.Mutex
	byHash map[string][]usage.Tenant
	order  []string // of hashes, the oldest first
	total  int      // tenants
	memory *memory.Kept
}

// listBytes is how much memory each tenant of a list uses, in bytes.
const listBytes = 100

// get returns the tenants that have rows in a file. It leaves the file at its
// beginning.
func (c *tenantsByFile) get(ctx context.Context, file *store.File) ([]usage.Tenant, error) {
	if _, err := file.Wait(); err != nil {
		return nil, err
	}
	if found, ok := c.kept(file.SHA256); ok {
		return found, nil
	}
	found, err := usage.Tenants(ctx, file)
	if err != nil {
		return nil, err
	}
	c.put(ctx, file.SHA256, found)
	return found, file.Rewind()
}

func (c *tenantsByFile) kept(hash string) ([]usage.Tenant, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	found, ok := c.byHash[hash]
	return found, ok
}

// put keeps the tenants of a file, and drops the oldest entries while there are
// too many.
func (c *tenantsByFile) put(ctx context.Context, hash string, found []usage.Tenant) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.byHash[hash]; ok || len(found) > maxCachedTenants {
		return
	}
	if c.byHash == nil {
		c.byHash, c.memory = map[string][]usage.Tenant{}, memory.Keep(ctx, c.drop)
	}
	for c.total+len(found) > maxCachedTenants {
		oldest := len(c.byHash[c.order[0]])
		c.memory.Remove(int64(oldest * listBytes))
		c.total -= oldest
		delete(c.byHash, c.order[0])
		c.order = c.order[1:]
	}
	if c.memory.Add(ctx, int64(len(found)*listBytes)) {
		c.byHash[hash] = found
		c.order = append(c.order, hash)
		c.total += len(found)
	}
}

// drop drops all entries, because a question needs their memory.
func (c *tenantsByFile) drop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.byHash)
	c.order, c.total = nil, 0
	c.memory.Empty()
}
