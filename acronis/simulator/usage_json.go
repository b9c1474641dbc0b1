package simulator

import "encoding/json"

// usageJSONFile is a report as json_v2_0. Params are documented; of the codes missing there, 0 stands
// for usage_breakdown and itself.
type usageJSONFile struct {
	Params  usageParams      `json:"params"`
	Tenants []map[string]any `json:"tenants"` // an assumption: rows of csv_v2_0, their dotted names unfolded
}

type usageParams struct {
	Kind        int    `json:"kind"`
	ReportType  int    `json:"report_type"`
	ReportLevel int    `json:"report_level"`
	GenDate     int64  `json:"gen_date"` // UNIX seconds, as the next two
	BeginDate   int64  `json:"begin_date"`
	EndDate     int64  `json:"end_date"`
	GroupID     int    `json:"group_id"` // the tenant's id in API v1
	Name        string `json:"name"`
}

func (d *DataCentre) usageJSON(s stored) []byte {
	p := s.parameters
	kind := map[string]int{"usage_daily": 4, "usage_summary": 5, "usage_current": 8}[p.Kind]
	subject, _ := d.lookup(p.TenantID)
	file := usageJSONFile{Params: usageParams{
		Kind: kind, ReportType: kind, GroupID: 1 + indexOf(d.tenants, p.TenantID), Name: subject.Name,
		ReportLevel: map[string]int{"direct_partners": 1, "all_customers": 2, "accounts": 3, "all_partners": 4}[p.Level],
		GenDate:     s.created.Unix(), BeginDate: madeOn(p.Period.Start).Unix(), EndDate: madeOn(p.Period.End).Unix(),
	}, Tenants: []map[string]any{}}
	for _, row := range d.rows(s) {
		scopes := func(a amount) map[string]int64 {
			return map[string]int64{"production": a.production, "total": a.total(), "trial": a.trial}
		}
		file.Tenants = append(file.Tenants, map[string]any{
			"tenant":      map[string]string{"id": row.tenant.ID, "kind": row.tenant.Kind},
			"application": map[string]string{"id": applicationID},
			"name":        row.meter.name, "edition": row.meter.edition,
			"infra": map[string]*string{"id": orNull(row.meter.infra.id), "backend_type": orNull(row.meter.infra.backend), "owner_id": orNull(row.meter.infra.owner)},
			"usage": map[string]any{"absolute": scopes(row.now), "delta": scopes(row.delta), "effective": scopes(row.now)},
		})
	}
	text, err := json.Marshal(file)
	if err != nil {
		panic(err) // nothing in it can fail
	}
	return text
}

func indexOf(tenants []tenant, id string) int {
	for i, t := range tenants {
		if t.ID == id {
			return i
		}
	}
	return -1
}
