package acronis

import (
	"context"
	"encoding/json"
	"net/http"
)

// Application is a service of the platform, such as backup. Only ID and Name are
// always set. It marshals to the object that the API sent.
//
// Source: GET /applications of the Account Management API v2.
type Application struct {
	ID     string   `json:"id"`   // UUID; a report's application.id
	Name   string   `json:"name"` // as shown to users
	Type   string   `json:"type,omitempty"`
	Usages []string `json:"usages,omitempty"` // usage names

	raw json.RawMessage
}

// UnmarshalJSON reads what the API sent, as [Report.UnmarshalJSON] does.
func (a *Application) UnmarshalJSON(data []byte) (err error) {
	type plain Application
	a.raw, err = decodeObject(data, (*plain)(a))
	return err
}

// MarshalJSON returns the object that the API sent, without known fields that are null.
func (a Application) MarshalJSON() ([]byte, error) { return a.raw, nil }

// GetApplications returns all applications of the platform: GET /applications.
func (c *Client) GetApplications(ctx context.Context) ([]Application, error) {
	return listAll[Application](ctx, c, request{method: http.MethodGet, path: join("applications")})
}
