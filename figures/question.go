package figures

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/usage"
)

// A Question is what can be asked of the figures in a report.
type Question struct {
	By      []usage.Key // what to keep apart beside the usage; nil means offering item and infra
	Measure string      // "" means [Billed]
	Scope   string      // production, trial or total; "" means production

	// Customers are ids, names, internal tags, or patterns of either; nil leaves all.
	Customers []string

	// Strict refuses filters of which an entry matches nothing.
	Strict bool

	// Usages are usage names, offering items, labels of either, or patterns of
	// all of these; nil leaves all.
	Usages []string
}

// Ask puts a question to a source. What the file can't answer is
// [usage.ErrNoDay], [usage.ErrTooMuch], a [*NoSKUError], a [*MeasureError], a
// [*MixedUnitError] or a [*FileError]; customers that can't be selected are a
// [*CustomerError].
func (e *Engine) Ask(ctx context.Context, from Source, q Question) (*Answer, error) {
	q.Measure, q.Scope = cmp.Or(q.Measure, Billed), cmp.Or(q.Scope, "production")
	if q.By == nil {
		q.By = []usage.Key{usage.ByOfferingItem, usage.ByInfra}
	}
	if slices.ContainsFunc(q.Usages, func(entry string) bool { return strings.TrimSpace(entry) == "" }) {
		return nil, &UsageError{}
	}
	criteria, err := newCriteria(ctx, e.Tenants, from, q.Customers, q.Strict)
	if err != nil {
		return nil, err
	}
	catalogue, err := e.catalogueCache.get(ctx, e.Client, criteria.Subject)
	if err != nil {
		return nil, err
	}
	file, err := e.open(ctx, from.Report.ID, from.Stored)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	selection, summary, err := e.sum(ctx, file, criteria, usage.Query{
		Kind: from.Report.Params().Kind, By: q.By, OverDays: overDays(q.Measure), UsageOf: catalogue.UsageOf,
		Wants: catalogue.filter(q.Usages),
	})
	if errors.Is(err, usage.ErrNoSKU) {
		return nil, &NoSKUError{from.Report.Params().ShowSKUs}
	}
	if err != nil {
		return nil, withReport(from.Report, e.explainFileError(from.Report.ID, from.Stored.ID, file.SHA256, err))
	}
	if err := checkMeasure(q.Measure, from.Report.Params().Kind, summary); err != nil {
		return nil, err
	}
	if err := catalogue.mixedUnit(summary.Totals); err != nil {
		return nil, err
	}
	a := newAnswer(from, q, summary, file.SHA256, selection, catalogue)
	a.Matched, a.UnmatchedUsages = catalogue.matchUsages(q.Usages, summary.Items)
	a.Matched = slices.Concat(criteria.Matched, a.Matched)
	a.dropNothing()
	if a.names, err = e.names(ctx, criteria, q.By, summary); err != nil {
		return nil, err
	}
	if a.others, err = e.otherReports(ctx, a); err != nil {
		return nil, err
	}
	return a, e.checks(ctx, a, file, criteria)
}

// sum decides whose rows of a file count, and adds them up.
func (e *Engine) sum(ctx context.Context, file *store.File, c Criteria, q usage.Query) (*Selection, *usage.Summary, error) {
	var rows []usage.Tenant
	if c.byRows() {
		var err error
		if rows, err = e.rowTenants.get(ctx, file); err != nil {
			return nil, nil, err
		}
	}
	selection := newSelection(c, rows)
	q.RoleOf = selection.Role
	summary, err := usage.Summarize(ctx, file, q)
	return selection, summary, err
}

// open opens a stored report, downloading it if that hasn't been done.
func (e *Engine) open(ctx context.Context, reportID string, stored acronis.StoredReport) (*store.File, error) {
	return e.Files.Open(ctx, e.Client, reportID, stored, func(here, size int64) {
		e.progress(ctx, Progress{Downloading, here, size})
	})
}

// ReadAll returns a stored report of any format, unpacked. One of more than
// limit bytes is [usage.ErrTooLarge], one that can't be read a [*FileError].
func (e *Engine) ReadAll(ctx context.Context, reportID string, stored acronis.StoredReport, limit int64) ([]byte, error) {
	file, err := e.open(ctx, reportID, stored)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	whole, err := usage.ReadAll(ctx, file, limit)
	return whole, e.explainFileError(reportID, stored.ID, file.SHA256, err)
}
