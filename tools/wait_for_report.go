package tools

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
)

type waitForReportIn struct {
	ReportID       uuid           `json:"report_id"`
	Formats        []reportFormat `json:"formats,omitempty" jsonschema_description:"Default all it has"`
	TimeoutSeconds *int           `json:"timeout_seconds,omitempty" jsonschema_description:"0 to 600, default 45"`
}

type waitForReportOut struct {
	Status        string                 `json:"status" jsonschema_description:"saved, in_progress or failed"`
	StoredReports []acronis.StoredReport `json:"stored_reports" jsonschema_description:"Newest of each format last"`
	WaitedSeconds int                    `json:"waited_seconds"`
	Hint          string                 `json:"hint"`
}

var waitForReport = tool[waitForReportIn, waitForReportOut]{
	name:        "wait_for_report",
	title:       "Wait for report",
	description: "Wait until a created report is saved, and list its stored reports (files). in_progress is normal: call again.",
	limit:       func(in waitForReportIn) time.Duration { return patience(in.TimeoutSeconds) + callTimeout },
	run:         runWaitForReport,
}

const (
	pollEvery     = 2 * time.Second
	progressEvery = 4 * time.Second
)

// patience is how long a tool waits by its argument timeout_seconds.
func patience(seconds *int) time.Duration {
	if seconds == nil {
		return 45 * time.Second
	}
	return time.Duration(min(max(*seconds, 0), 600)) * time.Second
}

func checkPatience(seconds *int) error {
	if seconds != nil && (*seconds < 0 || *seconds > 600) {
		return refused(fmt.Sprintf("timeout_seconds must be 0 to 600, not %d.", *seconds))
	}
	return nil
}

// rest waits until the next look is due, or the deadline.
func rest(ctx context.Context, deadline time.Time) error {
	pause := time.NewTimer(min(pollEvery, time.Until(deadline)))
	defer pause.Stop()
	select {
	case <-pause.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func runWaitForReport(ctx context.Context, s *service, in waitForReportIn) (waitForReportOut, error) {
	if err := checkPatience(in.TimeoutSeconds); err != nil {
		return waitForReportOut{}, err
	}
	begin := time.Now()
	deadline := begin.Add(patience(in.TimeoutSeconds))
	id := string(in.ReportID)
	report, err := s.getReport(ctx, id)
	if err != nil {
		return waitForReportOut{}, err
	}
	if report.ResultAction == "send" {
		return waitForReportOut{}, refused("This report is mailed (result_action send): nothing is stored, and there is nothing to wait for.")
	}
	has, wanted := report.Params().Formats, words(in.Formats)
	if len(wanted) == 0 {
		wanted = has
	}
	for _, format := range wanted {
		if !slices.Contains(has, format) && len(has) > 0 {
			return waitForReportOut{}, refused("This report isn't made as " + format + ", only as " + escape.Text(strings.Join(has, ", ")) + ".")
		}
	}
	told := begin
	for {
		stored, err := s.Client.GetStoredReports(ctx, id)
		if err != nil {
			return waitForReportOut{}, err
		}
		out := judge(report, stored, wanted)
		waited := time.Since(begin)
		out.WaitedSeconds = int(waited.Seconds())
		if out.Status != acronis.StoredInProgress || !time.Now().Before(deadline) {
			return out, nil
		}
		if time.Since(told) >= progressEvery {
			told = time.Now()
			tell(ctx, waited.Seconds(), patience(in.TimeoutSeconds).Seconds(), out.Hint)
		}
		if err := rest(ctx, deadline); err != nil {
			return waitForReportOut{}, err
		}
	}
}

// judge says how far a report is: saved when every wanted format is, failed
// when one has. Of several files of a format, which monthly reports gather,
// the last counts.
func judge(report *acronis.Report, stored []acronis.StoredReport, wanted []string) waitForReportOut {
	latest := map[string]acronis.StoredReport{}
	for _, file := range stored {
		latest[file.ReportFormat] = file
	}
	if len(wanted) == 0 {
		wanted = slices.Sorted(maps.Keys(latest))
	}
	var missing, failed []string
	for _, format := range wanted {
		switch latest[format].Status {
		case acronis.StoredSaved:
		case acronis.StoredFailed:
			failed = append(failed, format)
		default:
			missing = append(missing, format)
		}
	}
	slices.Sort(missing)
	out := waitForReportOut{StoredReports: append([]acronis.StoredReport{}, stored...)}
	switch {
	case len(failed) > 0:
		out.Status = acronis.StoredFailed
		out.Hint = "The vendor failed to make " + escape.Text(strings.Join(failed, ", ")) + ". Waiting won't help: create the report anew; if it fails again, ask the vendor's support."
	case len(missing) > 0 || len(wanted) == 0:
		out.Status = acronis.StoredInProgress
		out.Hint = "Still being made, which is normal: one to two minutes are usual. Call wait_for_report again."
		if report.Schedules().Type == "monthly" {
			out.Hint = "A monthly report: its next files come on the first day of a month."
		}
	default:
		out.Status = acronis.StoredSaved
		out.Hint = "Saved. It won't change any more."
		if report.Schedules().Type == "monthly" {
			out.Hint = "Saved. A monthly report: more files come on the first day of each month."
		}
	}
	return out
}
