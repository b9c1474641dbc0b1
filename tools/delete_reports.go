package tools

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
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
	Outcomes []deletion `json:"outcomes"`
	Hint     string     `json:"hint,omitempty"`
}

type deletion struct {
	ReportID       uuid   `json:"report_id"`
	Version        int64  `json:"version" jsonschema_description:"As given"`
	Outcome        string `json:"outcome" jsonschema_description:"deleted, version_conflict, gone, unknown or refused"`
	CurrentVersion int64  `json:"current_version,omitempty" jsonschema_description:"Where the outcome is version_conflict"`
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
	ids := make([]string, len(in.Reports))
	named := map[uuid]bool{}
	for i, r := range in.Reports {
		if named[r.ReportID] {
			return none, refused("Nothing was deleted: " + string(r.ReportID) + " is given twice.")
		}
		named[r.ReportID] = true
		ids[i] = string(r.ReportID)
	}
	if len(ids) < 1 || len(ids) > 50 {
		return none, refused(fmt.Sprintf("Nothing was deleted: give 1 to 50 reports, not %d.", len(ids)))
	}
	out := deleteReportsOut{Outcomes: make([]deletion, len(ids))}
	var todo []int
	var doomed []*acronis.Report
	for i, r := range readReports(ctx, s, ids) {
		given := in.Reports[i]
		d := deletion{ReportID: given.ReportID, Version: given.Version}
		switch {
		case r.err != nil:
			d.Outcome, d.Detail = outcomeOfDelete(r.err), s.explain(r.err)
		case r.report.Version != given.Version:
			d.Outcome, d.CurrentVersion = "version_conflict", r.report.Version
		case len(ids) > 1 && r.report.Schedules().Type == "monthly":
			return none, refused("Nothing was deleted: " + ids[i] + " is a monthly report, and deleting it ends its schedule. Delete it in a call of its own, if the user wants that.")
		default:
			todo = append(todo, i)
			doomed = append(doomed, r.report)
		}
		out.Outcomes[i] = d
	}
	if err := ctx.Err(); err != nil {
		return none, err
	}
	if len(todo) > 0 {
		reports := escape.Count(len(doomed), "report")
		text := fmt.Sprintf("Delete %s permanently?\n%s", reports, s.describeReports(ctx, doomed))
		if err := s.confirm(ctx, text, "Delete "+reports+" permanently"); err != nil {
			return none, err
		}
	}
	for n, i := range todo {
		tell(ctx, float64(n), float64(len(todo)), fmt.Sprintf("%d of %d deleted", n, len(todo)))
		out.Outcomes[i] = deleteOne(ctx, s, out.Outcomes[i])
	}
	for _, d := range out.Outcomes {
		if d.Outcome == "unknown" {
			out.Hint = "The outcome unknown means that the response was lost. Call get_report_version: if the report is not found, it was deleted."
		}
	}
	return out, nil
}

// deleteOne deletes a report. A failure is reported, and never retried.
func deleteOne(ctx context.Context, s *service, d deletion) deletion {
	if ctx.Err() != nil {
		d.Outcome, d.Detail = "refused", "Not sent, because the time of the call was over."
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

// outcomeOfDelete names a failure that has certainly deleted nothing.
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

// maxListed is how many reports a confirmation lists one by one.
const maxListed = 10

// describeReports lists reports for the user: ten, and what the others have in
// common.
func (s *service) describeReports(ctx context.Context, reports []*acronis.Report) string {
	listed, others := reports[:min(len(reports), maxListed)], reports[min(len(reports), maxListed):]
	lines := make([]string, 0, maxListed+1)
	for _, r := range listed {
		lines = append(lines, "- "+escape.Text(describeReport(ctx, s, r)+" ("+r.ID+")"))
	}
	if len(others) > 0 {
		lines = append(lines, "- "+escape.Text(fmt.Sprintf("%d more%s", len(others), s.describeCommon(ctx, others))))
	}
	return strings.Join(lines, "\n")
}

// describeReport says in a few words what a report is about.
func describeReport(ctx context.Context, s *service, r *acronis.Report) string {
	p := r.Params()
	text := fmt.Sprintf("%s about %s", p.Kind, s.tenantName(ctx, p.TenantID))
	if p.Period.Start != "" || p.Period.End != "" {
		text += fmt.Sprintf(", %s to %s", p.Period.Start, p.Period.End)
	}
	text += ", made " + r.Schedules().Type
	if len(r.Recipients) > 0 {
		text += ", mailed to " + strings.Join(r.Recipients, ", ")
	}
	return text
}

// describeCommon says what reports have in common, and between which days their
// periods are.
func (s *service) describeCommon(ctx context.Context, reports []*acronis.Report) string {
	var kinds, tenants, schedules, starts, ends []string
	mailed := 0
	for _, r := range reports {
		p := r.Params()
		kinds, tenants, schedules = append(kinds, p.Kind), append(tenants, p.TenantID), append(schedules, r.Schedules().Type)
		starts, ends = append(starts, p.Period.Start), append(ends, p.Period.End)
		if len(r.Recipients) > 0 {
			mailed++
		}
	}
	text := ""
	if same(kinds) {
		text += ", all " + kinds[0]
	}
	if same(tenants) {
		text += ", all about " + s.tenantName(ctx, tenants[0])
	}
	if start := slices.Min(starts); start != "" { // all have a period
		text += fmt.Sprintf(", all within %s to %s", start, slices.Max(ends))
	}
	if same(schedules) {
		text += ", all made " + schedules[0]
	}
	if mailed > 0 {
		text += fmt.Sprintf(", %d of them mailed", mailed)
	}
	return text
}

// same reports whether all values are equal and not empty.
func same(values []string) bool {
	return values[0] != "" && !slices.ContainsFunc(values, func(v string) bool { return v != values[0] })
}
