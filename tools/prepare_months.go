package tools

import (
	"context"
	"fmt"
	"slices"
	"time"

	"acronis-reports-mcp/figures"
)

type prepareMonthsIn struct {
	Tenant         string      `json:"tenant,omitempty" jsonschema_description:"Name or UUID; default: your own tenant"`
	Months         []string    `json:"months" jsonschema:"format=month" jsonschema_description:"1 to 24 months, YYYY-MM"`
	Level          reportLevel `json:"level,omitempty" jsonschema_description:"Default: any that lists each customer"`
	SKUs           bool        `json:"skus,omitempty" jsonschema_description:"Only reports with SKUs"`
	Fresh          bool        `json:"fresh,omitempty" jsonschema_description:"Only reports of the last hour"`
	TimeoutSeconds *int        `json:"timeout_seconds,omitempty" jsonschema_description:"0 to 600, default 45"`
}

type prepareMonthsOut struct {
	Months []preparedMonth `json:"months"`
	Hint   string          `json:"hint" jsonschema_description:"The next call"`
}

type preparedMonth struct {
	Month    string   `json:"month"`
	Status   string   `json:"status" jsonschema_description:"ready, in_progress, not_ready, needs_write, no_figures, damaged or failed"`
	ReportID string   `json:"report_id,omitempty"`
	Level    string   `json:"level,omitempty"`
	SKUs     bool     `json:"skus,omitempty"`
	Origin   string   `json:"origin,omitempty" jsonschema_description:"created or reused"`
	Why      string   `json:"why,omitempty"`
	Problem  string   `json:"problem,omitempty"`
	Warnings []string `json:"warnings,omitempty"`
}

// The states of a month.
const (
	monthReady      = "ready"
	monthInProgress = "in_progress"
	monthNotReady   = "not_ready"
	monthNeedsWrite = "needs_write"
	monthNoFigures  = "no_figures"
	monthDamaged    = "damaged"
	monthFailed     = "failed"
)

// maxMonths is how many months one call may have.
const maxMonths = 24

var prepareMonths = tool[prepareMonthsIn, prepareMonthsOut]{
	name:        "prepare_months",
	title:       "Prepare months",
	description: "First step to figures of past months: finds or creates usage reports and waits for them. Then call summarize_usage, compare_usage or export_usage. The status in_progress is normal: call again.",
	changes:     true,
	limit:       func(in prepareMonthsIn) time.Duration { return waitTimeout(in.TimeoutSeconds) + callTimeout },
	run:         runPrepareMonths,
}

// A preparation is one call of prepare_months.
type preparation struct {
	*service
	in     prepareMonthsIn
	search *figures.Search
	months []*monthJob
}

func runPrepareMonths(ctx context.Context, s *service, in prepareMonthsIn) (prepareMonthsOut, error) {
	p, err := newPreparation(ctx, s, in)
	if err != nil {
		return prepareMonthsOut{}, err
	}
	deadline := time.Now().Add(waitTimeout(in.TimeoutSeconds))
	for _, step := range []func(context.Context) error{
		p.find, p.create, func(ctx context.Context) error { return p.await(ctx, deadline) },
	} {
		if err := step(ctx); err != nil {
			return prepareMonthsOut{}, err
		}
	}
	out := prepareMonthsOut{Months: make([]preparedMonth, len(p.months)), Hint: p.hint()}
	for i, m := range p.months {
		out.Months[i] = m.preparedMonth
	}
	return out, nil
}

// newPreparation checks the arguments and returns the preparation.
func newPreparation(ctx context.Context, s *service, in prepareMonthsIn) (*preparation, error) {
	if err := checkWaitTimeout(in.TimeoutSeconds); err != nil {
		return nil, err
	}
	if len(in.Months) < 1 || len(in.Months) > maxMonths {
		return nil, refused(fmt.Sprintf("months must be 1 to %d months, not %d.", maxMonths, len(in.Months)))
	}
	p := &preparation{service: s, in: in}
	for i, month := range in.Months {
		period, err := periodOf(month, "", "")
		if err != nil {
			return nil, err
		}
		if slices.Contains(in.Months[:i], month) {
			return nil, refused("months has " + month + " twice.")
		}
		p.months = append(p.months, &monthJob{
			preparedMonth: preparedMonth{Month: month},
			requirements:  figures.Requirements{Period: period, Level: string(in.Level), SKUs: in.SKUs, Fresh: in.Fresh},
		})
	}
	tenant, err := s.tenants.Resolve(ctx, in.Tenant)
	if err != nil {
		return nil, err
	}
	p.search, err = s.figures.NewSearch(ctx, tenant)
	return p, err
}

// find looks for existing reports, and reads those that are ready.
func (p *preparation) find(ctx context.Context) error {
	for _, m := range p.months {
		m.explainAbsence(p.search)
	}
	return p.each(ctx, "", func(ctx context.Context, m *monthJob) error { return m.find(ctx, p) })
}

// each runs do in parallel for all months with a status. A month whose file
// takes longer to read than there is time stays in progress.
func (p *preparation) each(ctx context.Context, status string, do func(context.Context, *monthJob) error) error {
	var some []*monthJob
	for _, m := range p.months {
		if m.Status == status {
			some = append(some, m)
		}
	}
	reading, cancel := ctx, func() {}
	if deadline, ok := ctx.Deadline(); ok {
		reading, cancel = context.WithDeadline(ctx, deadline.Add(-readingMargin))
	}
	defer cancel()
	for i, err := range figures.Each(len(some), func(i int) error { return do(reading, some[i]) }) {
		switch {
		case err == nil:
		case reading.Err() != nil && ctx.Err() == nil:
			some[i].Status, some[i].Problem = monthInProgress, "There was not enough time to read its file: call again with a longer timeout_seconds."
		default:
			return err
		}
	}
	return nil
}

// readingMargin is how long before the end of a call the reading of files
// stops.
const readingMargin = 5 * time.Second

// create creates the missing reports, one call at a time. Because another call
// may have created them in the meantime, it looks for them again.
func (p *preparation) create(ctx context.Context) (err error) {
	missing := func() bool { return slices.ContainsFunc(p.months, func(m *monthJob) bool { return m.Status == "" }) }
	if !missing() {
		return nil
	}
	select {
	case p.creating <- struct{}{}:
		defer func() { <-p.creating }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if p.search, err = p.figures.NewSearch(ctx, p.search.Tenant.ID); err != nil {
		return err
	}
	if err := p.each(ctx, "", func(ctx context.Context, m *monthJob) error { return m.find(ctx, p) }); err != nil {
		return err
	}
	for _, m := range p.months {
		if m.Status != "" {
			continue
		}
		if err := m.create(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// await waits until no report is in progress, or the time is over.
func (p *preparation) await(ctx context.Context, deadline time.Time) error {
	begin := time.Now()
	reported := begin
	for {
		open := 0
		for _, m := range p.months {
			if m.Status == monthInProgress && m.Problem == "" {
				open++
			}
		}
		if open == 0 || !time.Now().Before(deadline) {
			return nil
		}
		if err := figures.WaitForNextPoll(ctx, deadline); err != nil {
			return err
		}
		if time.Since(reported) >= progressEvery {
			reported = time.Now()
			sendProgress(ctx, time.Since(begin).Seconds(), deadline.Sub(begin).Seconds(), fmt.Sprintf("%d of %d months are being made", open, len(p.months)))
		}
		if err := p.each(ctx, monthInProgress, func(ctx context.Context, m *monthJob) error { return m.refresh(ctx, p) }); err != nil {
			return err
		}
	}
}
