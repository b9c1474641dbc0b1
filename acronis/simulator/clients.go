package simulator

import "net/http"

// client is an API client, as GET /clients/{client_id} returns it.
type client struct {
	ID              string `json:"client_id"`
	TenantID        string `json:"tenant_id"`
	Type            string `json:"type"`
	Status          string `json:"status"`
	SecretExpiresAt int64  `json:"client_secret_expires_at"` // 0 means never
}

// fetchClient is GET /clients/{client_id}. There is only one.
func (d *DataCentre) fetchClient(r *http.Request) (int, any, error) {
	id := r.PathValue("client_id")
	if err := d.checkID(id); err != nil {
		return 0, nil, err
	}
	if id != ClientID {
		return 0, nil, plain(http.StatusNotFound, "")
	}
	return http.StatusOK, client{ID: ClientID, TenantID: OwnTenantID, Type: "api_client", Status: "enabled"}, nil
}
