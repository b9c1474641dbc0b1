package simulator

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// report is a report, the JSON that is sent for it, and its files.
type report struct {
	wire   reportJSON
	raw    json.RawMessage // sent instead of wire, so that its text and unknown fields stay unchanged
	stored []stored
	madeAt time.Duration // the time of day at which the files were made; 0 means the world's
}

// reportJSON is a report as the API returns it, with the fields in the order of the vendor's sample.
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
	Kind          string       `json:"kind"`
	Level         string       `json:"level"`
	Formats       []string     `json:"formats"`
	Period        reportPeriod `json:"period"`
	TenantID      string       `json:"tenant_id"`
	HideZeroUsage *bool        `json:"hide_zero_usage,omitempty"`
	ShowSKUs      *bool        `json:"show_skus,omitempty"`

	known string // the last day with usage, if it isn't the last day of Period
}

// lastDay returns the last day for which a report has usage.
func (p reportParameters) lastDay() string { return cmp.Or(p.known, p.Period.End) }

type reportPeriod struct {
	Start string `json:"start"` // YYYY-MM-DD
	End   string `json:"end"`   // YYYY-MM-DD
}

// AddReport adds a report, or replaces the one with the same id. The API returns it byte for byte, with
// all its fields, until it is updated. Its id must be a UUID, and its parameters.tenant_id a tenant of
// the world. Other fields that can't be read count as empty, and a version as 0. If it is a one-off
// report with result_action save, its files are saved at once.
func (d *DataCentre) AddReport(raw string) error {
	rep, err := parseReport(raw)
	if err != nil {
		return fmt.Errorf("simulator: adding a report: %w", err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, ok := d.tenants.lookup(rep.wire.Parameters.TenantID); !ok {
		return fmt.Errorf("simulator: adding a report: no tenant %q", rep.wire.Parameters.TenantID)
	}
	d.put(rep, 'b')
	return nil
}

// put adds a report, or replaces the one with the same id, and saves all its files. Their ids belong to a
// series.
func (d *DataCentre) put(rep *report, series rune) {
	rep.stored = d.store(rep.wire, dateOf(rep.wire.GenerationDate).Add(cmp.Or(rep.madeAt, d.madeAt)), series)
	same := func(other *report) bool { return other.wire.ID == rep.wire.ID }
	if i := slices.IndexFunc(d.reports, same); i >= 0 {
		d.reports[i] = rep
	} else {
		d.reports = append(d.reports, rep)
	}
}

func parseReport(raw string) (*report, error) {
	rep := &report{raw: json.RawMessage(raw)}
	err := json.Unmarshal(rep.raw, &rep.wire)
	if odd := (*json.UnmarshalTypeError)(nil); err != nil && !errors.As(err, &odd) {
		return nil, err
	}
	if !uuid().MatchString(rep.wire.ID) {
		return nil, errors.New("its id is not a lower-case UUID")
	}
	return rep, nil
}

// report returns the report of a request, or the error.
func (d *DataCentre) report(r *http.Request) (*report, error) {
	id := r.PathValue("report_id")
	if err := d.checkID(id); err != nil {
		return nil, err
	}
	i := slices.IndexFunc(d.reports, func(rep *report) bool { return rep.wire.ID == id })
	if i < 0 {
		return nil, plain(http.StatusNotFound, "")
	}
	if !d.visible(d.reports[i].wire.Parameters.TenantID) {
		return nil, denied()
	}
	return d.reports[i], nil
}

// show returns a report as the API returns it.
func (rep *report) show() any {
	if rep.raw != nil {
		return rep.raw
	}
	return rep.wire
}

// fetchReport is GET /reports/{report_id}.
func (d *DataCentre) fetchReport(r *http.Request) (int, any, error) {
	rep, err := d.report(r)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, rep.show(), nil
}

// fetchTenantReports is GET /tenants/{tenant_id}/reports. It returns only ids, of the reports about that
// tenant and not those about tenants below it. There is no other list of reports.
func (d *DataCentre) fetchTenantReports(r *http.Request) (int, any, error) {
	t, err := d.tenant(r.PathValue("tenant_id"))
	if err != nil {
		return 0, nil, err
	}
	reply := list[string]{[]string{}}
	for _, rep := range d.reports {
		if rep.wire.Parameters.TenantID == t.ID {
			reply.Items = append(reply.Items, rep.wire.ID)
		}
	}
	return http.StatusOK, reply, nil
}

// list is the response of all lists without pages.
type list[T any] struct {
	Items []T `json:"items"`
}
