package figures

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"acronis-reports-mcp/acronis"
)

// A Status is how far a report of a whole period is.
type Status int

// The states.
const (
	InProgress Status = iota // being made
	Ready                    // figures can be read from it
	TooEarly                 // made before the period was over
	Failed                   // the vendor failed to make it
	Deleted                  // there is no such report any more
)

// Status returns how far a report is whose period ends on a day, YYYY-MM-DD.
func (e *Engine) Status(ctx context.Context, reportID, periodEnd string) (Status, error) {
	stored, err := e.Client.GetStoredReports(ctx, reportID)
	if e := (*acronis.Error)(nil); errors.As(err, &e) && e.Kind == acronis.NotFound {
		return Deleted, nil
	}
	if err != nil {
		return InProgress, err
	}
	file, status := newest(stored)
	switch {
	case status == acronis.StoredSaved && madeBeforePeriodEnd(periodEnd, file):
		return TooEarly, nil
	case status == acronis.StoredSaved:
		return Ready, nil
	case status == acronis.StoredFailed:
		return Failed, nil
	}
	return InProgress, nil
}

// FindReport finds among reports one that says just what a new one would: one
// that is ready, else one that is being made. Its id is "" if there is none.
func (e *Engine) FindReport(ctx context.Context, existing []*acronis.Report, wanted acronis.NewReport) (reportID string, status Status, err error) {
	for _, r := range existing {
		if !matches(r, wanted) {
			continue
		}
		switch found, err := e.Status(ctx, r.ID, wanted.Parameters.Period.End); {
		case err != nil:
			return "", InProgress, err
		case found == Ready:
			return r.ID, Ready, nil
		case found == InProgress:
			reportID = r.ID
		}
	}
	return reportID, InProgress, nil
}

// matches reports whether a report says just what a new one would.
func matches(r *acronis.Report, wanted acronis.NewReport) bool {
	p, w := r.Params(), wanted.Parameters
	return keepsFigures(r) && p.TenantID == w.TenantID && p.Kind == w.Kind && p.Level == w.Level && *p.Period == *w.Period &&
		p.ShowSKUs == w.ShowSKUs && p.HideZeroUsage == w.HideZeroUsage
}

// FormatStatus returns how far a report is in some formats, in the words of
// [acronis.StoredReport]: saved when every one is, failed when one has, with
// those that failed. Without formats all that have a file count. Of several
// files of a format, which monthly reports gather, the last counts.
func FormatStatus(stored []acronis.StoredReport, formats []string) (status string, failed []string) {
	latest := map[string]string{}
	for _, file := range stored {
		latest[file.ReportFormat] = file.Status
	}
	if len(formats) == 0 {
		formats = slices.Sorted(maps.Keys(latest))
	}
	missing := len(formats) == 0
	for _, format := range formats {
		switch latest[format] {
		case acronis.StoredSaved:
		case acronis.StoredFailed:
			failed = append(failed, format)
		default:
			missing = true
		}
	}
	switch {
	case failed != nil:
		return acronis.StoredFailed, failed
	case missing:
		return acronis.StoredInProgress, nil
	}
	return acronis.StoredSaved, nil
}

// pollEvery is how often the API is asked how far a report is.
const pollEvery = 2 * time.Second

// WaitForNextPoll waits until it is time to ask the API again, or until the deadline.
func WaitForNextPoll(ctx context.Context, deadline time.Time) error {
	pause := time.NewTimer(min(pollEvery, time.Until(deadline)))
	defer pause.Stop()
	select {
	case <-pause.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
