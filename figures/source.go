package figures

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"acronis-reports-mcp/acronis"
)

// A Source is a stored report that figures are read from.
type Source struct {
	Report  *acronis.Report
	Stored  acronis.StoredReport
	About   string // id of the tenant asked for, if the report is about one above it
	ByMonth bool   // it was looked for, not asked for by its id
}

// Tenant is the id of the tenant asked for: the report's, unless that is above it.
func (s Source) Tenant() string { return cmp.Or(s.About, s.Report.Params().TenantID) }

// MadeBeforeDue reports whether the file was made before the usage of the last
// day of its period had to be complete; see [HistoryDue].
func (s Source) MadeBeforeDue() bool { return madeBeforeDue(s.Report.Params().Period.End, s.Stored) }

// SourceOf returns the newest saved file of a report. A report that none can be
// read from is a [*SourceError].
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

// newest is the last saved file with figures; without one, what became of the last.
func newest(stored []acronis.StoredReport) (file acronis.StoredReport, status string) {
	for _, f := range stored {
		if f.ReportFormat == Format && (f.Status == acronis.StoredSaved || status != acronis.StoredSaved) {
			file, status = f, f.Status
		}
	}
	return file, status
}

// FindSource finds the figures of a tenant's month, or of another period: in a
// report about the tenant itself, else in one about a tenant above it that
// has customers one by one. Of equal reports it is the newest. It creates
// nothing: without such a report the error is a [*MissingError].
func (e *Engine) FindSource(ctx context.Context, tenant string, period acronis.ReportPeriod) (Source, error) {
	return e.findSource(ctx, tenant, period, nil)
}

// findSource is [Engine.FindSource] among reports that are comparable to another.
func (e *Engine) findSource(ctx context.Context, tenant string, period acronis.ReportPeriod, other *acronis.Report) (Source, error) {
	search, err := e.NewSearch(ctx, tenant)
	if err != nil {
		return Source{}, err
	}
	var early *Candidate
	missing := &MissingError{TenantID: tenant, Period: period}
	for c, err := range search.candidates(ctx, anyReport(period, other)) {
		switch {
		case err != nil:
			return Source{}, err
		case c.Status == Ready && !c.MadeBeforeDue():
			return c.Source, nil
		case c.Status == Ready && early == nil:
			early = &c
		case missing.Unusable == nil:
			missing.Unusable, missing.Status = c.Report, c.Status
		}
	}
	if early != nil {
		return early.Source, nil
	}
	return Source{}, missing
}

// FindSources finds two sources that can be compared, as far as there are such.
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
