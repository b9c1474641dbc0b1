package tools

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"acronis-reports-mcp/acronis"
)

type createReportIn struct {
	Tenant        string         `json:"tenant,omitempty" jsonschema_description:"Name or UUID; default: your own tenant"`
	Month         string         `json:"month,omitempty" jsonschema:"format=month" jsonschema_description:"YYYY-MM, or give start and end"`
	Start         string         `json:"start,omitempty" jsonschema:"format=date" jsonschema_description:"YYYY-MM-DD"`
	End           string         `json:"end,omitempty" jsonschema:"format=date" jsonschema_description:"YYYY-MM-DD, included"`
	Kind          reportKind     `json:"kind,omitempty" jsonschema_description:"Default usage_summary; usage_current has no period"`
	Level         reportLevel    `json:"level,omitempty" jsonschema_description:"Default all_customers"`
	Formats       []reportFormat `json:"formats,omitempty" jsonschema_description:"Default csv_v2_0"`
	ResultAction  resultAction   `json:"result_action,omitempty" jsonschema_description:"Default save; send mails the report and keeps no file"`
	Recipients    []uuid         `json:"recipients,omitempty" jsonschema_description:"UUIDs of users, for send"`
	Schedule      scheduleType   `json:"schedule,omitempty" jsonschema_description:"Default once"`
	ShowSKUs      bool           `json:"show_skus,omitempty"`
	HideZeroUsage bool           `json:"hide_zero_usage,omitempty"`
	DryRun        bool           `json:"dry_run,omitempty" jsonschema_description:"Show the request, send nothing"`
}

type createReportOut struct {
	Status  string             `json:"status" jsonschema_description:"created, dry_run or not_ready"`
	Report  *acronis.Report    `json:"report,omitempty" schema:"brief"`
	Request *acronis.NewReport `json:"request,omitempty" schema:"brief" jsonschema_description:"Body of the POST request"`
	Hint    string             `json:"hint"`
}

var createReport = tool[createReportIn, createReportOut]{
	name:        "create_report",
	title:       "Create report",
	description: "Create a usage report of any kind; then call wait_for_report. For the figures of whole months call prepare_months instead. The user must confirm reports that are mailed or made every month.",
	access:      acronis.Write,
	run:         runCreateReport,
}

func runCreateReport(ctx context.Context, s *service, in createReportIn) (createReportOut, error) {
	request, err := newReport(ctx, s, in)
	if err != nil {
		return createReportOut{}, err
	}
	if in.DryRun {
		return createReportOut{Status: "dry_run", Request: &request, Hint: "Nothing was sent. Call again without dry_run to create the report."}, nil
	}
	if request.ResultAction == "send" || len(request.Recipients) > 0 || request.Schedule.Type == "monthly" {
		if err := s.confirm(ctx, question{text: describeNew(ctx, s, request), agree: agreeToNew(request)}); err != nil {
			return createReportOut{}, err
		}
	}
	report, err := s.createReport(ctx, request)
	var e *acronis.Error
	switch {
	case err == nil:
	case errors.As(err, &e) && e.Kind == acronis.NotReady:
		return createReportOut{Status: "not_ready", Hint: "No report was created, because the usage history of this period is not complete yet. This is normal: " +
			"the vendor completes it in the early morning. Try again in an hour. " + apiWords(e)}, nil
	case unknownFate(err):
		return createReportOut{}, refused(s.explain(err) + " It is unknown whether the report was created: look with list_reports for one of this kind and period before you create it again.")
	default:
		return createReportOut{}, err
	}
	out := createReportOut{Status: "created", Report: report, Hint: "Call wait_for_report with its id. It usually takes one to two minutes."}
	switch {
	case request.Schedule.Type == "monthly":
		out.Hint = "A report is made on the first day of each month and mailed to the tenant's administrators, until update_report disables it."
	case request.ResultAction == "send":
		out.Hint = "The report is mailed. No file is kept for download."
	}
	return out, nil
}

