package acronis

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"
)

// The states of a stored report.
const (
	StoredInProgress = "in_progress"
	StoredSaved      = "saved"
	StoredFailed     = "failed"
)

// StoredReport is one file of a report, which may still be in progress. Only
// ReportFormat and Status are always set. It marshals to the object that the API
// sent.
//
// Source: schema "storedReports" of the Account Management API v2.
type StoredReport struct {
	ID           string `json:"id,omitempty" jsonschema_description:"UUID; may be missing until saved"`
	ReportFormat string `json:"report_format"`
	Status       string `json:"status" jsonschema_description:"in_progress, saved or failed"`
	CreatedAt    string `json:"created_at,omitempty"` // RFC 3339; UTC if it has no zone
	Size         int64  `json:"size,omitempty" jsonschema_description:"compressed bytes"`

	raw json.RawMessage
}

// UnmarshalJSON reads what the API sent, as [Report.UnmarshalJSON] does.
func (s *StoredReport) UnmarshalJSON(data []byte) (err error) {
	type plain StoredReport
	s.raw, err = decodeObject(data, (*plain)(s))
	return err
}

// MarshalJSON returns the object that the API sent, without known fields that are null.
func (s StoredReport) MarshalJSON() ([]byte, error) { return s.raw, nil }

// GetStoredReports returns the files of a report: GET /reports/{id}/stored. A new
// report may have none.
func (c *Client) GetStoredReports(ctx context.Context, reportID string) ([]StoredReport, error) {
	return listAll[StoredReport](ctx, c, request{method: http.MethodGet, path: join("reports", reportID, "stored")})
}

// ErrNotKept is in the chain of an [*Error] when a download failed because it
// could not be written to its destination.
var ErrNotKept = errors.New("the download can't be written")

// DownloadStoredReport downloads a stored report: GET
// /reports/{id}/stored/{stored_id}. It writes the bytes as they are sent, usually
// in gzip whatever the headers say, to the writer that file returns. If an attempt
// breaks off, it calls file again for the next one. The whole download may take
// any time, but an attempt fails when no bytes arrive for 15 seconds.
func (c *Client) DownloadStoredReport(ctx context.Context, reportID, storedID string, file func() (io.Writer, error)) error {
	return c.do(ctx, request{method: http.MethodGet, path: join("reports", reportID, "stored", storedID), file: file}, nil)
}

// writeBody writes the body of a response to r.file. It restarts limit whenever
// bytes arrive.
func (c *Client) writeBody(ctx context.Context, r request, res *http.Response, limit *time.Timer) *Error {
	w, err := r.file()
	if err != nil {
		return c.transportError(ctx, r, fmt.Errorf("%w: %w", ErrNotKept, err))
	}
	buffer, packed, begun := make([]byte, 256<<10), false, false
	for {
		n, err := res.Body.Read(buffer)
		limit.Reset(attemptTimeout)
		if !begun && n > 0 {
			begun, packed = true, buffer[0] == gzipMagic
		}
		if _, err := w.Write(buffer[:n]); err != nil {
			return c.transportError(ctx, r, fmt.Errorf("%w: %w", ErrNotKept, err))
		}
		if err == io.EOF && endUnknown(res) && !packed {
			return malformed(r, &reply{status: res.StatusCode}, errors.New("it may be incomplete: it has no length, and the connection ended"))
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return c.transportError(ctx, r, err)
		}
	}
}

// gzipMagic is the first byte of gzip. No text begins with it.
const gzipMagic = 0x1f

// endUnknown reports whether a response ends where its connection ends, so that a
// broken connection looks like the end.
func endUnknown(res *http.Response) bool {
	return res.ProtoMajor == 1 && res.ContentLength < 0 && !slices.Contains(res.TransferEncoding, "chunked")
}
