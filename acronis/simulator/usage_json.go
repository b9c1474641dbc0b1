package simulator

import (
	"slices"
	"time"
)

// usageReport is a report as json_v2_0. params is from the guide. tenants is an assumption: the rows of
// csv_v2_0, with the dots in column names turned into objects.
type usageReport struct {
	Params  paramsJSON `json:"params"`
	Tenants []rowJSON  `json:"tenants"`
}

// paramsJSON has 0 for values without a number in the guide: usage_breakdown and itself. Assumptions:
// group_id, the number of a tenant in version 1 of the API, is the position in the world, and the dates
// are the moments at which the days begin and end.
type paramsJSON struct {
	Kind        int    `json:"kind"`
	ReportType  int    `json:"report_type"`
	ReportLevel int    `json:"report_level"`
	GenDate     int64  `json:"gen_date"` // UNIX seconds, as the next two
	BeginDate   int64  `json:"begin_date"`
	EndDate     int64  `json:"end_date"`
	GroupID     int    `json:"group_id"`
	Name        string `json:"name"`
}

type rowJSON struct {
	Application struct {
		ID string `json:"id"`
	} `json:"application"`
	Tenant struct {
		ID   string `json:"id"`
		Kind string `json:"kind"`
		Name string `json:"name,omitempty"`
	} `json:"tenant"`
	Name    string  `json:"name"`
	Edition *string `json:"edition"`
	Infra   struct {
		ID          *string `json:"id"`
		BackendType *string `json:"backend_type"`
		OwnerID     *string `json:"owner_id"`
	} `json:"infra"`
	Usage struct {
		Absolute  amountJSON `json:"absolute"`
		Delta     amountJSON `json:"delta"`
		Effective amountJSON `json:"effective"`
	} `json:"usage"`
	Date string `json:"date,omitempty"`
	SKU  string `json:"sku,omitempty"`
}

type amountJSON struct {
	Production int64 `json:"production"`
	Total      int64 `json:"total"`
	Trial      int64 `json:"trial"`
}

var (
	kindNumbers  = map[string]int{"usage_daily": 4, "usage_summary": 5, "usage_current": 8}
	levelNumbers = map[string]int{"direct_partners": 1, "all_customers": 2, "accounts": 3, "all_partners": 4}
)

func (d *DataCentre) usageJSON(p reportParameters, created time.Time) []byte {
	report := usageReport{Params: d.params(p, created), Tenants: []rowJSON{}}
	for _, row := range d.usageRows(p) {
		shown := row.json()
		if d.TenantNames {
			shown.Tenant.Name = row.Name
		}
		if p.ShowSKUs != nil && *p.ShowSKUs {
			shown.SKU = row.sku
		}
		report.Tenants = append(report.Tenants, shown)
	}
	return encode(report)
}

func (d *DataCentre) params(p reportParameters, created time.Time) paramsJSON {
	i := slices.IndexFunc(d.tenants, func(t tenant) bool { return t.ID == p.TenantID })
	return paramsJSON{
		Kind:        kindNumbers[p.Kind],
		ReportType:  kindNumbers[p.Kind],
		ReportLevel: levelNumbers[p.Level],
		GenDate:     created.Unix(),
		BeginDate:   dateOf(p.Period.Start).Unix(),
		EndDate:     dateOf(p.Period.End).AddDate(0, 0, 1).Unix() - 1,
		GroupID:     1000 + i,
		Name:        d.tenants[i].at(endOf(dateOf(p.Period.End))).Name,
	}
}

func (row usageRow) json() rowJSON {
	shown := rowJSON{Name: row.meter.name, Edition: orNull(row.edition), Date: row.day}
	shown.Application.ID = applicationOf(row.usageName)
	shown.Tenant.ID, shown.Tenant.Kind = row.ID, row.Kind
	shown.Infra.ID = orNull(row.infra.id)
	shown.Infra.BackendType, shown.Infra.OwnerID = orNull(row.infra.backend), orNull(row.infra.owner)
	shown.Usage.Absolute, shown.Usage.Delta = row.absolute.json(), row.delta.json()
	shown.Usage.Effective = shown.Usage.Absolute
	return shown
}

func (a amount) json() amountJSON { return amountJSON{a.production, a.total(), a.trial} }
