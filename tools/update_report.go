package tools

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

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

// A reportChange is what an update changes.
type reportChange struct {
	update     acronis.ReportUpdate
	kind       string            // before the update
	texts      []string          // of each change
	enabled    bool              // after the update
	recipients []string          // after the update
	users      map[string]string // names by id
}

func newReportChange(before *acronis.Report, in updateReportIn, users map[string]string) *reportChange {
	c := &reportChange{kind: before.Params().Kind, enabled: before.Schedules().Enabled, recipients: before.Recipients, users: users}
	if in.Enabled != nil {
		c.note("enabled", c.enabled, *in.Enabled)
		c.enabled = *in.Enabled
		c.update.Schedule = &acronis.ReportUpdateSchedule{Enabled: c.enabled}
	}
	if in.Recipients != nil {
		c.update.Recipients = words(in.Recipients) // an empty list removes all
		c.note("recipients", listUsers(c.recipients, users), listUsers(c.update.Recipients, users))
		c.recipients = c.update.Recipients
	}
	if in.Kind != "" || in.Level != "" || in.ShowSKUs != nil || in.HideZeroUsage != nil {
		c.setParameters(before.Params(), in)
	}
	return c
}

// onlyDisables reports whether the change can't cause any mail. Every other
// change affects what is mailed, and to whom. That includes changes of a
// disabled report, because whoever enables it later may not check it again.
func (c *reportChange) onlyDisables(in updateReportIn) bool {
	return in.Enabled != nil && !*in.Enabled && len(c.texts) == 1
}

// question returns the question about the change.
func (c *reportChange) question(tenant string) string {
	text := fmt.Sprintf("Change the monthly %s report about %s: %s? ", quoteUnlessKnown[reportKind](c.kind), tenant, strings.Join(c.texts, "; "))
	if !c.enabled {
		return text + "Afterwards the report is disabled. Once it is enabled, it is made every month and mailed to the tenant's administrators and to these recipients: " + listUsers(c.recipients, c.users) + "."
	}
	return text + "The report is made every month and mailed to the tenant's administrators and to these recipients: " + listUsers(c.recipients, c.users) + "."
}

// note adds a change in words.
func (c *reportChange) note(what string, from, to any) {
	c.texts = append(c.texts, escape.Text(fmt.Sprintf("%s from %v to %v", what, from, to)))
}

// setParameters changes parameters. What the API does with parameters that are
// left out is not documented, so all are sent.
func (c *reportChange) setParameters(had acronis.ReportParameters, in updateReportIn) {
	p := &acronis.ReportUpdateParameters{Kind: had.Kind, Level: had.Level, ShowSKUs: &had.ShowSKUs, HideZeroUsage: &had.HideZeroUsage}
	c.update.Parameters = p
	if in.Kind != "" {
		p.Kind = string(in.Kind)
		c.note("kind", quoteUnlessKnown[reportKind](had.Kind), p.Kind)
	}
	if in.Level != "" {
		p.Level = string(in.Level)
		c.note("level", quoteUnlessKnown[reportLevel](had.Level), p.Level)
	}
	if in.ShowSKUs != nil {
		p.ShowSKUs = in.ShowSKUs
		c.note("show_skus", had.ShowSKUs, *in.ShowSKUs)
	}
	if in.HideZeroUsage != nil {
		p.HideZeroUsage = in.HideZeroUsage
		c.note("hide_zero_usage", had.HideZeroUsage, *in.HideZeroUsage)
	}
}
