package acronis

import (
	"context"
	"errors"
	"io"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"acronis-reports-mcp/memory"
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

	// treeFactor is how many times the memory of tenants is used until they are
	// a tree.
	treeFactor = 2

	// maxTenantBytes is how many bytes of tenants are kept in memory.
	maxTenantBytes = 512 << 20
)

// GetTenants returns a tenant and all tenants below it, including deleted ones:
// GET /tenants, all pages of it. It never returns a part of the list.
func (c *Client) GetTenants(ctx context.Context, root string) ([]Tenant, error) {
	l := c.ListTenants(root)
	if _, err := l.Read(ctx, math.MaxInt); err != nil {
		return nil, err
	}
	return l.Tenants(), nil
}

// ListTenants returns the list of a tenant and all tenants below it, including
// deleted ones, of which nothing has been read yet.
func (c *Client) ListTenants(root string) *TenantList {
	return c.tenantList(url.Values{"subtree_root_id": {root}, "allow_deleted": {"true"}, "lod": {"full"}}, firstLimit, largestLimit)
}

// GetTenantsByID returns the tenants with the given ids, including deleted ones, in
// the order of the API: GET /tenants, with at most 100 ids in a request. Ids that
// aren't UUIDs, and those of tenants that don't exist or can't be seen, are left
// out. A reply with a tenant that wasn't requested is [Malformed].
func (c *Client) GetTenantsByID(ctx context.Context, ids []string) ([]Tenant, error) {
	return eachBatch(ids, func(some []string) ([]Tenant, error) {
		query := url.Values{"uuids": {strings.Join(some, ",")}, "allow_deleted": {"true"}, "lod": {"full"}}
		l := c.tenantList(query, maxIDs, maxIDs)
		if _, err := l.Read(ctx, math.MaxInt); err != nil {
			return nil, err
		}
		return l.Tenants(), onlyAsked(tenantsRequest(nil), some, l.Tenants(), func(t Tenant) string { return t.ID })
	})
}

func tenantsRequest(query url.Values) request {
	return request{method: http.MethodGet, path: join("tenants"), query: query}
}

// A TenantList is a list of tenants that is read page by page: GET /tenants. It is
// not safe for concurrent use.
type TenantList struct {
	client         *Client
	reader         *tenantReader
	query          url.Values // of the next page
	limit, largest int        // tenants in the next page, and in any later one
	cursors        map[string]bool
	pages          int
	all            bool // nothing is left to be read
}

// tenantList returns a list whose first page has limit tenants, and later ones up
// to largest if they stay below pageGoal.
func (c *Client) tenantList(query url.Values, limit, largest int) *TenantList {
	reader := &tenantReader{redact: c.tokens.redactAnswer, shared: map[string]string{}}
	return &TenantList{client: c, reader: reader, query: query, limit: limit, largest: largest, cursors: map[string]bool{"": true}}
}

// Tenants returns the tenants read so far.
func (l *TenantList) Tenants() []Tenant { return l.reader.tenants }

// Read reads pages until all tenants or more than most have been read, and reports
// whether these are all. A page that is refused or too large is requested again
// with half as many tenants. After an error, another Read continues with the page
// that failed.
func (l *TenantList) Read(ctx context.Context, most int) (all bool, err error) {
	if err := memory.Reserve(ctx, treeFactor*int64(l.reader.kept)); err != nil { // of what other calls have read
		return false, err
	}
	for !l.all && len(l.reader.tenants) <= most {
		wanted := l.limit
		if left := most - len(l.reader.tenants); left < wanted {
			wanted = min(wanted, max(left+1, smallestLimit))
		}
		l.query.Set("limit", strconv.Itoa(wanted))
		kept := l.reader.kept
		page, err := l.client.tenantPage(ctx, l.query, l.reader)
		if wanted > smallestLimit && tooMuch(err) {
			l.limit = max(wanted/2, smallestLimit)
			l.largest = l.limit
			continue
		}
		if err == nil {
			err = l.advance(page)
		}
		if err == nil {
			err = memory.Reserve(ctx, treeFactor*int64(l.reader.kept-kept))
		}
		if err != nil {
			return false, err
		}
	}
	return l.all, nil
}

// advance makes the page after the given one the next.
func (l *TenantList) advance(page tenantPage) error {
	l.pages++
	switch {
	case l.reader.kept > maxTenantBytes:
		return malformedList("its pages contain more than 512 MiB")
	case page.after == "":
		l.all = true
		return nil
	case l.cursors[page.after] || l.pages == maxPages:
		return malformedList("its pages never end")
	}
	l.cursors[page.after] = true
	l.query = url.Values{"after": {page.after}} // the cursor includes the filters; whether it includes the limit isn't documented
	l.limit = nextLimit(l.limit, l.largest, page)
	return nil
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
