package acronis

import (
	"context"
	"encoding/json"
	"net/http"
)

// User is a user of a tenant, for example a recipient of reports. Only ID is
// always set. It marshals to the object that the API sent.
//
// Source: GET /users/{id} of the Account Management API v2.
type User struct {
	ID       string       `json:"id"` // UUID
	TenantID string       `json:"tenant_id,omitempty"`
	Login    string       `json:"login,omitempty"`
	Enabled  bool         `json:"enabled,omitempty"`
	Contact  *UserContact `json:"contact,omitempty"`

	raw json.RawMessage
}

// UserContact is the name and address of a [User].
type UserContact struct {
	Email     string `json:"email,omitempty"`
	FirstName string `json:"firstname,omitempty"`
	LastName  string `json:"lastname,omitempty"`
}

// UnmarshalJSON reads what the API sent, as [Report.UnmarshalJSON] does.
func (u *User) UnmarshalJSON(data []byte) (err error) {
	type plain User
	u.raw, err = decodeObject(data, (*plain)(u))
	return err
}

// MarshalJSON returns the object that the API sent, without known fields that are null.
func (u User) MarshalJSON() ([]byte, error) { return u.raw, nil }

// GetUser returns a user: GET /users/{id}. A user of a tenant that can't be seen
// is [Forbidden], and a reply about another user is [Malformed].
func (c *Client) GetUser(ctx context.Context, id string) (*User, error) {
	var user User
	r := request{method: http.MethodGet, path: join("users", id)}
	if err := c.do(ctx, r, &user); err != nil {
		return nil, err
	}
	if err := checkID(r, id, user.ID); err != nil {
		return nil, err
	}
	return &user, nil
}
