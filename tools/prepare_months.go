package tools

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
)

type prepareMonthsIn struct {
	Tenant         string      `json:"tenant,omitempty" jsonschema_description:"Name or UUID; default: your own tenant"`
	Months         []string    `json:"months" jsonschema:"format=month" jsonschema_description:"1 to 12 months, YYYY-MM"`
	Level          reportLevel `json:"level,omitempty" jsonschema_description:"Default all_customers"`
	TimeoutSeconds *int        `json:"timeout_seconds,omitempty" jsonschema_description:"0 to 600, default 45"`
}

type prepareMonthsOut struct {
	Months []preparedMonth `json:"months"`
	Hint   string          `json:"hint"`
}

type preparedMonth struct {
	Month    string `json:"month"`
	Status   string `json:"status" jsonschema_description:"ready, in_progress, not_ready, needs_write or failed"`
	ReportID string `json:"report_id,omitempty"`
	Origin   string `json:"origin,omitempty" jsonschema_description:"created or reused"`
	Problem  string `json:"problem,omitempty"`
}

// The states of a month, beside those of waiting.
const (
	monthReady      = "ready"
	monthInProgress = "in_progress"
	monthNotReady   = "not_ready"
	monthNeedsWrite = "needs_write"
	monthFailed     = "failed"
)

var prepareMonths = tool[prepareMonthsIn, prepareMonthsOut]{
	name:        "prepare_months",
	title:       "Prepare months",
	description: "First step to the figures of past months: finds usage reports that fit, creates missing ones, and waits. Then call summarize_usage, compare_usage or export_usage. The status in_progress is normal: call again.",
	changes:     true,
	limit:       func(in prepareMonthsIn) time.Duration { return waitTimeout(in.TimeoutSeconds) + callTimeout },
	run:         runPrepareMonths,
}

func runPrepareMonths(ctx context.Context, s *service, in prepareMonthsIn) (prepareMonthsOut, error) {
	if err := checkWaitTimeout(in.TimeoutSeconds); err != nil {
		return prepareMonthsOut{}, err
	}
	if len(in.Months) < 1 || len(in.Months) > 12 {
		return prepareMonthsOut{}, refused(fmt.Sprintf("months must be 1 to 12 months, not %d.", len(in.Months)))
	}
	tenant, err := s.tenants.Resolve(ctx, in.Tenant)
	if err != nil {
		return prepareMonthsOut{}, err
	}
	wanted := make([]createReportIn, len(in.Months))
	for i, month := range in.Months {
		if _, err := periodOf(month, "", ""); err != nil {
			return prepareMonthsOut{}, err
		}
		if slices.Contains(in.Months[:i], month) {
			return prepareMonthsOut{}, refused("months names " + month + " twice.")
		}
		wanted[i] = createReportIn{Tenant: tenant, Month: month, Level: in.Level, ShowSKUs: true}
	}
	deadline := time.Now().Add(waitTimeout(in.TimeoutSeconds))
	existing, err := s.figures.Reports(ctx, tenant)
	if err != nil {
		return prepareMonthsOut{}, err
	}
	out := prepareMonthsOut{Months: make([]preparedMonth, len(wanted))}
	for i := range wanted {
		if out.Months[i], err = prepareMonth(ctx, s, existing, wanted[i]); err != nil {
			return prepareMonthsOut{}, err
		}
	}
	if err := awaitMonths(ctx, s, out.Months, deadline); err != nil {
		return prepareMonthsOut{}, err
	}
	out.Hint = hintOf(out.Months)
	return out, nil
}

// prepareMonth finds the report of a month among those that exist, else creates it.
func prepareMonth(ctx context.Context, s *service, existing []*acronis.Report, wanted createReportIn) (preparedMonth, error) {
	month := preparedMonth{Month: wanted.Month}
	request, err := newReport(ctx, s, wanted)
	if err != nil {
		return month, err
	}
	id, status, err := s.figures.FindReport(ctx, existing, request)
	switch {
	case err != nil:
		return month, err
	case id != "":
		month.ReportID, month.Origin = id, "reused"
		month.setStatus(status)
		return month, nil
	case s.Access < acronis.Write:
		month.Status = monthNeedsWrite
		month.Problem = "No saved report fits, and this server was started with access read. The person may start it with --access write, or ACRONIS_ACCESS=write."
		if other, err := s.figures.FindSource(ctx, request.Parameters.TenantID, *request.Parameters.Period); err == nil {
			month.Problem += " Until then summarize_usage and the like answer from another report, " + escape.Text(other.Report.ID) +
				", level " + escape.Text(other.Report.Params().Level) + "."
		}
		return month, nil
	}
	return createMonth(ctx, s, month, request)
}

