package tools

import (
	"cmp"
	"context"
	"errors"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/figures"
)

// maxDamaged is how many damaged reports of a month may exist before no more
// are created, because another one would be no better.
const maxDamaged = 2

// create creates the report of a month. A failure affects only this month.
func (m *monthJob) create(ctx context.Context, p *preparation) error {
	m.Why = p.whyCreated(m)
	switch {
	case m.damaged() >= maxDamaged && !p.in.Fresh:
		m.Status, m.Why = monthDamaged, ""
		m.Problem = describePassed(m.found.Passed) + ". No other was created: with fresh one is, but ask the vendor's support."
		return nil
	case p.Access < acronis.Write:
		m.Status, m.Why = monthNeedsWrite, ""
		m.Problem = p.whyNeedsWrite(ctx, m)
		return nil
	}
	report, err := p.createReport(ctx, p.request(m))
	var e *acronis.Error
	switch {
	case err == nil:
		m.Origin = "created"
		m.found.Candidate = figures.Candidate{Source: figures.Source{Report: report}, Status: figures.InProgress}
		if subject := p.search.Subject(); subject.ID != p.search.Tenant.ID {
			m.found.About = p.search.Tenant.ID
		}
		m.show(ctx, p)
		return nil
	case errors.As(err, &e) && e.Kind == acronis.NotReady:
		m.Status, m.Problem = monthNotReady, "The usage history of this month is not complete yet; the vendor completes it in the early morning. Try again in an hour. "+apiWords(e)
	case unknownFate(err) && ctx.Err() == nil:
		m.Status, m.Problem = monthFailed, p.explain(err)+" Call again: if the report was created all the same, it is found."
	case errors.As(err, &e):
		m.Status, m.Problem = monthFailed, p.explain(err)
	default:
		return err
	}
	m.Why = ""
	return nil
}

// damaged returns how many reports of a month are damaged.
func (m *monthJob) damaged() (n int) {
	for _, c := range m.found.Passed {
		if c.Status == figures.Damaged {
			n++
		}
	}
	return n
}

// request returns the report that a month needs: about the tenant, or the
// nearest tenant above it that isn't deleted. It has SKUs, so that later
// questions can use it too.
func (p *preparation) request(m *monthJob) acronis.NewReport {
	subject, level := p.search.Subject(), "all_customers"
	if subject.ID != p.search.Tenant.ID && p.search.Tenant.Kind == "unit" {
		level = "accounts"
	}
	period := m.requirements.Period
	return acronis.NewReport{
		Recipients: []string{}, ResultAction: "save",
		Parameters: acronis.NewReportParameters{
			TenantID: subject.ID, Level: cmp.Or(string(p.in.Level), level), Kind: "usage_summary",
			Formats: []string{figures.Format}, Period: &period, ShowSKUs: true,
		},
		Schedule: acronis.NewReportSchedule{Type: "once", Enabled: true},
	}
}

// read reads the report that was made for a month.
func (m *monthJob) read(ctx context.Context, p *preparation) (err error) {
	m.found.Rows, err = p.search.Read(ctx, m.found.Source)
	if broken := (*figures.FileError)(nil); errors.As(err, &broken) {
		m.found.Status, m.found.Problem = figures.Damaged, broken.Err
		return nil
	}
	return err
}
