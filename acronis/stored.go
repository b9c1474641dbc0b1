package acronis

import (
	"context"
	"encoding/json"
	"net/http"
)

// The states of a stored report.
const (
	StoredInProgress = "in_progress"
	StoredSaved      = "saved"
	StoredFailed     = "failed"
)

// StoredReport is one file of a report, made or being made. Only ReportFormat
// and Status are always there. It marshals to the object that the API sent.
//
// Source: schema «storedReports» of the Account Management API v2.
type StoredReport struct {
	ID           string `json:"id,omitempty" jsonschema_description:"UUID; may be missing until saved"`
	ReportFormat string `json:"report_format"`
	Status       string `json:"status" jsonschema_description:"in_progress, saved or failed"`
	CreatedAt    string `json:"created_at,omitempty"` // RFC 3339; UTC where the zone is missing
	Size         int64  `json:"size,omitempty" jsonschema_description:"compressed bytes"`

	raw json.RawMessage
}

// UnmarshalJSON reads what the API sent, leniently as [Report.UnmarshalJSON] does.
func (s *StoredReport) UnmarshalJSON(data []byte) (err error) {
	type plain StoredReport
	s.raw, err = decodeObject(data, (*plain)(s))
	return err
}

// MarshalJSON returns the object that the API sent, without known fields that were null.
func (s StoredReport) MarshalJSON() ([]byte, error) { return s.raw, nil }

// GetStoredReports returns the files of a report, which may be none yet:
// GET /reports/{id}/stored.
func (c *Client) GetStoredReports(ctx context.Context, reportID string) ([]StoredReport, error) {
	var list page[StoredReport]
	err := c.do(ctx, request{method: http.MethodGet, path: join("reports", reportID, "stored")}, &list)
	return list.items, err
}
