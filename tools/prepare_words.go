package tools

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
)

// explainAbsence says why a month can't have figures, if it can't.
func (m *monthJob) explainAbsence(search *figures.Search) {
	switch absence := search.Absence(m.requirements.Period); {
	case absence.CreatedAfter != "":
		m.Status, m.Problem = monthNoFigures, "The tenant was created on "+escape.Text(absence.CreatedAfter)+", after this month."
	case absence.DeletedBefore != "":
		m.Status, m.Problem = monthNoFigures, "The tenant was deleted on "+escape.Text(absence.DeletedBefore)+", before this month."
	}
}

// setStatus sets the status and the problem of a month from the status of its
// report.
func (m *monthJob) setStatus(status figures.Status) {
	m.Status, m.Problem = monthFailed, ""
	switch status {
	case figures.Ready:
		m.Status = monthReady
	case figures.InProgress:
		m.Status = monthInProgress
	case figures.Damaged:
		m.Status, m.Problem = monthDamaged, "Its file "+escape.Quote(m.found.Problem.Problem)+". Call again to make another one."
	case figures.TooEarly:
		m.Problem = "It was made before the month was over. Call again to make another one."
	case figures.Failed:
		m.Problem = "The vendor failed to make it. Call again to make another one. If that fails too, ask the vendor's support."
	case figures.Deleted:
		m.Problem = "The report has been deleted meanwhile. Call again."
	}
}

// whyReused says why no report had to be created.
func (p *preparation) whyReused(ctx context.Context, found figures.Reusable) string {
	text := "the tenant's own report"
	if found.About != "" {
		text = "a report about " + p.tenantName(ctx, found.Report.Params().TenantID) + ", above the tenant, covers it"
	}
	at, known := figures.MadeAt(found.Stored)
	switch {
	case found.Status == figures.InProgress:
		text += ", being made"
	case known:
		text += ", made " + at.Format("2006-01-02 15:04") + " UTC"
	}
	if found.Report.Params().HideZeroUsage {
		text += ", without rows of zero"
	}
	if found.Passed != nil {
		text += "; " + describePassed(found.Passed)
	}
	return text
}

// whyCreated says why no existing report could be used.
func (p *preparation) whyCreated(m *monthJob) string {
	var text string
	switch {
	case p.in.Fresh:
		text = "fresh, and no file is of the last hour"
	case m.found.Passed != nil:
		text = describePassed(m.found.Passed)
	default:
		text = "there was no report of this month"
		switch kind := p.search.Tenant.Kind; {
		case p.in.Level != "":
			text += " of level " + string(p.in.Level)
		case !acronis.IsCustomer(kind):
			text += " that lists each customer"
		}
		if p.in.SKUs {
			text += " with SKUs"
		}
	}
	if subject := p.search.Subject(); subject.ID != p.search.Tenant.ID {
		text += "; it is about " + quoteTenant(subject.Name, subject.ID) + ", above the deleted tenant"
	}
	return text
}

// describePassed says why reports of a month can't be used.
func describePassed(passed []figures.Candidate) string {
	var texts []string
	for _, c := range passed[:min(len(passed), maxDamaged)] {
		text := "report " + escape.Text(c.Report.ID)
		switch c.Status {
		case figures.Damaged:
			text += " is damaged: its file " + escape.Text(c.Problem.Problem)
		case figures.TooEarly:
			text += " was made before the month was over"
		default:
			text += " could not be made by the vendor"
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, "; ")
}

// whyNeedsWrite says what is missing, what the user can do, and which report
// can be used until then.
func (p *preparation) whyNeedsWrite(ctx context.Context, m *monthJob) string {
	text := "Not ready: " + p.whyCreated(m) +
		". This server was started with access read. The user can start it with --access write, or ACRONIS_ACCESS=write."
	if other, err := p.figures.FindSource(ctx, p.search.Tenant.ID, m.requirements.Period); err == nil {
		text += " Until then, summarize_usage, compare_usage and export_usage use another report, " + escape.Text(other.Report.ID) +
			", level " + escape.Text(other.Report.Params().Level) + "."
	}
	return text
}

// warningsOf returns what the user must know about a report before using it.
func (p *preparation) warningsOf(ctx context.Context, found figures.Reusable, period acronis.ReportPeriod) []string {
	var texts []string
	tenant := p.search.Tenant
	if found.MadeBeforeDue() {
		texts = append(texts, madeBeforeDueText(found.Source, tenant.ID))
	}
	switch name := quoteTenant(tenant.Name, tenant.ID); found.Rows {
	case figures.NoRows:
		texts = append(texts, noRowsText(found.Report.Params().HideZeroUsage))
	case figures.NoneOfIt:
		texts = append(texts, "The file has no rows of "+name+": it had no usage in this month, or was not below the report's tenant at that time.")
	}
	if day := acronis.Day(tenant.DeletedAt); day >= period.Start && day != "" {
		texts = append(texts, "The tenant was deleted on "+escape.Text(day)+".")
	}
	return texts
}

// hint returns the next call, depending on the worst status.
func (p *preparation) hint() string {
	again := callText("prepare_months", p.in)
	hints := map[string]string{
		monthDamaged:    "Some files can't be read: call " + again + " to make others.",
		monthFailed:     "problem says what failed. The months that are ready can be used.",
		monthNeedsWrite: "Reports are missing, and this server may not create them. The months that are ready, and the reports named in problem, can be used.",
		monthNotReady:   "The usage history is not complete yet. In an hour, call " + again + ".",
		monthInProgress: "Reports are being made, which usually takes one to two minutes. Call " + again + ".",
		monthNoFigures:  "Some months have no figures; problem says why.",
	}
	order := []string{monthNoFigures, monthInProgress, monthNotReady, monthNeedsWrite, monthFailed, monthDamaged}
	worst := slices.MaxFunc(p.months, func(a, b *monthJob) int {
		return cmp.Compare(slices.Index(order, a.Status), slices.Index(order, b.Status))
	})
	var texts []string
	if hint := hints[worst.Status]; hint != "" {
		texts = append(texts, hint)
	}
	if next := p.nextCall(); next != "" {
		texts = append(texts, next)
	}
	return strings.Join(texts, " ")
}

// nextCall says how to get the figures of the months that are ready.
func (p *preparation) nextCall() string {
	var ready []string
	for _, m := range p.months {
		if m.Status == monthReady {
			ready = append(ready, m.Month)
		}
	}
	if ready == nil {
		return ""
	}
	others := "compare_usage or export_usage"
	if p.priced() {
		others = "compare_usage, price_usage or export_usage"
	}
	return fmt.Sprintf("For the months that are ready, call %s, or %s with the same arguments.", callText("summarize_usage", struct {
		Tenant string   `json:"tenant,omitempty"`
		Months []string `json:"months"`
	}{p.in.Tenant, ready}), others)
}