// unknownFate reports whether a request that changes something may have been
// carried out although it failed.
func unknownFate(err error) bool {
	var e *acronis.Error
	if !errors.As(err, &e) {
		return errors.Is(err, context.Canceled)
	}
	if acronis.Unsent(err) {
		return false
	}
	return e.Method != "GET" && e.Path != "/api/2/idp/token" && (e.Kind == acronis.Malformed && e.Location == "" ||
		e.Kind == acronis.Unavailable && e.Status != 503)
}

// newReport returns the report to create, with defaults. It refuses arguments
// that the vendor would refuse.
func newReport(ctx context.Context, s *service, in createReportIn) (acronis.NewReport, error) {
	none := acronis.NewReport{}
	kind := cmp.Or(string(in.Kind), "usage_summary")
	monthly := in.Schedule == "monthly"
	sends := in.ResultAction == "send"

	formats, err := formatsOf(in, monthly, sends)
	if err != nil {
		return none, err
	}
	var span *acronis.ReportPeriod
	if in.Month != "" || in.Start != "" || in.End != "" {
		p, err := periodOf(in.Month, in.Start, in.End)
		if err != nil {
			return none, err
		}
		span = &p
	} else if kind != "usage_current" && !monthly {
		return none, refused("The period is missing: give month, such as 2026-10, or start and end.")
	}
	tenant, err := s.tenants.Resolve(ctx, in.Tenant)
	if err != nil {
		return none, err
	}
	return acronis.NewReport{
		Recipients:   words(in.Recipients),
		ResultAction: cmp.Or(string(in.ResultAction), "save"),
		Parameters: acronis.NewReportParameters{
			TenantID: tenant, Level: cmp.Or(string(in.Level), "all_customers"), Kind: kind,
			Formats: formats, Period: span, HideZeroUsage: in.HideZeroUsage, ShowSKUs: in.ShowSKUs,
		},
		Schedule: acronis.NewReportSchedule{Type: cmp.Or(string(in.Schedule), "once"), Enabled: true},
	}, nil
}

// formatsOf returns the formats of a new report, and refuses those that its
// other settings don't allow.
func formatsOf(in createReportIn, monthly, sends bool) ([]string, error) {
	formats := []string{"csv_v2_0"}
	if monthly || sends {
		formats = []string{"csv"}
	}
	if len(in.Formats) > 0 {
		formats = words(in.Formats)
	}
	if err := checkRecipients(in.Recipients); err != nil {
		return nil, err
	}
	switch {
	case sends && len(in.Recipients) == 0:
		return nil, refused("result_action send needs recipients: the UUIDs of the users who get the mail.")
	case monthly && slices.ContainsFunc(formats, func(f string) bool { return f != "csv" && f != "html" }):
		return nil, refused("The vendor makes monthly reports only as csv and html, not as " + strings.Join(formats, ", ") + ".")
	}
	return formats, nil
}

// describeNew returns the question about a report that is mailed or made every
// month.
func describeNew(ctx context.Context, s *service, r acronis.NewReport) string {
	p := r.Parameters
	text := fmt.Sprintf("Create a %s report about %s (level %s, as %s)", p.Kind, s.subject(ctx, p.TenantID), p.Level, strings.Join(p.Formats, " and "))
	if p.Period != nil {
		text += fmt.Sprintf(" for %s to %s", p.Period.Start, p.Period.End)
	}
	users := s.userNames(ctx, r.Recipients)
	switch {
	case r.Schedule.Type == "monthly":
		return text + ", every month until it is disabled, mailed to " + monthlyReaders(r.Recipients, users) + "?"
	case len(r.Recipients) > 0:
		text += ", mailed to the users " + listUsers(r.Recipients, users)
	}
	return text + "?"
}

// agreeToNew returns the choice that confirms a new report.
func agreeToNew(r acronis.NewReport) string {
	text := "Create the report"
	if r.Schedule.Type == "monthly" {
		text = "Create the monthly report"
	}
	if r.ResultAction == "send" {
		text += " and mail it"
	}
	return text
}

// words converts typed strings to plain ones, and never returns nil.
func words[S ~string](named []S) []string {
	plain := make([]string, len(named))
	for i, n := range named {
		plain[i] = string(n)
	}
	return plain
}
