package figures

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/memory"
	"acronis-reports-mcp/usage"
)

// A Question says which figures of a report are wanted.
type Question struct {
	By      []usage.Key // keys to group by, in addition to the usage; nil means offering item and infra
	Measure string      // "" means [Billed]
	Scope   string      // production, trial or total; "" means production

	// Customers are ids, names, internal tags, or patterns of names and tags;
	// nil means all.
	Customers []string

	// AllTenants reads all tenants, so that the warnings cover each of them. Without
	// it, if there are many and the sums don't depend on them, only those given to
	// [Engine.LookUp] are read.
	AllTenants bool

	// Strict makes an entry of a filter that matches nothing an error.
	Strict bool

	// Usages are usage names, offering items, their labels, or patterns of all
	// of these; nil means all.
	Usages []string

	// Texts keeps what the answers to one question have in common; nil is for a
	// single answer.
	Texts *usage.Texts

	// Between finds the customers that moved between partners; see
	// [usage.Summary.Between].
	Between bool

	compared bool // the answer is compared with another: see Criteria.Between and Comparison.Units
}

// ByTenant reports whether groups are those of single tenants.
func (q Question) ByTenant() bool { return slices.Contains(q.By, usage.ByTenant) }

// Ask answers a question from a source. If the file can't answer it, the error
// is [usage.ErrNoDay], [usage.ErrTooMuch], a [*NoSKUError], a [*MeasureError],
// a [*MixedUnitError] or a [*FileError]. If a customer can't be selected, it is
// a [*CustomerError]. If it needs too much memory, it is a [*memory.LimitError],
// usually in the chain of a [*usage.MemoryError].
func (e *Engine) Ask(ctx context.Context, from Source, q Question) (a *Answer, err error) {
	err = memory.Do(ctx, func(ctx context.Context) error {
		a, err = e.ask(ctx, from, q)
		return err
	})
	return a, err
}

func (e *Engine) ask(ctx context.Context, from Source, q Question) (*Answer, error) {
	q.Measure, q.Scope = cmp.Or(q.Measure, Billed), cmp.Or(q.Scope, "production")
	if q.By == nil {
		q.By = []usage.Key{usage.ByOfferingItem, usage.ByInfra}
	}
	if err := checkEntries(q.Usages); err != nil {
		return nil, err
	}
	criteria, catalogue, file, err := e.gather(ctx, from, q)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	criteria.Between = q.compared || q.Between
	query := usage.Query{
		Kind: from.Report.Params().Kind, By: q.By, OverDays: overDays(q.Measure), UsageOf: catalogue.UsageOf,
		Wants: catalogue.filter(q.Usages), Measure: q.Measure, Scope: q.Scope,
		ZerosHidden: from.Report.Params().HideZeroUsage, Texts: q.Texts,
	}
	if !e.areChecked(criteria, q, catalogue, file) {
		query.Beside = []usage.Part{{By: []usage.Key{usage.ByTenant}, Wants: checkable}}
	}
	selection, summary, err := e.sum(ctx, file, criteria, query)
	if err == nil && selection.needsTree(summary) {
		if criteria.Tree, criteria.Readable, err = e.Tenants.TreeIfReadable(ctx); err != nil {
			return nil, err
		}
		memory.Release(ctx, summary.Reserved)
		selection, summary, err = e.again(ctx, file, criteria, query)
	}
	if errors.Is(err, usage.ErrNoSKU) {
		return nil, &NoSKUError{from, from.Report.Params().ShowSKUs, q.compared}
	}
	if err != nil {
		return nil, withSource(from, e.explainFileError(from.Report.ID, from.Stored.ID, file.SHA256, err))
	}
	if err := checkMeasure(q.Measure, from, summary); err != nil {
		return nil, err
	}
	if err := catalogue.mixedUnit(summary.Totals); err != nil {
		return nil, err
	}
	if err := reserve(ctx, summary, answerBytes(q, summary)); err != nil {
		return nil, err
	}
	a, err := newAnswer(ctx, from, q, summary, file.SHA256, selection, catalogue)
	if err != nil {
		return nil, err
	}
	if err := e.complete(ctx, a, file, criteria); err != nil {
		return nil, err
	}
	return a, nil
}

