package acronis

import (
	"context"
	"encoding/json"
	"net/http"
)

// Report is a usage report: what is reported, about whom, when, and to whom.
// Only ID and Version are always there. It marshals to the object that the API
// sent, fields included that are not named here.
//
// Source: schema «report» of the Account Management API v2.
type Report struct {
	ID string `json:"id"` // UUID

	// Version is the revision number that DELETE demands: opaque, for passing
	// on and comparing for equality only.
	Version int64 `json:"version" jsonschema_description:"Revision number: opaque. Pass it on unchanged, with every digit."`

	ResultAction   string            `json:"result_action,omitempty" jsonschema_description:"save (kept for download) or send (mailed, nothing kept)"`
	Recipients     []string          `json:"recipients,omitempty" jsonschema_description:"User ids"`
	GenerationDate string            `json:"generation_date,omitempty" jsonschema_description:"YYYY-MM-DD, of one-off reports"`
	Schedule       *ReportSchedule   `json:"schedule,omitempty"`
	Parameters     *ReportParameters `json:"parameters,omitempty"`

	raw json.RawMessage
}

// ReportSchedule says how often a report is made.
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

// ReportPeriod is a span of days, both included, as YYYY-MM-DD.
type ReportPeriod struct {
	Start string `json:"start,omitempty"`
	End   string `json:"end,omitempty"`
}

// UnmarshalJSON reads what the API sent: id and version must be there, other
// known fields may be missing or null, none may be of another type.
func (r *Report) UnmarshalJSON(data []byte) (err error) {
	type plain Report
	r.raw, err = decodeObject(data, (*plain)(r))
	return err
}

// MarshalJSON returns the object that the API sent, without known fields that were null.
func (r Report) MarshalJSON() ([]byte, error) { return r.raw, nil }

// GetReport returns one report: GET /reports/{id}. The id is a UUID in lower case.
func (c *Client) GetReport(ctx context.Context, id string) (*Report, error) {
	var report Report
	if err := c.do(ctx, request{method: http.MethodGet, path: join("reports", id)}, &report); err != nil {
		return nil, err
	}
	return &report, nil
}
