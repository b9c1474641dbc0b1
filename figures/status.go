package figures

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"acronis-reports-mcp/acronis"
)

// A Status is the status of a report of a whole period.
type Status int

// The states.
const (
	InProgress Status = iota // being made
	Ready                    // there is a file, which may not have been read yet
	TooEarly                 // made before the period was over
	Failed                   // the vendor failed to make it
	Deleted                  // the report no longer exists
	Damaged                  // its file can't be read
)

// candidate returns a report with its status.
func (e *Engine) candidate(ctx context.Context, report *acronis.Report) (Candidate, error) {
	c := Candidate{Source: Source{Report: report}}
	stored, err := e.Client.GetStoredReports(ctx, report.ID)
	if e := (*acronis.Error)(nil); errors.As(err, &e) && e.Kind == acronis.NotFound {
		c.Status = Deleted
		return c, nil
	}
	if err != nil {
		return c, err
	}
	file, status := newest(stored)
	c.Stored, c.Problem = file, e.damaged.problem(file.ID)
	switch {
	case status == acronis.StoredFailed:
		c.Status = Failed
	case status != acronis.StoredSaved:
		c.Status = InProgress
	case c.Problem != nil:
		c.Status = Damaged
	case madeBeforePeriodEnd(report.Params().Period.End, file):
		c.Status = TooEarly
	default:
		c.Status = Ready
	}
	return c, nil
}

// FormatStatus returns the status of a report for some formats, or for all its
// formats if none are given. It is one of [acronis.StoredReport]: saved if all
// formats are saved, and failed if one has failed; failed lists those. Monthly
// reports have several files of a format, of which the last is used.
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

// pollEvery is how often the API is asked for the status of a report.
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
