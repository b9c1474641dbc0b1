package tools

import (
	"context"

	"acronis-reports-mcp/figures"
)

// A monthJob is one month of a preparation.
type monthJob struct {
	preparedMonth
	requirements figures.Requirements
	found        figures.Reusable
}

// find looks for an existing report of a month.
func (m *monthJob) find(ctx context.Context, p *preparation) (err error) {
	if m.found, err = p.search.FindReusable(ctx, m.requirements); err != nil || m.found.Report == nil {
		return err
	}
	m.Origin, m.Why = "reused", p.whyReused(ctx, m.found)
	m.show(ctx, p)
	return nil
}

// show describes the report of a month and its status.
func (m *monthJob) show(ctx context.Context, p *preparation) {
	params := m.found.Report.Params()
	m.ReportID, m.Level, m.SKUs = m.found.Report.ID, params.Level, params.ShowSKUs
	m.setStatus(m.found.Status)
	if m.Status == monthReady {
		m.Warnings = p.warningsOf(ctx, m.found, *params.Period)
	}
}

// refresh gets the status of a month's report, and reads the report when it is
// ready.
func (m *monthJob) refresh(ctx context.Context, p *preparation) (err error) {
	if m.found.Candidate, err = p.search.Refresh(ctx, m.found.Candidate); err != nil {
		return err
	}
	if m.found.Status == figures.Ready {
		if err := m.read(ctx, p); err != nil {
			return err
		}
	}
	m.show(ctx, p)
	return nil
}
