package tools

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
)

type deleteReportsIn struct {
	Reports []reportToDelete `json:"reports" jsonschema_description:"1 to 50 reports"`
}

type reportToDelete struct {
	ReportID uuid  `json:"report_id" jsonschema_description:"UUID"`
	Version  int64 `json:"version" jsonschema_description:"From get_report_version or list_reports, unchanged"`
}

type deleteReportsOut struct {
	Deleted  int        `json:"deleted" jsonschema_description:"Number of reports"`
	Failed   int        `json:"failed"`
	Gone     int        `json:"gone,omitempty" jsonschema_description:"Deleted before this call"`
	Hint     string     `json:"hint,omitempty"`
	Outcomes []deletion `json:"outcomes" jsonschema_description:"Failures first"`
}

type deletion struct {
	ReportID       uuid   `json:"report_id"`
	Version        int64  `json:"version" jsonschema_description:"The version you gave"`
	Outcome        string `json:"outcome" jsonschema_description:"deleted, version_conflict, gone, unknown or refused"`
	CurrentVersion int64  `json:"current_version,omitempty" jsonschema_description:"Only for version_conflict"`
	Detail         string `json:"detail,omitempty"`
}

var deleteReports = tool[deleteReportsIn, deleteReportsOut]{
	name:        "delete_reports",
	title:       "Delete reports",
	description: "Delete usage reports permanently; the user must confirm it. Read each version just before. The outcome version_conflict means that the report has changed: show it to the user. Delete a monthly report in a call of its own.",
	access:      acronis.Delete,
	idempotent:  true,
	limit:       func(deleteReportsIn) time.Duration { return 5 * time.Minute },
	run:         runDeleteReports,
}

func runDeleteReports(ctx context.Context, s *service, in deleteReportsIn) (deleteReportsOut, error) {
	none := deleteReportsOut{}
	ids, err := idsToDelete(in.Reports)
	if err != nil {
		return none, err
	}
	unlock, err := s.reportLocks.lock(ctx, ids...)
	if err != nil {
		return none, err
	}
	defer unlock()
	outcomes := make([]deletion, len(ids))
	var todo []int
	var doomed []*acronis.Report
	for i, r := range readReports(ctx, s, ids) {
		if len(ids) > 1 && r.err == nil && r.report.Version == in.Reports[i].Version && r.report.Schedules().Type == "monthly" {
			return none, refused("Nothing was deleted: " + ids[i] + " is a monthly report, and deleting it ends its schedule. Delete it in a call of its own, if the user wants that.")
		}
		if outcomes[i] = examine(s, in.Reports[i], r); outcomes[i].Outcome == "" {
			todo = append(todo, i)
			doomed = append(doomed, r.report)
		}
	}
	if err := ctx.Err(); err != nil {
		return none, err
	}
	if len(todo) > 0 {
		reports := escape.Count(len(doomed), "report")
		text := fmt.Sprintf("Delete %s permanently?\n%s", reports, s.describeReports(ctx, doomed))
		if err := s.confirm(ctx, question{text: text, agree: "Delete " + reports + " permanently"}); err != nil {
			return none, err
		}
	}
	for n, i := range todo {
		sendProgress(ctx, float64(n), float64(len(todo)), fmt.Sprintf("%d of %d deleted", n, len(todo)))
		outcomes[i] = deleteOne(ctx, s, outcomes[i])
	}
	return deletionsOf(outcomes), nil
}

// idsToDelete returns the ids of the reports to delete.
func idsToDelete(reports []reportToDelete) ([]string, error) {
	ids := make([]string, len(reports))
	named := map[uuid]bool{}
	for i, r := range reports {
		if named[r.ReportID] {
			return nil, refused("Nothing was deleted: " + string(r.ReportID) + " is given twice.")
		}
		named[r.ReportID] = true
		ids[i] = string(r.ReportID)
	}
	if len(ids) < 1 || len(ids) > 50 {
		return nil, refused(fmt.Sprintf("Nothing was deleted: give 1 to 50 reports, not %d.", len(ids)))
	}
	return ids, nil
}

// examine returns why a report can't be deleted. The outcome is "" if it can.
func examine(s *service, given reportToDelete, now readReport) deletion {
	d := deletion{ReportID: given.ReportID, Version: given.Version}
	switch {
	case now.err != nil:
		d.Outcome, d.Detail = outcomeOfDelete(now.err), s.explain(now.err)
	case now.report.Version != given.Version:
		d.Outcome, d.CurrentVersion = "version_conflict", now.report.Version
		d.Detail = "Not deleted: the report has another version than the one given. Trying the same again won't help: look at it with get_report, and let the user decide again."
	}
	return d
}

// deletionsOf returns the outcomes for reports, failures first.
func deletionsOf(outcomes []deletion) deleteReportsOut {
	out := deleteReportsOut{Outcomes: outcomes}
	for _, d := range outcomes {
		switch d.Outcome {
		case "deleted":
			out.Deleted++
		case "gone":
			out.Gone++
		default:
			out.Failed++
		}
		if d.Outcome == "unknown" && out.Hint == "" {
			out.Hint = "The outcome unknown means that the response was lost. Call " + callText("get_report_version", getReportVersionIn{ReportID: d.ReportID}) + ": if the report is not found, it was deleted."
		}
	}
	rank := func(d deletion) int { return slices.Index([]string{"gone", "deleted"}, d.Outcome) }
	slices.SortStableFunc(out.Outcomes, func(a, b deletion) int { return rank(a) - rank(b) })
	return out
}

// deleteOne deletes a report. It reports failures and never retries.
func deleteOne(ctx context.Context, s *service, d deletion) deletion {
	if ctx.Err() != nil {
		d.Outcome, d.Detail = "refused", "Not sent, because the call took too long."
		return d
	}
	err := s.Client.DeleteReport(ctx, string(d.ReportID), d.Version)
	if err == nil {
		d.Outcome = "deleted"
		s.recentReports.forget(string(d.ReportID))
		s.figures.ForgetReport(string(d.ReportID))
		return d
	}
	d.Outcome = outcomeOfDelete(err)
	if unknownFate(err) {
		d.Outcome = "unknown"
	}
	d.Detail = s.explain(err)
	if d.Outcome == "version_conflict" {
		if now, err := s.figures.Report(ctx, string(d.ReportID)); err == nil {
			d.CurrentVersion = now.Version
		}
	}
	return d
}

// outcomeOfDelete returns the outcome for a failure that has certainly deleted
// nothing.
func outcomeOfDelete(err error) string {
	var e *acronis.Error
	if errors.As(err, &e) {
		switch e.Kind {
		case acronis.VersionConflict:
			return "version_conflict"
		case acronis.NotFound:
			return "gone"
		}
	}
	return "refused"
}
