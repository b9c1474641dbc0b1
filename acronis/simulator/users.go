package simulator

import "net/http"

// user is a user, as GET /users/me shows it; less fields than the vendor's.
type user struct {
	ID       string `json:"id"`
	Version  int64  `json:"version"`
	TenantID string `json:"tenant_id"`
	Login    string `json:"login"`
	Enabled  bool   `json:"enabled"`
}

// fetchMe is GET /users/me.
func (d *DataCentre) fetchMe(*http.Request) (int, any, error) {
	if !d.UserToken {
		return 0, nil, denied()
	}
	return http.StatusOK, user{ID: UserID, Version: 1, TenantID: OwnTenantID, Login: "admin@northwind.example", Enabled: true}, nil
}
