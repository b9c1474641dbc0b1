package figures

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"acronis-reports-mcp/acronis"
)

// A Source is a stored report from which figures are read.
type Source struct {
	Report  *acronis.Report
	Stored  acronis.StoredReport
	About   string // id of the tenant of the question, if the report is about one above it
	ByMonth bool   // it was found by month, not given by its id

	// Damaged is a report that would have been used, if its file could be read.
	Damaged *acronis.Report
}

// Tenant returns the id of the tenant of the question: About, or else the
// report's tenant.
func (s Source) Tenant() string { return cmp.Or(s.About, s.Report.Params().TenantID) }

// MadeBeforeDue reports whether the file was made before the usage of the last
// day of its period had to be complete; see [HistoryDue].
func (s Source) MadeBeforeDue() bool { return madeBeforeDue(s.Report.Params().Period.End, s.Stored) }

// SourceOf returns the newest saved file of a report. If the report has no file
// with figures, the error is a [*SourceError].
func (e *Engine) SourceOf(ctx context.Context, reportID string) (Source, error) {
	report, err := e.Report(ctx, reportID)
	if err != nil {
		return Source{}, err
	}
	if report.ResultAction == "send" {
		return Source{}, &SourceError{Mailed, report}
	}
	stored, err := e.Client.GetStoredReports(ctx, reportID)
	if err != nil {
		return Source{}, err
	}
	if formats := report.Params().Formats; len(formats) > 0 && !slices.Contains(formats, Format) {
		return Source{}, &SourceError{OtherFormats, report}
	}
	file, status := newest(stored)
	switch status {
	case acronis.StoredSaved:
		return Source{Report: report, Stored: file}, nil
	case acronis.StoredFailed:
		return Source{}, &SourceError{NotMade, report}
	}
	return Source{}, &SourceError{NotSaved, report}
}

// newest returns the last saved file with figures, or else the reason why there
// is none.
func newest(stored []acronis.StoredReport) (file acronis.StoredReport, status string) {
	for _, f := range stored {
		if f.ReportFormat == Format && (f.Status == acronis.StoredSaved || status != acronis.StoredSaved) {
			file, status = f, f.Status
		}
	}
	return file, status
}

// FindSource finds a report with the figures of a tenant for a month or another
// period: one about the tenant itself, or else one about a tenant above it that
// lists each customer. Of equal reports it returns the newest. It creates no
// report; if there is none, the error is a [*MissingError].
func (e *Engine) FindSource(ctx context.Context, tenant string, period acronis.ReportPeriod) (Source, error) {
	return e.findSource(ctx, tenant, period, nil)
}

// findSource is [Engine.FindSource], limited to reports that can be compared
// with another.
func (e *Engine) findSource(ctx context.Context, tenant string, period acronis.ReportPeriod, other *acronis.Report) (Source, error) {
	search, err := e.NewSearch(ctx, tenant)
	if err != nil {
		return Source{}, err
	}
	var early *Candidate
	var damaged *acronis.Report
	missing := &MissingError{TenantID: tenant, Period: period}
	for c, err := range search.candidates(ctx, anyReport(period, other)) {
		switch {
		case err != nil:
			return Source{}, err
		case c.Status == Ready && !c.MadeBeforeDue():
			c.Damaged = damaged
			return c.Source, nil
		case c.Status == Ready && early == nil:
			early = &c
		case c.Status == Damaged && damaged == nil:
			damaged = c.Report
			fallthrough
		case missing.Unusable == nil:
			missing.Unusable, missing.Status = c.Report, c.Status
		}
	}
	if early != nil {
		early.Damaged = damaged
		return early.Source, nil
	}
	return Source{}, missing
}

// FindSources finds two sources, if possible ones that can be compared.
func (e *Engine) FindSources(ctx context.Context, tenant string, earlier, later acronis.ReportPeriod) (before, after Source, err error) {
	missing := new(*MissingError)
	if after, err = e.findSource(ctx, tenant, later, nil); err != nil {
		return before, after, err
	}
	if before, err = e.findSource(ctx, tenant, earlier, after.Report); !errors.As(err, missing) {
		return before, after, err
	}
	if before, err = e.findSource(ctx, tenant, earlier, nil); err != nil {
		return before, after, err
	}
	if other, err := e.findSource(ctx, tenant, later, before.Report); err == nil {
		after = other
	}
	return before, after, nil
}
