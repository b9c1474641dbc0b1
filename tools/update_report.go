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
	var update acronis.ReportUpdate
	var changes []string
	change := func(what string, from, to any) {
		changes = append(changes, escape.Text(fmt.Sprintf("%s from %v to %v", what, from, to)))
	}
	enabled := schedule.Enabled
	if in.Enabled != nil {
		enabled = *in.Enabled
		update.Schedule = &acronis.ReportUpdateSchedule{Enabled: enabled}
		change("enabled", schedule.Enabled, enabled)
	}
	if in.Recipients != nil {
		update.Recipients = words(in.Recipients) // an empty list removes all
		change("recipients", orNone(before.Recipients), orNone(update.Recipients))
	}
	if in.Kind != "" || in.Level != "" || in.ShowSKUs != nil || in.HideZeroUsage != nil {
		// What the API does with parameters that are left out is not documented, so all are sent.
		p := acronis.ReportUpdateParameters{Kind: had.Kind, Level: had.Level, ShowSKUs: &had.ShowSKUs, HideZeroUsage: &had.HideZeroUsage}
		if in.Kind != "" {
			p.Kind = string(in.Kind)
			change("kind", had.Kind, p.Kind)
		}
		if in.Level != "" {
			p.Level = string(in.Level)
			change("level", had.Level, p.Level)
		}
		if in.ShowSKUs != nil {
			p.ShowSKUs = in.ShowSKUs
			change("show_skus", had.ShowSKUs, *in.ShowSKUs)
		}
		if in.HideZeroUsage != nil {
			p.HideZeroUsage = in.HideZeroUsage
			change("hide_zero_usage", had.HideZeroUsage, *in.HideZeroUsage)
		}
		update.Parameters = &p
	}
	if len(changes) == 0 {
		return none, refused("There is nothing to change: give at least one of enabled, kind, level, recipients, show_skus and hide_zero_usage.")
	}
	if enabled {
		recipients := before.Recipients
		if update.Recipients != nil {
			recipients = update.Recipients
		}
		text := fmt.Sprintf("Change the monthly %s report about %s: %s? The report is made every month and mailed to the tenant's administrators and to these recipients: %s.",
			escape.Text(had.Kind), s.tenantName(ctx, had.TenantID), strings.Join(changes, "; "), orNone(recipients))
		if err := s.confirm(ctx, text, "Change the monthly report"); err != nil {
			return none, err
		}
	}
	if _, err := s.Client.UpdateReport(ctx, id, update); err != nil {
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

// orNone is a list in one line, none if it is empty.
func orNone(items []string) string {
	if len(items) == 0 {
		return "none"
	}
	return strings.Join(items, ", ")
}