// createMonth creates the report of a month. What goes wrong concerns this month only.
func createMonth(ctx context.Context, s *service, month preparedMonth, request acronis.NewReport) (preparedMonth, error) {
	report, err := s.createReport(ctx, request)
	var e *acronis.Error
	switch {
	case err == nil:
		month.Status, month.ReportID, month.Origin = monthInProgress, report.ID, "created"
	case errors.As(err, &e) && e.Kind == acronis.NotReady:
		month.Status, month.Problem = monthNotReady, "The usage history of this month is not complete yet; the vendor completes it in the early morning. Try again in an hour. "+apiWords(e)
	case unknownFate(err) && ctx.Err() == nil:
		month.Status, month.Problem = monthFailed, s.explain(err)+" Call again: if the report was created all the same, it is found."
	case errors.As(err, &e):
		month.Status, month.Problem = monthFailed, s.explain(err)
	default:
		return month, err
	}
	return month, nil
}

// refreshStatus asks how far the report of a month is.
func refreshStatus(ctx context.Context, s *service, month *preparedMonth) error {
	p, err := periodOf(month.Month, "", "")
	if err != nil {
		return err
	}
	status, err := s.figures.Status(ctx, month.ReportID, p.End)
	if err != nil {
		return err
	}
	month.setStatus(status)
	return nil
}

// setStatus puts the status of a month's report into words.
func (m *preparedMonth) setStatus(status figures.Status) {
	m.Status = monthFailed
	switch status {
	case figures.Ready:
		m.Status = monthReady
	case figures.InProgress:
		m.Status = monthInProgress
	case figures.TooEarly:
		m.Problem = "It was made before the month was over. Call again to have it made anew."
	case figures.Failed:
		m.Problem = "The vendor failed to make it. Call again to have it made anew; if it fails again, ask the vendor's support."
	case figures.Deleted:
		m.Problem = "The report has been deleted meanwhile. Call again."
	}
}

// awaitMonths looks at what is in progress until nothing is, or time is up.
func awaitMonths(ctx context.Context, s *service, months []preparedMonth, deadline time.Time) error {
	begin := time.Now()
	reported := begin
	for {
		var open []int
		for i, m := range months {
			if m.Status == monthInProgress {
				open = append(open, i)
			}
		}
		if len(open) == 0 || !time.Now().Before(deadline) {
			return nil
		}
		if err := figures.WaitForNextPoll(ctx, deadline); err != nil {
			return err
		}
		if time.Since(reported) >= progressEvery {
			reported = time.Now()
			tell(ctx, time.Since(begin).Seconds(), deadline.Sub(begin).Seconds(), fmt.Sprintf("%d of %d months are being made", len(open), len(months)))
		}
		errs := figures.Each(len(open), func(i int) error { return refreshStatus(ctx, s, &months[open[i]]) })
		if err := errors.Join(errs...); err != nil {
			return err
		}
	}
}

// hintOf is the next step, by the worst that there is.
func hintOf(months []preparedMonth) string {
	hints := map[string]string{
		monthFailed:     "What failed says why. What is ready can be used.",
		monthNeedsWrite: "Reports are missing and may not be created. What is ready, or named in problem, can be used.",
		monthNotReady:   "The usage history is not complete yet: call again in an hour.",
		monthInProgress: "Being made, one to two minutes are usual: call again with the same arguments.",
		monthReady:      "Call summarize_usage, compare_usage or export_usage with report_id.",
	}
	order := []string{monthReady, monthInProgress, monthNotReady, monthNeedsWrite, monthFailed}
	worst := slices.MaxFunc(months, func(a, b preparedMonth) int {
		return cmp.Compare(slices.Index(order, a.Status), slices.Index(order, b.Status))
	})
	return hints[worst.Status]
}
