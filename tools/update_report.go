package tools

import (
	"context"
	"fmt"
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
	description: "Change, enable or disable a monthly report, which changes its version. The user must confirm changes to an enabled report. A one-off report can't be changed: create another one.",
	access:      acronis.Write,
	idempotent:  true,
	run:         runUpdateReport,
}

func runUpdateReport(ctx context.Context, s *service, in updateReportIn) (updateReportOut, error) {
	none := updateReportOut{}
	id := string(in.ReportID)
	before, err := s.figures.Report(ctx, id)
	if err != nil {
		return none, err
	}
	schedule, had := before.Schedules(), before.Params()
	if schedule.Type != "monthly" {
		return none, refused("Only monthly reports can be changed, and this one is made " + describe(schedule.Type) + ". Create another one with create_report.")
	}
	change := newReportChange(before, in)
	if len(change.texts) == 0 {
		return none, refused("There is nothing to change: give at least one of enabled, kind, level, recipients, show_skus and hide_zero_usage.")
	}
	if change.enabled {
		text := fmt.Sprintf("Change the monthly %s report about %s: %s? The report is made every month and mailed to the tenant's administrators and to these recipients: %s.",
			escape.Text(had.Kind), s.tenantName(ctx, had.TenantID), strings.Join(change.texts, "; "), orNone(change.recipients))
		if err := s.confirm(ctx, text, "Change the monthly report"); err != nil {
			return none, err
		}
	}
	if _, err := s.Client.UpdateReport(ctx, id, change.update); err != nil {
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

// A reportChange is what an update changes.
type reportChange struct {
	update     acronis.ReportUpdate
	texts      []string // of each change
	enabled    bool     // after the update
	recipients []string // after the update
}

func newReportChange(before *acronis.Report, in updateReportIn) *reportChange {
	c := &reportChange{enabled: before.Schedules().Enabled, recipients: before.Recipients}
	if in.Enabled != nil {
		c.note("enabled", c.enabled, *in.Enabled)
		c.enabled = *in.Enabled
		c.update.Schedule = &acronis.ReportUpdateSchedule{Enabled: c.enabled}
	}
	if in.Recipients != nil {
		c.update.Recipients = words(in.Recipients) // an empty list removes all
		c.note("recipients", orNone(c.recipients), orNone(c.update.Recipients))
		c.recipients = c.update.Recipients
	}
	if in.Kind != "" || in.Level != "" || in.ShowSKUs != nil || in.HideZeroUsage != nil {
		c.setParameters(before.Params(), in)
	}
	return c
}

// note puts a change into words.
func (c *reportChange) note(what string, from, to any) {
	c.texts = append(c.texts, escape.Text(fmt.Sprintf("%s from %v to %v", what, from, to)))
}

// setParameters changes parameters. What the API does with those that are left out
// is not documented, so all are sent.
func (c *reportChange) setParameters(had acronis.ReportParameters, in updateReportIn) {
	p := &acronis.ReportUpdateParameters{Kind: had.Kind, Level: had.Level, ShowSKUs: &had.ShowSKUs, HideZeroUsage: &had.HideZeroUsage}
	c.update.Parameters = p
	if in.Kind != "" {
		p.Kind = string(in.Kind)
		c.note("kind", had.Kind, p.Kind)
	}
	if in.Level != "" {
		p.Level = string(in.Level)
		c.note("level", had.Level, p.Level)
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

// orNone is a list in one line, none if it is empty.
func orNone(items []string) string {
	if len(items) == 0 {
		return "none"
	}
	return strings.Join(items, ", ")
}