// complete adds to an answer what its entries matched, names, other reports,
// units if it is compared, and checks.
func (e *Engine) complete(ctx context.Context, a *Answer, file *store.File, c Criteria) (err error) {
	if err := a.checkUnseen(ctx); err != nil {
		return err
	}
	if len(a.Summary.Items) > 0 { // else no entry can match, and a warning says that there are no rows
		if a.Matched, a.UnmatchedUsages, err = a.Catalogue.matchUsages(ctx, a.Usages, a.Summary.Items); err != nil {
			return err
		}
	}
	a.Matched = slices.Concat(a.seen(c.Matched), a.Matched)
	if err := a.dropNothing(ctx); err != nil {
		return err
	}
	if a.names, err = e.names(ctx, c, a.By, a.Summary); err != nil {
		return err
	}
	if a.others, err = e.otherReports(ctx, a); err != nil {
		return err
	}
	if a.compared {
		if a.units, err = e.units(ctx, a, file); err != nil {
			return err
		}
	}
	err = e.checks(ctx, a, file, c)
	a.Summary.Beside = nil // only the checks need it
	return err
}

// gather gets what is needed to answer a question: the criteria for its rows, the
// units, and the file, all at the same time. The file may still be arriving. If
// several fail, the error is the first of these.
func (e *Engine) gather(ctx context.Context, from Source, q Question) (Criteria, *Catalogue, *store.File, error) {
	opened := inBackground(func() (*store.File, error) { return e.open(ctx, from.Report.ID, from.Stored) })
	others, cancel := context.WithCancel(ctx)
	defer cancel()
	units := inBackground(func() (*Catalogue, error) {
		return e.catalogueCache.get(others, e.Client, from.Report.Params().TenantID)
	})
	criteria, err := newCriteria(others, e.Tenants, from, q)
	if err != nil {
		cancel()
	}
	catalogue, unitsErr := units()
	err = cmp.Or(err, unitsErr)
	file, openErr := opened()
	if err = cmp.Or(err, openErr); err != nil && openErr == nil {
		file.Close()
	}
	return criteria, catalogue, file, err
}

// sum decides whose rows of a file are counted, and adds them up.
func (e *Engine) sum(ctx context.Context, file *store.File, c Criteria, q usage.Query) (*Selection, *usage.Summary, error) {
	var rows []usage.Tenant
	if c.byRows() {
		var err error
		if rows, err = e.rowTenants.get(ctx, file); err != nil {
			return nil, nil, err
		}
	}
	selection, err := newSelection(ctx, c, rows)
	if err != nil {
		return nil, nil, err
	}
	q.RoleOf = selection.Role
	summary, err := e.summarize(ctx, file, q)
	return selection, summary, err
}

// open opens a stored report, and downloads it if necessary.
func (e *Engine) open(ctx context.Context, reportID string, stored acronis.StoredReport) (*store.File, error) {
	return e.Files.Open(ctx, e.Client, reportID, stored, func(here, size int64) {
		e.progress(ctx, Progress{Downloading, here, size})
	})
}

// wholeFactor is how many times its size a file read whole uses, until it is an
// answer.
const wholeFactor = 6

// wholeFiles has a value for each file that is being unpacked to be read whole. If there
// were one for each call, all would be half unpacked at the same time, each with its
// buffers.
var wholeFiles = make(chan struct{}, 2)

func unpackWhole(ctx context.Context, file *store.File, limit int64) ([]byte, error) {
	select {
	case wholeFiles <- struct{}{}:
		defer func() { <-wholeFiles }()
		return usage.ReadAll(ctx, file, limit)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// ReadAll returns a stored report of any format, unpacked. The error is
// [usage.ErrTooLarge] if it has more than limit bytes, and a [*FileError] if it
// can't be read.
func (e *Engine) ReadAll(ctx context.Context, reportID string, stored acronis.StoredReport, limit int64) ([]byte, error) {
	if err := memory.Reserve(ctx, wholeFactor*limit); err != nil {
		return nil, err
	}
	file, err := e.open(ctx, reportID, stored)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if _, err := file.Wait(); err != nil {
		return nil, err
	}
	whole, err := unpackWhole(ctx, file, limit)
	if err = e.explainFileError(reportID, stored.ID, file.SHA256, err); errors.As(err, new(*FileError)) {
		if report, reportErr := e.Report(ctx, reportID); reportErr == nil {
			err = withSource(Source{Report: report}, err)
		}
	}
	return whole, err
}
