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
	return listAll[StoredReport](ctx, c, request{method: http.MethodGet, path: join("reports", reportID, "stored")})
}

// ErrNotKept is in the chain of an [*Error] when a download failed on this
// side: where it was to be written took no more.
var ErrNotKept = errors.New("the download can't be written")

// DownloadStoredReport writes a stored report to what file returns, byte for
// byte as it is sent: gzip as a rule, whatever its headers say. An attempt that
// breaks off is made again, and file is called again for that. It takes as long
// as it takes; only a pause of 15 seconds ends an attempt:
// GET /reports/{id}/stored/{stored_id}.
func (c *Client) DownloadStoredReport(ctx context.Context, reportID, storedID string, file func() (io.Writer, error)) error {
	return c.do(ctx, request{method: http.MethodGet, path: join("reports", reportID, "stored", storedID), file: file}, nil)
}

// writeBody writes the body of an answer to its file. The limit begins anew with all that arrives.
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
			return malformed(r, &reply{status: res.StatusCode}, errors.New("its end can't be told from a broken connection: it has neither a length nor an end of its own"))
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return c.transportError(ctx, r, err)
		}
	}
}

// gzipMagic is what gzip begins with, and no text.
const gzipMagic = 0x1f

// endUnknown reports whether nothing in an answer says where it ends, but that the
// connection does. A file in gzip has an end of its own.
func endUnknown(res *http.Response) bool {
	return res.ProtoMajor == 1 && res.ContentLength < 0 && !slices.Contains(res.TransferEncoding, "chunked")
}
