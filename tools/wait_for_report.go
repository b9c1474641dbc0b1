package tools

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
)

type waitForReportIn struct {
	ReportID       uuid           `json:"report_id" jsonschema_description:"UUID"`
	Formats        []reportFormat `json:"formats,omitempty" jsonschema_description:"Default: all formats of the report"`
	TimeoutSeconds *int           `json:"timeout_seconds,omitempty" jsonschema_description:"0 to 600, default 45"`
}

type waitForReportOut struct {
	Status        string                 `json:"status" jsonschema_description:"saved, in_progress or failed"`
	StoredReports []acronis.StoredReport `json:"stored_reports" jsonschema_description:"The newest of each format comes last"`
	WaitedSeconds int                    `json:"waited_seconds"`
	Hint          string                 `json:"hint"`
}

var waitForReport = tool[waitForReportIn, waitForReportOut]{
	name:        "wait_for_report",
	title:       "Wait for report",
	description: "Wait until a report is saved, and list its stored reports (files). The status in_progress is normal: call again.",
	limit:       func(in waitForReportIn) time.Duration { return waitTimeout(in.TimeoutSeconds) + callTimeout },
	run:         runWaitForReport,
}

// progressEvery is how often a waiting call sends progress.
const progressEvery = 4 * time.Second

// waitTimeout returns how long a tool waits, given its argument
// timeout_seconds.
func waitTimeout(seconds *int) time.Duration {
	if seconds == nil {
		return 45 * time.Second
	}
	return time.Duration(min(max(*seconds, 0), 600)) * time.Second
}

func checkWaitTimeout(seconds *int) error {
	if seconds != nil && (*seconds < 0 || *seconds > 600) {
		return refused(fmt.Sprintf("timeout_seconds must be 0 to 600, not %d.", *seconds))
	}
	return nil
}

func runWaitForReport(ctx context.Context, s *service, in waitForReportIn) (waitForReportOut, error) {
	if err := checkWaitTimeout(in.TimeoutSeconds); err != nil {
		return waitForReportOut{}, err
	}
	begin := time.Now()
	deadline := begin.Add(waitTimeout(in.TimeoutSeconds))
	report, wanted, err := awaited(ctx, s, in)
	if err != nil {
		return waitForReportOut{}, err
	}
	reported := begin
	for {
		stored, err := s.Client.GetStoredReports(ctx, report.ID)
		if err != nil {
			return waitForReportOut{}, err
		}
		out := waitStatus(report, stored, wanted)
		waited := time.Since(begin)
		out.WaitedSeconds = int(waited.Seconds())
		if out.Status != acronis.StoredInProgress || !isUnderWay(report, stored) || !time.Now().Before(deadline) {
			return out, nil
		}
		if time.Since(reported) >= progressEvery {
			reported = time.Now()
			sendProgress(ctx, waited.Seconds(), waitTimeout(in.TimeoutSeconds).Seconds(), out.Hint)
		}
		if err := figures.WaitForNextPoll(ctx, deadline); err != nil {
			return waitForReportOut{}, err
		}
	}
}

// awaited returns the report to wait for, and the formats.
func awaited(ctx context.Context, s *service, in waitForReportIn) (report *acronis.Report, wanted []string, err error) {
	report, err = s.figures.Report(ctx, string(in.ReportID))
	if err != nil {
		return nil, nil, err
	}
	if report.ResultAction == "send" {
		return nil, nil, refused("This report is mailed (result_action send): no file is stored, so there is nothing to wait for.")
	}
	has, wanted := report.Params().Formats, words(in.Formats)
	if len(wanted) == 0 {
		return report, has, nil
	}
	for _, format := range wanted {
		if !slices.Contains(has, format) && len(has) > 0 {
			return nil, nil, refused("This report is not made as " + format + ", only as " + escape.Text(strings.Join(has, ", ")) + ".")
		}
	}
	return report, wanted, nil
}

// isUnderWay reports whether files may be saved soon. Those of a monthly report
// are made on the first day of a month, and are listed while they are being
// made.
func isUnderWay(report *acronis.Report, stored []acronis.StoredReport) bool {
	inProgress := func(f acronis.StoredReport) bool { return f.Status == acronis.StoredInProgress }
	return report.Schedules().Type != "monthly" || slices.ContainsFunc(stored, inProgress)
}

// waitStatus returns the status of a report for the wanted formats.
func waitStatus(report *acronis.Report, stored []acronis.StoredReport, wanted []string) waitForReportOut {
	status, failed := figures.FormatStatus(stored, wanted)
	out := waitForReportOut{Status: status, StoredReports: newestFitting(stored)}
	switch {
	case status == acronis.StoredFailed:
		out.Hint = "The vendor failed to make " + escape.Text(strings.Join(failed, ", ")) + ". Waiting won't help: create the report again. If it fails again, ask the vendor's support."
	case report.Schedules().Type == "monthly":
		out.Hint = monthlyHint(report.Schedules().Enabled, newestDay(stored))
	case status == acronis.StoredInProgress:
		out.Hint = "The report is still being made, which usually takes one to two minutes. Call " + waitCall(report.ID) + " again."
	default:
		out.Hint = "The report is saved. It won't change any more."
	}
	if left := len(stored) - len(out.StoredReports); left > 0 {
		out.Hint += fmt.Sprintf(" Of %d stored reports the newest %d are listed.", len(stored), len(out.StoredReports))
	}
	return out
}

// newestFitting returns the last stored reports, which are the newest, as many as an
// answer has room for.
func newestFitting(stored []acronis.StoredReport) []acronis.StoredReport {
	newestFirst := slices.Clone(stored[max(0, len(stored)-maxListBytes/10):]) // none is as short as ten bytes
	slices.Reverse(newestFirst)
	newest := slices.Clone(fitting(newestFirst, maxListBytes))
	slices.Reverse(newest)
	return append([]acronis.StoredReport{}, newest...)
}

// monthlyHint says when files of a monthly report were saved, and whether more
// will be.
func monthlyHint(enabled bool, newest string) string {
	text := "This is a monthly report without files so far"
	if newest != "" {
		text = "This is a monthly report, whose newest file was made on " + newest
	}
	if !enabled {
		return text + ". It is disabled: no more files are made until update_report enables it."
	}
	return text + ". A file is made on the first day of each month."
}
