package tools

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
)

type deleteReportsIn struct {
	Reports []reportToDelete `json:"reports" jsonschema_description:"1 to 50"`
}

type reportToDelete struct {
	ReportID uuid  `json:"report_id"`
	Version  int64 `json:"version" jsonschema_description:"From get_report_version or list_reports, unchanged"`
}

type deleteReportsOut struct {
	Outcomes []deletion `json:"outcomes"`
	Hint     string     `json:"hint,omitempty"`
}

type deletion struct {
	ReportID       uuid   `json:"report_id"`
	Version        int64  `json:"version" jsonschema_description:"As given"`
	Outcome        string `json:"outcome" jsonschema_description:"deleted, version_conflict, gone, unknown or refused"`
	CurrentVersion int64  `json:"current_version,omitempty" jsonschema_description:"Of a version_conflict"`
	Detail         string `json:"detail,omitempty"`
}

var deleteReports = tool[deleteReportsIn, deleteReportsOut]{
	name:  "delete_reports",
	title: "Delete reports",
	description: "Delete usage reports for good, with the versions read before; asks the person first. " +
		"A version_conflict means the report changed: show the person. A monthly report has to be alone.",
	access:     acronis.Delete,
	idempotent: true,
	limit:      func(deleteReportsIn) time.Duration { return 5 * time.Minute },
	run:        runDeleteReports,
}

func runDeleteReports(ctx context.Context, s *service, in deleteReportsIn) (deleteReportsOut, error) {
	none := deleteReportsOut{}
	ids := make([]string, len(in.Reports))
	named := map[uuid]bool{}
	for i, r := range in.Reports {
		if named[r.ReportID] {
			return none, refused("Nothing was deleted: " + string(r.ReportID) + " is named twice.")
		}
		named[r.ReportID] = true
		ids[i] = string(r.ReportID)
	}
	if len(ids) < 1 || len(ids) > 50 {
		return none, refused(fmt.Sprintf("Nothing was deleted: reports must be 1 to 50, not %d.", len(ids)))
	}
	out := deleteReportsOut{Outcomes: make([]deletion, len(ids))}
	var todo []int
	var lines []string
	for i, r := range s.readReports(ctx, ids) {
		given := in.Reports[i]
		d := deletion{ReportID: given.ReportID, Version: given.Version}
		switch {
		case r.err != nil:
			d.Outcome, d.Detail = outcomeOfDelete(r.err), s.explain(r.err)
		case r.report.Version != given.Version:
			d.Outcome, d.CurrentVersion = "version_conflict", r.report.Version
		case len(ids) > 1 && r.report.Schedules().Type == "monthly":
			return none, refused("Nothing was deleted: " + ids[i] + " is a monthly report. Deleting it ends a schedule: do it in a call of its own, if the person wants that.")
		default:
			todo = append(todo, i)
			lines = append(lines, s.describeReport(ctx, r.report))
		}
		out.Outcomes[i] = d
	}
	if err := ctx.Err(); err != nil {
		return none, err
	}
	if len(todo) > 0 {
		text := fmt.Sprintf("Delete %d usage report(s) for good?\n%s", len(todo), strings.Join(lines, "\n"))
		if err := s.confirm(ctx, text); err != nil {
			return none, err
		}
	}
	for n, i := range todo {
		tell(ctx, float64(n), float64(len(todo)), fmt.Sprintf("%d of %d deleted", n, len(todo)))
		out.Outcomes[i] = s.deleteOne(ctx, out.Outcomes[i])
	}
	for _, d := range out.Outcomes {
		if d.Outcome == "unknown" {
			out.Hint = "unknown: the answer was lost. get_report_version tells: not found means deleted."
		}
	}
	return out, nil
}

// deleteOne deletes a report once; what fails is told, never tried again.
func (s *service) deleteOne(ctx context.Context, d deletion) deletion {
	if ctx.Err() != nil {
		d.Outcome, d.Detail = "refused", "Not sent: the call's time was over."
		return d
	}
	err := s.Client.DeleteReport(ctx, string(d.ReportID), d.Version)
	if err == nil {
		d.Outcome = "deleted"
		s.recentReports.forget(string(d.ReportID))
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

// outcomeOfDelete names a failure that is sure to have deleted nothing.
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

// describeReport is a line for people about a report.
func (s *service) describeReport(ctx context.Context, r *acronis.Report) string {
	p := r.Params()
	text := fmt.Sprintf("%s about %s, %s to %s, %s", p.Kind, s.tenantName(ctx, p.TenantID), p.Period.Start, p.Period.End, r.Schedules().Type)
	if len(r.Recipients) > 0 {
		text += fmt.Sprintf(", recipients: %s", strings.Join(r.Recipients, ", "))
	}
	return "- " + escape.Text(text+" ("+r.ID+")")
}
