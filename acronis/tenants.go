package acronis

import (
	"context"
	"errors"
	"net/http"
	"strings"
)

// Tenant is a partner, folder, customer or unit. Only ID, Name and Kind are always
// set. The API's other fields are not kept, because there may be very many tenants.
//
// Source: schema "tenant" of the Account Management API v2.
type Tenant struct {
	ID       string `json:"id"` // UUID
	Name     string `json:"name"`
	Kind     string `json:"kind"`                // root, partner, folder, customer or unit
	ParentID string `json:"parent_id,omitempty"` // UUID; none for root

	InternalTag         string `json:"internal_tag,omitempty"`          // the partner's own reference for it
	PricingMode         string `json:"pricing_mode,omitempty"`          // trial, production or suspended
	ProductionStartDate string `json:"production_start_date,omitempty"` // when billing began or begins
	CreatedAt           string `json:"created_at,omitempty"`
	UpdatedAt           string `json:"updated_at,omitempty"` // the time of its last change
	DeletedAt           string `json:"deleted_at,omitempty"`
}

// IsCustomer reports whether tenants of a kind are customers or units of one. They
// have no customers below them.
func IsCustomer(kind string) bool { return kind == "customer" || kind == "unit" }

// Day returns the day of a time as the API writes it, YYYY-MM-DD: of a tenant's
// CreatedAt, for example. It is "" if there is no time.
func Day(at string) string {
	day, _, _ := strings.Cut(at, "T")
	return day
}

// OwnTenant returns the id of the tenant that the credentials belong to, from GET
// /clients/{client_id}, or from GET /users/me if the former isn't allowed.
func (c *Client) OwnTenant(ctx context.Context) (string, error) {
	var owner struct {
		ClientID string `json:"client_id"`
		TenantID string `json:"tenant_id"`
	}
	me := request{method: http.MethodGet, path: join("users", "me")}
	if id := c.tokens.id; id != "" {
		r := request{method: http.MethodGet, path: join("clients", id)}
		err := c.do(ctx, r, &owner)
		if err == nil && owner.ClientID != "" {
			err = checkID(r, id, owner.ClientID)
		}
		if err == nil && owner.TenantID != "" {
			return owner.TenantID, nil
		}
		var e *Error
		if errors.As(err, &e) {
			own := *e // other calls that wait for the same token may have the same error
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
