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

// ListsCustomers reports whether the file has the rows of each customer of a
// partner.
func (s Source) ListsCustomers() bool { return listsCustomers(s.Report.Params().Level) }

// MadeBeforeDue reports whether the file was made before the usage of the last
// day of its period had to be complete; see [HistoryDue].
func (s Source) MadeBeforeDue() bool { return madeBeforeDue(s.Report.Params().Period.End, s.Stored) }

// MadeEarly reports whether the file was made before its period was over.
func (s Source) MadeEarly() bool { return madeBeforePeriodEnd(s.Report.Params().Period.End, s.Stored) }

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

// FindSourceWithSKUs is [Engine.FindSource], but prefers reports with SKUs, even
// if they are about a tenant above.
func (e *Engine) FindSourceWithSKUs(ctx context.Context, tenant string, period acronis.ReportPeriod) (Source, error) {
	source, err := e.findWithSKUs(ctx, tenant, period, nil)
	if errors.As(err, new(*MissingError)) {
		return e.FindSource(ctx, tenant, period)
	}
	return source, err
}

// findSource is [Engine.FindSource], limited to reports that can be compared
// with another.
func (e *Engine) findSource(ctx context.Context, tenant string, period acronis.ReportPeriod, other *acronis.Report) (Source, error) {
	search, err := e.NewSearch(ctx, tenant)
	if err != nil {
		return Source{}, err
	}
	return search.source(ctx, anyReport(period, other))
}

// findWithSKUs is findSource, limited to reports with SKUs.
func (e *Engine) findWithSKUs(ctx context.Context, tenant string, period acronis.ReportPeriod, other *acronis.Report) (Source, error) {
	search, err := e.NewSearch(ctx, tenant)
	if err != nil {
		return Source{}, err
	}
	w := anyReport(period, other)
	w.fits = func(r *acronis.Report) bool {
		return r.Params().ShowSKUs && (other == nil || comparable(other, r) == nil)
	}
	return search.source(ctx, w)
}

// source returns the best report that is ready.
func (s *Search) source(ctx context.Context, w wanted) (Source, error) {
	var early *Candidate
	var damaged *acronis.Report
	missing := &MissingError{TenantID: s.Tenant.ID, Period: w.period}
	for c, err := range s.candidates(ctx, w) {
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
	return e.findSources(ctx, tenant, earlier, later, e.findSource)
}

// FindSourcesWithSKUs is [Engine.FindSources], but prefers reports with SKUs if
// they can be compared.
func (e *Engine) FindSourcesWithSKUs(ctx context.Context, tenant string, earlier, later acronis.ReportPeriod) (before, after Source, err error) {
	before, after, err = e.findSources(ctx, tenant, earlier, later, e.findWithSKUs)
	if errors.As(err, new(*MissingError)) || err == nil && comparable(before.Report, after.Report) != nil {
		return e.FindSources(ctx, tenant, earlier, later)
	}
	return before, after, err
}

// findSources is [Engine.FindSources], given a function that finds one.
func (e *Engine) findSources(ctx context.Context, tenant string, earlier, later acronis.ReportPeriod,
	find func(context.Context, string, acronis.ReportPeriod, *acronis.Report) (Source, error)) (before, after Source, err error) {
	missing := new(*MissingError)
	if after, err = find(ctx, tenant, later, nil); err != nil {
		return before, after, err
	}
	if before, err = find(ctx, tenant, earlier, after.Report); !errors.As(err, missing) {
		return before, after, err
	}
	if before, err = find(ctx, tenant, earlier, nil); err != nil {
		return before, after, err
	}
	if other, err := find(ctx, tenant, later, before.Report); err == nil {
		after = other
	}
	return before, after, nil
}
