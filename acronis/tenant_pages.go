package acronis

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// How many tenants a page may have. The API gives 5,000 if it isn't asked for
// fewer, and which limits it takes isn't documented.
const (
	firstLimit    = 1000
	smallestLimit = 100
	largestLimit  = 5000
)

const (
	// pageGoal is the size, in bytes, that pages are to stay below.
	pageGoal = 4 << 20

	// maxPages bounds a list whose cursors never end.
	maxPages = 2000

	// maxTenantBytes is how many bytes of tenants are kept in memory.
	maxTenantBytes = 512 << 20
)

// GetTenants returns a tenant and all tenants below it, deleted ones included:
// GET /tenants, with all its pages. Half a list is an error, never a result.
func (c *Client) GetTenants(ctx context.Context, root string) ([]Tenant, error) {
	return c.tenantPages(ctx, url.Values{"subtree_root_id": {root}, "allow_deleted": {"true"}, "lod": {"full"}}, firstLimit, largestLimit)
}

// GetTenantsByID returns the tenants with some ids, deleted ones included, in
// the order of the API: GET /tenants, with at most 100 ids a request. Ids that
// aren't UUIDs, and those of tenants that don't exist or can't be seen, are
// left out. A reply with a tenant that wasn't asked for is [Malformed].
func (c *Client) GetTenantsByID(ctx context.Context, ids []string) ([]Tenant, error) {
	return eachBatch(ids, func(some []string) ([]Tenant, error) {
		query := url.Values{"uuids": {strings.Join(some, ",")}, "allow_deleted": {"true"}, "lod": {"full"}}
		tenants, err := c.tenantPages(ctx, query, maxIDs, maxIDs)
		if err != nil {
			return nil, err
		}
		return tenants, onlyAsked(tenantsRequest(nil), some, tenants, func(t Tenant) string { return t.ID })
	})
}

func tenantsRequest(query url.Values) request {
	return request{method: http.MethodGet, path: join("tenants"), query: query}
}

// tenantPages follows the cursors of GET /tenants to their end. Pages begin with
// limit tenants and grow to at most largest while they are small; a page that is
// refused or too large is asked for again at half the size.
func (c *Client) tenantPages(ctx context.Context, query url.Values, limit, largest int) ([]Tenant, error) {
	reader := &tenantReader{redact: c.tokens.redactAnswer, shared: map[string]string{}}
	cursors := map[string]bool{"": true}
	for range maxPages {
		query.Set("limit", strconv.Itoa(limit))
		page, err := c.tenantPage(ctx, query, reader)
		if limit > smallestLimit && tooMuch(err) {
			limit = max(limit/2, smallestLimit)
			largest = limit
			continue
		}
		if err != nil {
			return nil, err
		}
		switch {
		case reader.kept > maxTenantBytes:
			return nil, malformedList("its pages hold more than 512 MiB")
		case page.after == "":
			return reader.tenants, nil
		case cursors[page.after]:
			return nil, malformedList("its pages don't end")
		}
		cursors[page.after] = true
		query = url.Values{"after": {page.after}} // the cursor carries the filters; whether the limit too isn't documented
		limit = nextLimit(limit, largest, page)
	}
	return nil, malformedList("its pages don't end")
}

// malformedList makes the error for a list of which each page alone is good.
func malformedList(what string) error {
	return malformed(tenantsRequest(nil), &reply{status: http.StatusOK}, errors.New(what))
}

// tenantPage gets one page.
func (c *Client) tenantPage(ctx context.Context, query url.Values, reader *tenantReader) (page tenantPage, err error) {
	r := tenantsRequest(query)
	before, kept := reader.tenants, reader.kept
	r.stream = func(body io.Reader) (err error) {
		if page, err = reader.read(body); err != nil {
			reader.tenants, reader.kept = before, kept
		}
		return err
	}
	err = c.do(ctx, r, nil)
	return page, err
}

// tooMuch reports whether a page was refused, or too large.
func tooMuch(err error) bool {
	var e *Error
	return errors.As(err, &e) && (e.Status == http.StatusBadRequest || errors.Is(e, errTooLarge))
}

// nextLimit is the limit of the page after one: twice as many tenants if they
// will probably stay below pageGoal.
func nextLimit(limit, largest int, page tenantPage) int {
	next := min(2*limit, largest)
	if page.tenants == 0 || page.bytes/int64(page.tenants)*int64(next) >= pageGoal {
		return limit
	}
	return next
}
