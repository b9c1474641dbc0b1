package simulator

import (
	"net/http"
	"slices"
)

// user is a user, as GET /users/{user_id} and /users/me return it, with fewer fields than the vendor's.
type user struct {
	ID       string  `json:"id"`
	Version  int64   `json:"version"`
	TenantID string  `json:"tenant_id"`
	Login    string  `json:"login"`
	Enabled  bool    `json:"enabled"`
	Contact  contact `json:"contact"`
}

type contact struct {
	Email     string `json:"email"`
	FirstName string `json:"firstname"`
	LastName  string `json:"lastname"`
}

// users are all users. The second recipient of the guide's report no longer exists.
var users = []user{
	{UserID, 1, OwnTenantID, "admin@northwind.example", true, contact{"admin@northwind.example", "Alex", "Morgan"}},
	{BillingUserID, 3, OwnTenantID, "billing@northwind.example", true, contact{"billing@northwind.example", "Robin", "Keller"}},
	{ForeignUserID, 2, ForeignTenantID, "admin@litware.example", true, contact{"admin@litware.example", "Kim", "Abend"}},
}

// fetchMe is GET /users/me.
func (d *DataCentre) fetchMe(*http.Request) (int, any, error) {
	if !d.UserToken {
		return 0, nil, denied()
	}
	return http.StatusOK, users[0], nil
}

// fetchUser is GET /users/{user_id}.
func (d *DataCentre) fetchUser(r *http.Request) (int, any, error) {
	if d.NoUsers {
		return 0, nil, denied()
	}
	id := r.PathValue("user_id")
	if err := d.checkID(id); err != nil {
		return 0, nil, err
	}
	i := slices.IndexFunc(users, func(u user) bool { return u.ID == id })
	switch {
	case i < 0:
		return 0, nil, plain(http.StatusNotFound, "")
	case !d.visible(users[i].TenantID):
		return 0, nil, denied()
	}
	return http.StatusOK, users[i], nil
}
