package figures

import (
	"context"
	"io"
	"sync"

	"acronis-reports-mcp/figures/store"
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
}

// get returns the tenants that have rows in a file. It leaves the file at its
// beginning.
func (c *tenantsByFile) get(ctx context.Context, file *store.File) ([]usage.Tenant, error) {
	if found, ok := c.kept(file.SHA256); ok {
		return found, nil
	}
	found, err := usage.Tenants(ctx, file)
	if err != nil {
		return nil, err
	}
	c.put(file.SHA256, found)
	_, err = file.Seek(0, io.SeekStart)
	return found, err
}

func (c *tenantsByFile) kept(hash string) ([]usage.Tenant, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	found, ok := c.byHash[hash]
	return found, ok
}

// put keeps the tenants of a file, and drops the oldest entries while there are
// too many.
func (c *tenantsByFile) put(hash string, found []usage.Tenant) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.byHash[hash]; ok || len(found) > maxCachedTenants {
		return
	}
	if c.byHash == nil {
		c.byHash = map[string][]usage.Tenant{}
	}
	c.byHash[hash] = found
	c.order = append(c.order, hash)
	c.total += len(found)
	for c.total > maxCachedTenants {
		c.total -= len(c.byHash[c.order[0]])
		delete(c.byHash, c.order[0])
		c.order = c.order[1:]
	}
}
