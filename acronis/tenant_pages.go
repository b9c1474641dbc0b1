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

// Limits of the number of tenants in a page. Without a limit the API returns 5,000.
// Which limits it accepts isn't documented.
const (
	firstLimit    = 1000
	smallestLimit = 100
	largestLimit  = 5000
)

const (
	// pageGoal is the size, in bytes, below which pages should stay.
	pageGoal = 4 << 20

	// maxPages limits a list whose cursors never end.
	maxPages = 2000

	// maxTenantBytes is how many bytes of tenants are kept in memory.
	maxTenantBytes = 512 << 20
)

// GetTenants returns a tenant and all tenants below it, including deleted ones:
// GET /tenants, all pages of it. It never returns a part of the list.
func (c *Client) GetTenants(ctx context.Context, root string) ([]Tenant, error) {
	return c.tenantPages(ctx, url.Values{"subtree_root_id": {root}, "allow_deleted": {"true"}, "lod": {"full"}}, firstLimit, largestLimit)
}

// GetTenantsByID returns the tenants with the given ids, including deleted ones, in
// the order of the API: GET /tenants, with at most 100 ids in a request. Ids that
// aren't UUIDs, and those of tenants that don't exist or can't be seen, are left
// out. A reply with a tenant that wasn't requested is [Malformed].
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

// tenantPages reads all pages of GET /tenants. The first page has limit tenants,
// and later ones up to largest if they stay below pageGoal. A page that is refused
// or too large is requested again with half as many tenants.
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
			return nil, malformedList("its pages contain more than 512 MiB")
		case page.after == "":
			return reader.tenants, nil
		case cursors[page.after]:
			return nil, malformedList("its pages never end")
		}
		cursors[page.after] = true
		query = url.Values{"after": {page.after}} // the cursor includes the filters; whether it includes the limit isn't documented
		limit = nextLimit(limit, largest, page)
	}
	return nil, malformedList("its pages never end")
}

// malformedList returns the error for a list whose pages are valid one by one.
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

// nextLimit returns the limit for the page after the given one: twice as many
// tenants if they will probably stay below pageGoal.
func nextLimit(limit, largest int, page tenantPage) int {
	next := min(2*limit, largest)
	if page.tenants == 0 || page.bytes/int64(page.tenants)*int64(next) >= pageGoal {
		return limit
	}
	return next
}
