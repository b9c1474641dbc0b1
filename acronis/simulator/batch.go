package simulator

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	defaultLimit = 5000
	maxUUIDs     = 100
)

// tenantsPage is the response of GET /tenants. That cursors has no after on the last page is an
// assumption.
type tenantsPage struct {
	Timestamp string `json:"timestamp"`
	Items     []any  `json:"items"` // tenant, or stamps if lod says so
	Paging    struct {
		Cursors struct {
			After string `json:"after,omitempty"`
		} `json:"cursors"`
	} `json:"paging"`
}

// fetchTenantsBatch is GET /tenants. Assumptions: more than one filter is refused; a request with a
// cursor uses nothing but limit from its own query, see [CursorLimit]; updated_since and with_contacts
// are ignored.
func (d *DataCentre) fetchTenantsBatch(r *http.Request) (int, any, error) {
	if d.NoTenantTree {
		return 0, nil, denied()
	}
	query, first, err := d.position(r.URL.Query())
	if err != nil {
		return 0, nil, err
	}
	limit, err := d.limitOf(query)
	if err != nil {
		return 0, nil, err
	}
	show, err := levelOfDetail(query.Get("lod"))
	if err != nil {
		return 0, nil, err
	}
	all, err := d.filter(query)
	if err != nil {
		return 0, nil, err
	}
	page := tenantsPage{Timestamp: time.Now().UTC().Format(time.RFC3339), Items: []any{}}
	if d.PageSize != 0 {
		limit = min(limit, d.PageSize)
	}
	first = min(first, len(all))
	end := first + min(limit, len(all)-first)
	for _, t := range all[first:end] {
		page.Items = append(page.Items, show(t))
	}
	if end < len(all) {
		page.Paging.Cursors.After = cursor(query, end)
	}
	return http.StatusOK, page, nil
}

// cursor returns the value of after: the query to continue and the position in its result. It is opaque
// to clients, as the vendor's is.
func cursor(query url.Values, next int) string {
	query.Set("next", strconv.Itoa(next))
	return base64.RawURLEncoding.EncodeToString([]byte(query.Encode()))
}

// position returns the query of a request, which is its own or the one in its cursor, and the position in
// the result.
func (d *DataCentre) position(query url.Values) (url.Values, int, error) {
	if !query.Has("after") {
		query.Del("next")
		return query, 0, nil
	}
	text, _ := base64.RawURLEncoding.DecodeString(query.Get("after"))
	kept, _ := url.ParseQuery(string(text)) // if it isn't a cursor, next can't be read
	next, err := strconv.Atoi(kept.Get("next"))
	if err != nil || next < 0 {
		return nil, 0, malformed("after is not a cursor of this data center.")
	}
	if d.CursorLimit == CursorForgetsLimit {
		kept.Del("limit")
	}
	if d.CursorLimit != CursorKeepsLimit && query.Has("limit") {
		kept.Set("limit", query.Get("limit"))
	}
	return kept, next, nil
}

func (d *DataCentre) limitOf(query url.Values) (int, error) {
	if !query.Has("limit") {
		return defaultLimit, nil
	}
	limit, err := strconv.Atoi(query.Get("limit"))
	if err != nil || limit < 1 || d.MaxLimit != 0 && limit > d.MaxLimit {
		return 0, malformed("limit is a positive number, and not too large.")
	}
	return limit, nil
}

// levelOfDetail returns the part of a tenant that lod selects. The three names are documented. Their
// fields and the default are assumptions.
func levelOfDetail(lod string) (func(tenant) any, error) {
	switch lod {
	case "stamps":
		return func(t tenant) any { return t.stamps }, nil
	case "basic", "full", "":
		return func(t tenant) any { return t }, nil
	}
	return nil, malformed("lod is stamps, basic or full.")
}

// filter returns the tenants that match a query, in the order of the world.
func (d *DataCentre) filter(query url.Values) ([]tenant, error) {
	allowDeleted, err := flag(query, "allow_deleted")
	if err != nil {
		return nil, err
	}
	wanted, err := d.predicate(query)
	if err != nil {
		return nil, err
	}
	var found []tenant
	for _, t := range slices.Concat(d.customers, d.tenants) {
		if (t.DeletedAt == nil || allowDeleted) && (t.ParentID == OwnTenantID || d.visible(t.ID)) && wanted(t) {
			found = append(found, t)
		}
	}
	return found, nil
}

// predicate returns a function for the only filter of a query. Assumptions: uuids that are unknown or not
// visible are left out of the result, but such a parent or root is refused; a subtree includes its root.
func (d *DataCentre) predicate(query url.Values) (func(tenant) bool, error) {
	uuids, parent, root := query.Get("uuids"), query.Get("parent_id"), query.Get("subtree_root_id")
	switch {
	case uuids != "" && parent == "" && root == "":
		ids := strings.Split(uuids, ",")
		if len(ids) > maxUUIDs || !allMatch(ids) {
			return nil, malformed("uuids is a list of at most 100 UUIDs.")
		}
		return func(t tenant) bool { return slices.Contains(ids, t.ID) }, nil
	case uuids == "" && parent != "" && root == "":
		return func(t tenant) bool { return t.ParentID == parent }, d.mayName(parent)
	case uuids == "" && parent == "" && root != "":
		return func(t tenant) bool { return t.ID == root || d.tenants.below(root, t.ParentID) }, d.mayName(root)
	}
	return nil, malformed("Exactly one of uuids, parent_id, subtree_root_id and after is needed.")
}

// mayName refuses a parent or root that the client can't see.
func (d *DataCentre) mayName(id string) error {
	if !uuid().MatchString(id) {
		return malformed("The id in the query is not a UUID.")
	}
	_, err := d.tenant(id)
	return err
}

func allMatch(ids []string) bool {
	return !slices.ContainsFunc(ids, func(id string) bool { return !uuid().MatchString(id) })
}
