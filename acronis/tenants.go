package acronis

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
)

// Tenant is a partner, folder, customer or unit. Only ID, Name and Kind are
// always there. It marshals to the object that the API sent.
//
// Source: schema «tenant» of the Account Management API v2.
type Tenant struct {
	ID       string `json:"id"` // UUID
	Name     string `json:"name"`
	Kind     string `json:"kind"`                // root, partner, folder, customer or unit
	ParentID string `json:"parent_id,omitempty"` // UUID; none for root

	InternalTag         string `json:"internal_tag,omitempty"`          // the partner's own reference
	PricingMode         string `json:"pricing_mode,omitempty"`          // trial, production or suspended
	ProductionStartDate string `json:"production_start_date,omitempty"` // when billing began or will
	CreatedAt           string `json:"created_at,omitempty"`
	DeletedAt           string `json:"deleted_at,omitempty"`

	raw json.RawMessage
}

// UnmarshalJSON reads what the API sent, leniently as [Report.UnmarshalJSON] does.
func (t *Tenant) UnmarshalJSON(data []byte) (err error) {
	type plain Tenant
	t.raw, err = decodeObject(data, (*plain)(t))
	return err
}

// MarshalJSON returns the object that the API sent, without known fields that were null.
func (t Tenant) MarshalJSON() ([]byte, error) { return t.raw, nil }

// maxPages bounds a list whose cursor never ends. The API's default page
// has 5000 tenants.
const maxPages = 200

// maxTenantBytes is how many bytes of tenants are read.
const maxTenantBytes = 512 << 20

// GetTenants returns a tenant and all tenants below it, deleted ones included:
// GET /tenants, with all its pages. Half a list is an error, never a result.
func (c *Client) GetTenants(ctx context.Context, root string) ([]Tenant, error) {
	var all []Tenant
	size := 0
	query := url.Values{"subtree_root_id": {root}, "allow_deleted": {"true"}, "lod": {"full"}}
	r := request{method: http.MethodGet, path: join("tenants")}
	for range maxPages {
		var tenants page[Tenant]
		r.query = query
		if err := c.do(ctx, r, &tenants); err != nil {
			return nil, err
		}
		all = append(all, tenants.items...)
		for _, t := range tenants.items {
			size += len(t.raw)
		}
		if size > maxTenantBytes {
			return nil, malformed(r, &reply{status: http.StatusOK}, errors.New("its pages hold more than 512 MiB"))
		}
		if tenants.after == "" {
			return all, nil
		}
		if tenants.after == query.Get("after") {
			break
		}
		query = url.Values{"after": {tenants.after}} // the cursor carries the filters
	}
	return nil, malformed(r, &reply{status: http.StatusOK}, errors.New("its pages don't end"))
}

// OwnTenant returns the id of the tenant that the credentials belong to:
// GET /clients/{client_id}, else GET /users/me.
func (c *Client) OwnTenant(ctx context.Context) (string, error) {
	var owner struct {
		TenantID string `json:"tenant_id"`
	}
	me := request{method: http.MethodGet, path: join("users", "me")}
	if id := c.tokens.id; id != "" {
		err := c.do(ctx, request{method: http.MethodGet, path: join("clients", id)}, &owner)
		if err == nil && owner.TenantID != "" {
			return owner.TenantID, nil
		}
		var e *Error
		if errors.As(err, &e) {
			own := *e // it may be that of others who wait for the same token
			own.Path = c.tokens.anonymous(own.Path)
			e, err = &own, &own
		}
		if err != nil && (e == nil || e.Kind != Forbidden && e.Kind != NotFound) {
			return "", err
		}
	}
	if err := c.do(ctx, me, &owner); err != nil {
		return "", err
	}
	if owner.TenantID == "" {
		return "", malformed(me, &reply{status: http.StatusOK}, errors.New("its field tenant_id is missing"))
	}
	return owner.TenantID, nil
}
