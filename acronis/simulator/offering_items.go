package simulator

import (
	"net/http"
	"time"
)

// offeringItem is an offering item of a tenant, as GET /tenants/{tenant_id}/offering_items returns it.
type offeringItem struct {
	ApplicationID   string    `json:"application_id"`
	Name            string    `json:"name"`
	Edition         *string   `json:"edition"` // nullable
	UsageName       string    `json:"usage_name"`
	TenantID        string    `json:"tenant_id"`
	Status          int       `json:"status"` // 0 | 1
	Locked          bool      `json:"locked"`
	Type            string    `json:"type"`             // count | feature | infra
	MeasurementUnit string    `json:"measurement_unit"` // bytes | quantity | seconds | n/a
	InfraID         *string   `json:"infra_id,omitempty"`
	Quota           quotaJSON `json:"quota"`
}

// fetchOfferingItems is GET /tenants/{tenant_id}/offering_items. Assumptions: every tenant has every
// item, items without an edition belong to each edition, and status and type in the query are ignored.
func (d *DataCentre) fetchOfferingItems(r *http.Request) (int, any, error) {
	t, err := d.tenantThere(r)
	if err != nil {
		return 0, nil, err
	}
	query := r.URL.Query()
	edition := "standard"
	if query.Has("edition") {
		edition = query.Get("edition")
	}
	reply := struct {
		Timestamp string         `json:"timestamp"`
		Items     []offeringItem `json:"items"`
	}{time.Now().UTC().Format(time.RFC3339), []offeringItem{}}
	for i, m := range d.meters {
		if m.kind == "" || parts[m.usageName] {
			continue
		}
		fits := edition == "*" || m.edition == "" || m.edition == edition
		if fits && among(query, "usage_names", m.usageName) {
			reply.Items = append(reply.Items, t.offeringItem(i))
		}
	}
	return http.StatusOK, reply, nil
}

func (t tenant) offeringItem(meter int) offeringItem {
	m := meters[meter]
	return offeringItem{
		ApplicationID:   applicationOf(m.usageName),
		Name:            m.name,
		Edition:         orNull(m.edition),
		UsageName:       m.usageName,
		TenantID:        t.ID,
		Status:          t.status(meter),
		Type:            m.kind,
		MeasurementUnit: m.unit,
		InfraID:         orNull(m.infra.id),
		Quota:           t.quota(meter),
	}
}
