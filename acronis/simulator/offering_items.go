package simulator

import (
	"net/http"
	"time"
)

// offeringItem is what a tenant may use, as GET /tenants/{tenant_id}/offering_items shows it.
type offeringItem struct {
	ApplicationID   string  `json:"application_id"`
	Name            string  `json:"name"`
	Edition         *string `json:"edition"`
	UsageName       string  `json:"usage_name"`
	TenantID        string  `json:"tenant_id"`
	Status          int     `json:"status"` // 0 | 1
	Locked          bool    `json:"locked"`
	Type            string  `json:"type"`
	MeasurementUnit string  `json:"measurement_unit"`
	InfraID         *string `json:"infra_id"`
	Quota           quota   `json:"quota"`
}

// quota is how much may be used; a value of null means unlimited, an assumption.
type quota struct {
	Value   *int64 `json:"value"`
	Overage *int64 `json:"overage"`
	Version int64  `json:"version"`
}

type offeringItems struct {
	Timestamp string         `json:"timestamp"`
	Items     []offeringItem `json:"items"`
}

// fetchOfferingItems is GET /tenants/{tenant_id}/offering_items. Every tenant has all there is: an
// assumption, as is that no item is of the edition "standard", which a request without one means.
func (d *DataCentre) fetchOfferingItems(r *http.Request) (int, any, error) {
	t, err := d.tenant(r.PathValue("tenant_id"))
	if err != nil {
		return 0, nil, err
	}
	query := r.URL.Query()
	wanted := query.Get("edition")
	reply := offeringItems{time.Now().UTC().Format(time.RFC3339), []offeringItem{}}
	for _, m := range meters {
		if (wanted == "*" || wanted == m.edition) && among(query, "usage_names", m.usageName) {
			reply.Items = append(reply.Items, m.offeringItem(t.ID))
		}
	}
	return http.StatusOK, reply, nil
}

func (m meter) offeringItem(tenantID string) offeringItem {
	return offeringItem{
		ApplicationID: applicationID, Name: m.name, Edition: orNull(m.edition), UsageName: m.usageName, TenantID: tenantID,
		Status: 1, Type: m.kind, MeasurementUnit: m.unit, InfraID: orNull(m.infra.id), Quota: m.allowed(),
	}
}

func (m meter) allowed() quota {
	if m.quota == 0 {
		return quota{Version: 1}
	}
	overage := m.quota / 10
	return quota{&m.quota, &overage, 1}
}
