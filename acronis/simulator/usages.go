package simulator

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// usageJSON is the current usage of a tenant, as GET /tenants/{tenant_id}/usages shows it.
type usageJSON struct {
	ApplicationID   string  `json:"application_id"`
	Name            string  `json:"name"`
	Edition         *string `json:"edition"` // nullable
	UsageName       string  `json:"usage_name"`
	Type            string  `json:"type"`             // count | feature | infra
	MeasurementUnit string  `json:"measurement_unit"` // bytes | quantity | seconds | n/a
	RangeStart      string  `json:"range_start"`
	Value           int64   `json:"value"`
	AbsoluteValue   int64   `json:"absolute_value"`
	InfraID         *string `json:"infra_id"` // null unless the type is infra
	TenantUUID      string  `json:"tenant_uuid"`

	OfferingItem struct {
		Status int   `json:"status"`
		Quota  quota `json:"quota"`
	} `json:"offering_item"`
}

// fetchTenantUsages is GET /tenants/{tenant_id}/usages: the running month. That value is the growth since
// the month began, where absolute_value is all there is, is an assumption; documented is that the latter
// is the one to take. So is that filters which fit nothing give an empty list.
func (d *DataCentre) fetchTenantUsages(r *http.Request) (int, any, error) {
	t, err := d.tenant(r.PathValue("tenant_id"))
	if err != nil {
		return 0, nil, err
	}
	if t.DeletedAt != nil {
		return 0, nil, noTenant()
	}
	query := r.URL.Query()
	reply := list[usageJSON]{[]usageJSON{}}
	for i, m := range meters {
		if among(query, "usage_names", m.usageName) && among(query, "editions", m.edition) {
			reply.Items = append(reply.Items, d.current(t, i, time.Now().UTC()))
		}
	}
	return http.StatusOK, reply, nil
}

func (d *DataCentre) current(t tenant, meter int, now time.Time) usageJSON {
	m, first := meters[meter], now.AddDate(0, 0, 1-now.Day()).Format(time.DateOnly)
	today := now.Format(time.DateOnly)
	absolute := d.usage(t, meter, today, today).total()
	u := usageJSON{
		ApplicationID:   applicationID,
		Name:            m.name,
		Edition:         orNull(m.edition),
		UsageName:       m.usageName,
		Type:            m.kind,
		MeasurementUnit: m.unit,
		RangeStart:      first + "T00:00:00",
		Value:           absolute - d.usage(t, meter, first, today).total(),
		AbsoluteValue:   absolute,
		InfraID:         orNull(m.infra.id),
		TenantUUID:      t.ID,
	}
	u.OfferingItem.Status, u.OfferingItem.Quota = 1, m.allowed()
	return u
}

// among reports whether a word is in the comma-separated list of a parameter; an absent one has all.
func among(query url.Values, name, word string) bool {
	return !query.Has(name) || slices.Contains(strings.Split(query.Get(name), ","), word)
}
