package tools

import (
	"context"
	"errors"
	"slices"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
)

type updateReportIn struct {
	ReportID      uuid        `json:"report_id" jsonschema_description:"UUID"`
	Enabled       *bool       `json:"enabled,omitempty"`
	Kind          reportKind  `json:"kind,omitempty"`
	Level         reportLevel `json:"level,omitempty"`
	Recipients    []uuid      `json:"recipients,omitempty" jsonschema_description:"UUIDs of users; replaces all recipients"`
	ShowSKUs      *bool       `json:"show_skus,omitempty"`
	HideZeroUsage *bool       `json:"hide_zero_usage,omitempty"`
}

type updateReportOut struct {
	Before *acronis.Report `json:"before" schema:"brief"`
	After  *acronis.Report `json:"after" schema:"brief"`
}

var updateReport = tool[updateReportIn, updateReportOut]{
	name:        "update_report",
	title:       "Update report",
	description: "Change, enable or disable a monthly report, which changes its version. The user must confirm every change except disabling. A one-off report can't be changed: create another one.",
	access:      acronis.Write,
	idempotent:  true,
	run:         runUpdateReport,
}

// errReportChanged means that an update was not sent, because the report has
// changed since the update was made.
var errReportChanged = errors.New("the report has changed")

func runUpdateReport(ctx context.Context, s *service, in updateReportIn) (updateReportOut, error) {
	if err := checkRecipients(in.Recipients); err != nil {
		return updateReportOut{}, err
	}
	unlock, err := s.reportLocks.lock(ctx, string(in.ReportID))
	if err != nil {
		return updateReportOut{}, err
	}
	defer unlock()
	out, err := updateOnce(ctx, s, in)
	if errors.Is(err, errReportChanged) {
		// The user has not confirmed a change of the report as it is now.
		out, err = updateOnce(withoutConsent(ctx), s, in)
	}
	if errors.Is(err, errReportChanged) {
		err = refused("Nothing was sent: the report has changed twice during this call. Call again.")
	}
	return out, err
}

// updateOnce changes a report, unless it changes in the meantime.
func updateOnce(ctx context.Context, s *service, in updateReportIn) (updateReportOut, error) {
	none := updateReportOut{}
	id := string(in.ReportID)
	before, err := s.figures.Report(ctx, id)
	if err != nil {
		return none, err
	}
	if schedule := before.Schedules(); schedule.Type != "monthly" {
		return none, refused("Only monthly reports can be changed, and this one is made " + describe(schedule.Type) + ". Create another one with create_report.")
	}
	change := newReportChange(before, in, s.userNames(ctx, slices.Concat(before.Recipients, words(in.Recipients))))
	if len(change.texts) == 0 {
		return none, refused("There is nothing to change: give at least one of enabled, kind, level, recipients, show_skus and hide_zero_usage.")
	}
	unchanged := s.unchanged(before)
	if change.onlyDisables(in) {
		unchanged = nil // it is right for any state of the report
		change.update = acronis.ReportUpdate{Schedule: change.update.Schedule}
	} else if err := s.confirm(ctx, question{change.question(s.subject(ctx, before.Params().TenantID)), "Change the monthly report", stateOf(before)}); err != nil {
		return none, err
	}
	if _, err := s.Client.UpdateReport(ctx, id, change.update, unchanged); err != nil {
		if unknownFate(err) {
			err = refused(s.explain(err) + " It is unknown whether the report was changed: check it with get_report.")
		}
		return none, err
	}
	after, err := s.figures.Report(ctx, id)
	if err != nil {
		return none, refused("The report was changed, but it could not be read afterwards: " + s.explain(err))
	}
	if other := change.otherThanSent(after); other != "" {
		return none, refused("The report was changed, but is not as it should be: " + other + ". The user must know this, and check it with get_report.")
	}
	return updateReportOut{before, after}, nil
}

// unchanged returns a check that a report is still as it was.
func (s *service) unchanged(before *acronis.Report) func(context.Context) error {
	return func(ctx context.Context) error {
		now, err := s.figures.Report(ctx, before.ID)
		if err != nil {
			return err
		}
		if stateOf(now) != stateOf(before) {
			return errReportChanged
		}
		return nil
	}
}

// stateOf returns the whole report as the data centre sends it, in canonical
// form.
func stateOf(r *acronis.Report) string {
	raw, err := escape.Marshal(r)
	if err != nil {
		panic(err) // it was decoded from JSON
	}
	return canonical(raw)
}
