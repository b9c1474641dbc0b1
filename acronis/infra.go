package acronis

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// Infra is an infrastructure component, such as a storage. Only ID, Name and
// PlatformOwned are always set. It marshals to the object that the API sent.
//
// Source: schema "infra" of the Account Management API v2.
type Infra struct {
	ID            string   `json:"id"`             // UUID; a report's infra.id
	Name          string   `json:"name"`           // as shown to users
	PlatformOwned bool     `json:"platform_owned"` // belongs to the vendor
	OwnerTenantID string   `json:"owner_tenant_id,omitempty"`
	BackendType   string   `json:"backend_type,omitempty"` // missing if the component stores nothing
	Capabilities  []string `json:"capabilities,omitempty"` // backup, disaster_recovery, files_cloud, vcd
	LocationID    string   `json:"location_id,omitempty"`

	raw json.RawMessage
}

// UnmarshalJSON reads what the API sent, as [Report.UnmarshalJSON] does.
func (i *Infra) UnmarshalJSON(data []byte) (err error) {
	type plain Infra
	i.raw, err = decodeObject(data, (*plain)(i))
	return err
}

// MarshalJSON returns the object that the API sent, without known fields that are null.
func (i Infra) MarshalJSON() ([]byte, error) { return i.raw, nil }

// GetInfra returns the infrastructure components with the given ids, in the order
// of the API: GET /infra, with at most 100 ids in a request. Ids that aren't UUIDs,
// and those of components that don't exist or can't be seen, are left out. A reply
// with a component that wasn't requested is [Malformed].
//
// Whether the API refuses a list that contains an unknown id isn't documented. If
// a list is [NotFound], each half of it is requested.
func (c *Client) GetInfra(ctx context.Context, ids []string) ([]Infra, error) {
	return eachBatch(ids, func(some []string) ([]Infra, error) { return c.infraBatch(ctx, some) })
}

func (c *Client) infraBatch(ctx context.Context, ids []string) ([]Infra, error) {
	r := request{method: http.MethodGet, path: join("infra"), query: url.Values{"uuids": {strings.Join(ids, ",")}}}
	found, err := listAll[Infra](ctx, c, r)
	var e *Error
	switch {
	case err == nil:
		return found, onlyAsked(r, ids, found, func(i Infra) string { return i.ID })
	case !errors.As(err, &e) || e.Kind != NotFound:
		return nil, err
	case len(ids) == 1:
		return nil, nil // the component doesn't exist
	}
	first, err := c.infraBatch(ctx, ids[:len(ids)/2])
	if err != nil {
		return nil, err
	}
	second, err := c.infraBatch(ctx, ids[len(ids)/2:])
	return append(first, second...), err
}
