package acronis

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"acronis-reports-mcp/memory"
)

// Report is the definition of a usage report; the files made from it are
// [StoredReport]s. Only ID and Version are always set. It marshals to the object
// that the API sent, including fields that are not named here.
//
// Source: schema "report" of the Account Management API v2.
type Report struct {
	ID string `json:"id"` // UUID

	// Version is the revision number that DELETE requires. It is opaque: compare it
	// for equality only.
	Version int64 `json:"version" jsonschema_description:"Revision number: opaque. Pass it on unchanged, with every digit."`

	ResultAction   string            `json:"result_action,omitempty" jsonschema_description:"save (kept for download) or send (mailed, nothing kept)"`
	Recipients     []string          `json:"recipients,omitempty" jsonschema_description:"User ids"`
	GenerationDate string            `json:"generation_date,omitempty" jsonschema_description:"YYYY-MM-DD, of one-off reports"`
	Schedule       *ReportSchedule   `json:"schedule,omitempty"`
	Parameters     *ReportParameters `json:"parameters,omitempty"`

	raw json.RawMessage
}

// ReportSchedule says how often stored reports are made.
type ReportSchedule struct {
	Enabled bool   `json:"enabled,omitempty"`
	Type    string `json:"type,omitempty" jsonschema_description:"once or monthly"`
}

// ReportParameters say what a report is about.
type ReportParameters struct {
	TenantID      string        `json:"tenant_id,omitempty"` // UUID of the subject
	Level         string        `json:"level,omitempty" jsonschema_description:"itself, direct_partners, all_partners, all_customers or accounts"`
	Kind          string        `json:"kind,omitempty" jsonschema_description:"usage_daily, usage_summary, usage_current or usage_breakdown"`
	Formats       []string      `json:"formats,omitempty" jsonschema_description:"csv, html, json_v1, csv_v2_0, json_v2_0"`
	Period        *ReportPeriod `json:"period,omitempty"`
	HideZeroUsage bool          `json:"hide_zero_usage,omitempty"`
	ShowSKUs      bool          `json:"show_skus,omitempty"`
}

// ReportPeriod is the first and the last day of a period, as YYYY-MM-DD.
type ReportPeriod struct {
	Start string `json:"start,omitempty"`
	End   string `json:"end,omitempty"`
}

// Params returns the parameters of a report. Its Period is never nil.
func (r *Report) Params() ReportParameters {
	var p ReportParameters
	if r.Parameters != nil {
		p = *r.Parameters
	}
	if p.Period == nil {
		p.Period = &ReportPeriod{}
	}
	return p
}

// Schedules returns the schedule of a report. Without one its type is once.
func (r *Report) Schedules() ReportSchedule {
	if r.Schedule == nil {
		return ReportSchedule{Type: "once"}
	}
	return *r.Schedule
}

// UnmarshalJSON reads what the API sent. The required fields, id and version, must
// be there. Other known fields may be missing or null, but must have the right type.
func (r *Report) UnmarshalJSON(data []byte) (err error) {
	type plain Report
	r.raw, err = decodeObject(data, (*plain)(r))
	return err
}

// MarshalJSON returns the object that the API sent, without known fields that are null,
// or the known fields if r comes from [Report.Known].
func (r Report) MarshalJSON() ([]byte, error) {
	if r.raw == nil {
		type plain Report
		return json.Marshal(plain(r))
	}
	return r.raw, nil
}

// Known returns a report that doesn't keep the fields that are not named here.
func (r *Report) Known() *Report {
	known := *r
	known.raw = nil
	return &known
}

// Bytes returns how much memory the report uses, in bytes.
func (r *Report) Bytes() int64 { return r.KnownBytes() + int64(len(r.raw)) }

// KnownBytes returns how much memory the result of Known needs, in bytes.
func (r *Report) KnownBytes() int64 {
	const fixed = 512
	p := r.Params()
	n := len(r.ID) + len(r.ResultAction) + len(r.GenerationDate) + len(r.Schedules().Type) +
		len(p.TenantID) + len(p.Level) + len(p.Kind) + len(p.Period.Start) + len(p.Period.End)
	for _, text := range slices.Concat(r.Recipients, p.Formats) {
		n += len(text) + 16 // of the string's header
	}
	return fixed + int64(n)
}

// decodeBytes returns how much memory the texts of a report may use beside their JSON: an
// empty one has two bytes of it.
func (r *Report) decodeBytes(body []byte) int64 {
	return int64(bytes.Count(body, []byte(`"`))) * textBytes
}

// textBytes is how much memory each quotation mark around a text stands for, in bytes,
// while a list of texts grows.
const textBytes = 16

