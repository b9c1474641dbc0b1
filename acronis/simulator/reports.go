package simulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
)

// report is a report and what the rules need to know of it. The JSON is kept as it was given, so that
// what the vendor may add to it can be served too.
type report struct {
	id       string
	tenantID string
	json     json.RawMessage
}

// reportJSON is a report as the API shows it, in the order of the vendor's sample.
type reportJSON struct {
	ID             string           `json:"id"`
	Version        int64            `json:"version"`
	GenerationDate string           `json:"generation_date"` // YYYY-MM-DD
	ResultAction   string           `json:"result_action"`   // save | send
	Recipients     []string         `json:"recipients"`      // user ids
	Schedule       reportSchedule   `json:"schedule"`
	Parameters     reportParameters `json:"parameters"`
}

type reportSchedule struct {
	Enabled bool   `json:"enabled"`
	Type    string `json:"type"` // once | monthly
}

type reportParameters struct {
	Kind     string       `json:"kind"`
	Level    string       `json:"level"`
	Formats  []string     `json:"formats"`
	Period   reportPeriod `json:"period"`
	TenantID string       `json:"tenant_id"`
}

type reportPeriod struct {
	Start string `json:"start"` // YYYY-MM-DD
	End   string `json:"end"`   // YYYY-MM-DD
}

// AddReport adds a report, or replaces the one with the same id. It is served back byte for byte,
// whatever its fields; only id and parameters.tenant_id are read, and they have to be a UUID and a
// tenant of the world.
func (d *DataCentre) AddReport(raw string) error {
	rep, err := parseReport(raw)
	if err != nil {
		return fmt.Errorf("simulator: adding a report: %w", err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, ok := d.lookup(rep.tenantID); !ok {
		return fmt.Errorf("simulator: adding a report: no tenant %q", rep.tenantID)
	}
	if i := d.reportIndex(rep.id); i >= 0 {
		d.reports[i] = rep
	} else {
		d.reports = append(d.reports, rep)
	}
	return nil
}

func parseReport(raw string) (report, error) {
	var known struct {
		ID         string `json:"id"`
		Parameters struct {
			TenantID string `json:"tenant_id"`
		} `json:"parameters"`
	}
	if err := json.Unmarshal([]byte(raw), &known); err != nil {
		return report{}, err
	}
	if !uuid.MatchString(known.ID) {
		return report{}, errors.New("its id is not a lower-case UUID")
	}
	return report{known.ID, known.Parameters.TenantID, json.RawMessage(raw)}, nil
}

// fetchReport is GET /reports/{report_id}.
func (d *DataCentre) fetchReport(r *http.Request) (int, any, error) {
	id := r.PathValue("report_id")
	if err := d.checkID(id); err != nil {
		return 0, nil, err
	}
	i := d.reportIndex(id)
	if i < 0 {
		return 0, nil, plain(http.StatusNotFound, "")
	}
	if !d.visible(d.reports[i].tenantID) {
		return 0, nil, denied()
	}
	return http.StatusOK, d.reports[i].json, nil
}

// fetchTenantReports is GET /tenants/{tenant_id}/reports: ids only, of the reports about that very
// tenant. There is no other list of reports.
func (d *DataCentre) fetchTenantReports(r *http.Request) (int, any, error) {
	t, err := d.tenant(r.PathValue("tenant_id"))
	if err != nil {
		return 0, nil, err
	}
	reply := struct {
		Items []string `json:"items"`
	}{Items: []string{}}
	for _, rep := range d.reports {
		if rep.tenantID == t.ID {
			reply.Items = append(reply.Items, rep.id)
		}
	}
	return http.StatusOK, reply, nil
}

func (d *DataCentre) reportIndex(id string) int {
	return slices.IndexFunc(d.reports, func(rep report) bool { return rep.id == id })
}
