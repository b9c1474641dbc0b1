package figures

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/figures/tenants"
)

// A Source is a stored report that figures are read from.
type Source struct {
	Report  *acronis.Report
	Stored  acronis.StoredReport
	About   string // id of the tenant asked for, if the report is about one above it
	ByMonth bool   // it was looked for, not asked for by its id
}

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

// madeBeforePeriodEnd reports whether a file was made before the last day of its
// period was over, so that figures are missing.
func madeBeforePeriodEnd(end string, f acronis.StoredReport) bool {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05"} {
		if made, err := time.Parse(layout, f.CreatedAt); err == nil {
			return made.UTC().Format(time.DateOnly) <= end
		}
	}
	return false
}

// FindSource finds the figures of a tenant's month, or of another period: in a
// report about the tenant itself, else in one about a tenant above it that
// has customers one by one. It creates nothing: without such a report the error
// is a [*MissingError].
func (e *Engine) FindSource(ctx context.Context, tenant string, period acronis.ReportPeriod) (Source, error) {
	return e.findSource(ctx, tenant, period, nil)
}

// findSource is [Engine.FindSource] among reports that are comparable to another.
func (e *Engine) findSource(ctx context.Context, tenant string, period acronis.ReportPeriod, other *acronis.Report) (Source, error) {
	tree, _, err := e.Tenants.TreeIfReadable(ctx)
	if err != nil {
		return Source{}, err
	}
	own, _ := tree.Find(tenant)
	missing := &MissingError{Period: period}
	for i, subject := range lineage(tree, tenant) {
		reports, err := e.Reports(ctx, subject)
		if i > 0 && tenants.OutOfSight(err) {
			break
		}
		if err != nil {
			return Source{}, err
		}
		for _, r := range bestFirst(reports, period, levelsFor(own.Kind, i > 0)) {
			if other != nil && comparable(other, r) != nil {
				continue
			}
			found, err := e.SourceOf(ctx, r.ID)
			switch unusable := (*SourceError)(nil); {
			case errors.As(err, &unusable):
				missing.ReportID = cmp.Or(missing.ReportID, r.ID)
			case err != nil:
				return Source{}, err
			case !madeBeforePeriodEnd(period.End, found.Stored):
				found.ByMonth = true
				if i > 0 {
					found.About = tenant
				}
				return found, nil
			}
		}
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

// lineage is a tenant and those above it in the tree, nearest first.
func lineage(tree *tenants.Tree, tenant string) []string {
	line := []string{tenant}
	for above := range tree.Ancestors(tenant) {
		if _, known := tree.Find(above); !known {
			break
		}
		line = append(line, above)
	}
	return line
}

// levelsFor are the levels of reports that have a tenant's figures, those with
// most first; fromAbove means reports about a tenant above it.
func levelsFor(kind string, fromAbove bool) []string {
	switch {
	case !fromAbove:
		return []string{"all_customers", "accounts", "direct_partners", "itself", "all_partners"}
	case kind == "unit":
		return []string{"accounts"}
	}
	return []string{"all_customers", "accounts"}
}

// bestFirst are the reports of some levels that may have figures of a whole
// period, in the order of the levels.
func bestFirst(reports []*acronis.Report, period acronis.ReportPeriod, levels []string) []*acronis.Report {
	var found []*acronis.Report
	for _, r := range reports {
		p := r.Params()
		if p.Kind == "usage_summary" && *p.Period == period && keepsFigures(r) && slices.Contains(levels, p.Level) {
			found = append(found, r)
		}
	}
	slices.SortStableFunc(found, func(a, b *acronis.Report) int {
		p, q := a.Params(), b.Params()
		return cmp.Or(cmp.Compare(slices.Index(levels, p.Level), slices.Index(levels, q.Level)),
			number(q.ShowSKUs)-number(p.ShowSKUs), number(p.HideZeroUsage)-number(q.HideZeroUsage))
	})
	return found
}

// keepsFigures reports whether a report is made once, into a file that figures
// can be read from.
func keepsFigures(r *acronis.Report) bool {
	return r.ResultAction == "save" && r.Schedules().Type == "once" && slices.Contains(r.Params().Formats, Format)
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}