// GetReport returns a report: GET /reports/{id}. A reply about another report is
// [Malformed].
func (c *Client) GetReport(ctx context.Context, id string) (*Report, error) {
	var report Report
	r := request{method: http.MethodGet, path: join("reports", id)}
	if err := c.do(ctx, r, &report); err != nil {
		return nil, err
	}
	if err := checkID(r, id, report.ID); err != nil {
		return nil, err
	}
	if n := report.Bytes(); n > smallJSON {
		if err := memory.Reserve(ctx, n); err != nil {
			return nil, err
		}
	}
	return &report, nil
}

// GetTenantReports returns the ids of a tenant's reports: GET
// /tenants/{id}/reports. The API has no list with more than the ids.
func (c *Client) GetTenantReports(ctx context.Context, tenantID string) ([]string, error) {
	return listAll[string](ctx, c, request{method: http.MethodGet, path: join("tenants", tenantID, "reports")})
}

// NewReport describes a report to create.
//
// Source: schema "reportPost" of the Account Management API v2.
type NewReport struct {
	Recipients   []string            `json:"recipients"`    // user ids; if ResultAction is save, empty but not nil
	ResultAction string              `json:"result_action"` // save or send
	Parameters   NewReportParameters `json:"parameters"`
	Schedule     NewReportSchedule   `json:"schedule"`
}

// NewReportParameters say what a new report is about.
type NewReportParameters struct {
	TenantID      string        `json:"tenant_id"`
	Level         string        `json:"level"`
	Kind          string        `json:"kind"`
	Formats       []string      `json:"formats"`
	Period        *ReportPeriod `json:"period,omitempty"`
	HideZeroUsage bool          `json:"hide_zero_usage"`
	ShowSKUs      bool          `json:"show_skus"`
}

// NewReportSchedule says how often stored reports of a new report are made.
type NewReportSchedule struct {
	Type    string `json:"type"` // once or monthly
	Enabled bool   `json:"enabled"`
}

// CreateReport creates a report: POST /reports. The API has no idempotency key, so
// the report may exist in spite of an error whose status is 0, 2xx, 500, 502 or 504.
// A reply about another report than the requested one is [Malformed].
func (c *Client) CreateReport(ctx context.Context, report NewReport) (*Report, error) {
	var created Report
	if err := c.doJSON(ctx, http.MethodPost, join("reports"), report, &created); err != nil {
		return nil, err
	}
	if err := checkCreated(report, &created); err != nil {
		return nil, err
	}
	return &created, nil
}

// ReportUpdate describes a change of a monthly report. What the API does with
// fields that are left out is not documented.
//
// Source: schema "reportPut" of the Account Management API v2.
type ReportUpdate struct {
	Recipients []string                `json:"recipients,omitzero"` // user ids; nil is left out, an empty list removes all
	Parameters *ReportUpdateParameters `json:"parameters,omitempty"`
	Schedule   *ReportUpdateSchedule   `json:"schedule,omitempty"`
}

// ReportUpdateParameters are the parameters of a report that can be changed.
type ReportUpdateParameters struct {
	Level         string `json:"level,omitempty"`
	Kind          string `json:"kind,omitempty"`
	HideZeroUsage *bool  `json:"hide_zero_usage,omitempty"`
	ShowSKUs      *bool  `json:"show_skus,omitempty"`
}

// ReportUpdateSchedule turns a monthly report on or off.
type ReportUpdateSchedule struct {
	Enabled bool `json:"enabled"`
}

// UpdateReport changes a monthly report: PUT /reports/{id}. The API doesn't check
// whether the report has changed since it was read. A reply about another report is
// [Malformed]; which one was changed is then unknown.
//
// Before each attempt, also one after a wait, check is called unless it is nil. If it
// returns an error, nothing is sent and that is the error.
func (c *Client) UpdateReport(ctx context.Context, id string, update ReportUpdate, check func(context.Context) error) (*Report, error) {
	var updated Report
	body, err := json.Marshal(update)
	if err != nil {
		return nil, err
	}
	r := request{method: http.MethodPut, path: join("reports", id), contentType: "application/json", body: body, check: check}
	if err := c.do(ctx, r, &updated); err != nil {
		return nil, err
	}
	if err := checkID(r, id, updated.ID); err != nil {
		return nil, err
	}
	return &updated, nil
}

// DeleteReport deletes a report: DELETE /reports/{id}. If version is no longer its
// revision number, the error is of kind [VersionConflict].
func (c *Client) DeleteReport(ctx context.Context, id string, version int64) error {
	return c.do(ctx, request{
		method: http.MethodDelete,
		path:   join("reports", id),
		query:  url.Values{"version": {strconv.FormatInt(version, 10)}},
	}, nil)
}
