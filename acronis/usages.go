package acronis

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
)

// Usage is how much of one offering item a tenant uses in the current period,
// whether it has the item or not. Values are in MeasurementUnit. It marshals to
// the object that the API sent.
//
// Source: schema "usage" of the Account Management API v2.
type Usage struct {
	Name            string        `json:"name,omitempty"`       // of the offering item
	UsageName       string        `json:"usage_name,omitempty"` // such as storage
	ApplicationID   string        `json:"application_id,omitempty"`
	Edition         string        `json:"edition,omitempty"`
	Type            string        `json:"type,omitempty"`             // count, feature or infra
	MeasurementUnit string        `json:"measurement_unit,omitempty"` // bytes, quantity, seconds or n/a
	RangeStart      string        `json:"range_start,omitempty"`      // start of the period
	Value           json.Number   `json:"value,omitempty"`
	AbsoluteValue   json.Number   `json:"absolute_value,omitempty"` // the value to use
	InfraID         string        `json:"infra_id,omitempty"`
	OfferingItem    *OfferingItem `json:"offering_item,omitempty"`

	raw json.RawMessage
}

// OfferingItem is a service that a tenant may use, with its quota. Within a
// [Usage] it has only Quota and Status.
type OfferingItem struct {
	Name            string `json:"name,omitempty"`
	UsageName       string `json:"usage_name,omitempty"`
	Edition         string `json:"edition,omitempty"`
	MeasurementUnit string `json:"measurement_unit,omitempty"`
	Status          *int   `json:"status,omitempty"` // 1 is on, 0 is off
	Quota           *Quota `json:"quota,omitempty"`  // nil means unlimited
}

// Quota is how much of an offering item a tenant may use: Value, and Overage
// beyond it. Both are in the item's MeasurementUnit.
type Quota struct {
	Value   json.Number `json:"value,omitempty"`
	Overage json.Number `json:"overage,omitempty"`
}

// UnmarshalJSON reads what the API sent, as [Report.UnmarshalJSON] does.
func (u *Usage) UnmarshalJSON(data []byte) (err error) {
	type plain Usage
	u.raw, err = decodeObject(data, (*plain)(u))
	return err
}

// MarshalJSON returns the object that the API sent, without known fields that are null.
func (u Usage) MarshalJSON() ([]byte, error) { return u.raw, nil }

// UnmarshalJSON reads what the API sent, as [Report.UnmarshalJSON] does.
func (o *OfferingItem) UnmarshalJSON(data []byte) (err error) {
	type plain OfferingItem
	_, err = decodeObject(data, (*plain)(o))
	return err
}

// GetUsages returns what a tenant and all tenants below it use in the current
// period: GET /tenants/{id}/usages.
func (c *Client) GetUsages(ctx context.Context, tenantID string) ([]Usage, error) {
	return listAll[Usage](ctx, c, request{method: http.MethodGet, path: join("tenants", tenantID, "usages")})
}

// GetOfferingItems returns the offering items of a tenant in all editions: GET
// /tenants/{id}/offering_items.
func (c *Client) GetOfferingItems(ctx context.Context, tenantID string) ([]OfferingItem, error) {
	return listAll[OfferingItem](ctx, c, request{method: http.MethodGet, path: join("tenants", tenantID, "offering_items"), query: url.Values{"edition": {"*"}}})
}
