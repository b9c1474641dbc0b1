package simulator

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// usageJSON is a current usage of a tenant, as GET /tenants/{tenant_id}/usages returns it.
type usageJSON struct {
	ApplicationID   string       `json:"application_id"`
	Name            string       `json:"name"`
	Edition         *string      `json:"edition"` // nullable
	UsageName       string       `json:"usage_name"`
	Type            string       `json:"type"`             // count | feature | infra
	MeasurementUnit string       `json:"measurement_unit"` // bytes | quantity | seconds | n/a
	RangeStart      string       `json:"range_start"`
	Value           int64        `json:"value"`
	AbsoluteValue   int64        `json:"absolute_value"`
	InfraID         *string      `json:"infra_id"` // null unless the type is infra
	TenantUUID      string       `json:"tenant_uuid"`
	OfferingItem    offeringJSON `json:"offering_item"`
}

// offeringJSON is the offering item within a usage.
type offeringJSON struct {
	Status int       `json:"status"` // 0 | 1
	Quota  quotaJSON `json:"quota"`
}

// quotaJSON is a quota. That null means unlimited is an assumption.
type quotaJSON struct {
	Value   *int64 `json:"value"`   // soft
	Overage *int64 `json:"overage"` // hard; that it is in addition to value is an assumption
	Version int64  `json:"version"`
}

// fetchTenantUsages is GET /tenants/{tenant_id}/usages, for the running month. That filters without a
// match give an empty list is an assumption.
func (d *DataCentre) fetchTenantUsages(r *http.Request) (int, any, error) {
	t, err := d.tenantThere(r)
	if err != nil {
		return 0, nil, err
	}
	query := r.URL.Query()
	reply := list[usageJSON]{[]usageJSON{}}
	for i, m := range d.meters {
		if m.kind != "" && among(query, "usage_names", m.usageName) && among(query, "editions", m.edition) {
			reply.Items = append(reply.Items, d.current(t, i, time.Now().UTC()))
		}
	}
	return http.StatusOK, reply, nil
}

// tenantThere returns the tenant in the path of a request, or the error. Deleted tenants are refused.
func (d *DataCentre) tenantThere(r *http.Request) (tenant, error) {
	t, err := d.tenant(r.PathValue("tenant_id"))
	if err == nil && t.DeletedAt != nil {
		return tenant{}, noTenant()
	}
	return t, err
}

// current returns a tenant's usage of a meter in the running month. The value equals absolute_value,
// except for compute points, for which it is the growth since the beginning of the month, as the vendor's
// forum says
// (https://forum.acronis.com/forum/acronis-cloud-integrations-and-api-forum/api-v2-explanation-some-parameters-offering-items-and-usages).
func (d *DataCentre) current(t tenant, meter int, now time.Time) usageJSON {
	m, lastMonth := meters[meter], now.AddDate(0, 0, -now.Day())
	today := now.Truncate(24 * time.Hour)
	absolute := d.tenants.usage(t, meter, endOf(today)).total()
	value := absolute
	if m.unit == "seconds" {
		value -= d.tenants.usage(t, meter, endOf(lastMonth.Truncate(24*time.Hour))).total()
	}
	return usageJSON{
		ApplicationID:   applicationOf(m.usageName),
		Name:            m.name,
		Edition:         orNull(m.edition),
		UsageName:       m.usageName,
		Type:            m.kind,
		MeasurementUnit: m.unit,
		RangeStart:      lastMonth.AddDate(0, 0, 1).Format(time.DateOnly) + "T00:00:00",
		Value:           value,
		AbsoluteValue:   absolute,
		InfraID:         orNull(m.infra.id),
		TenantUUID:      t.ID,
		OfferingItem:    offeringJSON{Status: t.status(meter), Quota: t.quota(meter)},
	}
}

// among reports whether a word is in the comma-separated list of a parameter. An absent parameter
// contains all.
func among(query url.Values, name, word string) bool {
	return !query.Has(name) || slices.Contains(strings.Split(query.Get(name), ","), word)
}
