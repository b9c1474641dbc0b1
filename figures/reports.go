package figures

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/memory"
)

// progressEvery is how long reading reports may take before progress is reported.
const progressEvery = 4 * time.Second

// reportCache keeps reports that can't change: the API updates only scheduled
// ones. It keeps only the known fields.
type reportCache struct{ byID keptMap[*acronis.Report] }

// Report returns a report, for which it reserves memory.
func (e *Engine) Report(ctx context.Context, id string) (*acronis.Report, error) {
	report, err := e.Client.GetReport(ctx, id)
	if err == nil {
		err = memory.Reserve(ctx, report.Bytes())
	}
	if err != nil {
		return nil, err
	}
	if isNew := e.reportCache.put(ctx, id, report); isNew {
		e.earlier.forget()
	}
	if e.OnReport != nil {
		e.OnReport(id)
	}
	return report, nil
}

// ForgetReport gives back the memory of a report that was deleted.
func (e *Engine) ForgetReport(id string) { e.reportCache.byID.forget(id) }

// knownReport returns only the known fields of a report, because there may be very
// many reports.
func (e *Engine) knownReport(ctx context.Context, id string) (*acronis.Report, error) {
	report, err := e.Report(ctx, id)
	if err != nil {
		return nil, err
	}
	memory.Release(ctx, report.Bytes()-report.KnownBytes())
	return report.Known(), nil
}

// Reports returns all reports of a tenant, without those that have been deleted
// in the meantime or can't be seen.
func (e *Engine) Reports(ctx context.Context, tenant string) (all []*acronis.Report, err error) {
	err = memory.Do(ctx, func(ctx context.Context) error {
		all, err = e.reports(ctx, tenant)
		return err
	})
	return all, err
}

func (e *Engine) reports(ctx context.Context, tenant string) ([]*acronis.Report, error) {
	ids, err := e.Client.GetTenantReports(ctx, tenant)
	if err != nil {
		return nil, err
	}
	reports := make([]*acronis.Report, len(ids))
	begin, read := time.Now(), atomic.Int64{}
	errs := Each(len(ids), func(i int) (err error) {
		if n := read.Add(1); time.Since(begin) > progressEvery && n%AtOnce == 0 {
			e.progress(ctx, Progress{ReadingReports, n, int64(len(ids))})
		}
		reports[i], err = e.reportCache.get(ids[i], func() (*acronis.Report, error) { return e.knownReport(ctx, ids[i]) })
		return err
	})
	for i, err := range errs {
		if tenants.OutOfSight(err) {
			reports[i] = nil
		} else if err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(reports, func(r *acronis.Report) bool { return r == nil }), nil
}

// KnownReports returns the reports with the given ids, nil for those that can't
// be read, and how many of them had to be requested. One-off reports are kept.
func (e *Engine) KnownReports(ctx context.Context, ids []string) (reports []*acronis.Report, read int) {
	var requests atomic.Int64
	reports = make([]*acronis.Report, len(ids))
	Each(len(ids), func(i int) (err error) {
		reports[i], err = e.reportCache.get(ids[i], func() (*acronis.Report, error) {
			requests.Add(1)
			return e.knownReport(ctx, ids[i])
		})
		return err
	})
	return reports, int(requests.Load())
}

// get returns a report. It requests it again if it may have changed.
func (c *reportCache) get(id string, read func() (*acronis.Report, error)) (*acronis.Report, error) {
	if cached, ok := c.byID.get(id); ok {
		return cached, nil
	}
	return read()
}

// put keeps a report if it can't change, and reports whether it was unknown.
func (c *reportCache) put(ctx context.Context, id string, report *acronis.Report) (isNew bool) {
	if report.Schedules().Type != "once" {
		return false
	}
	_, known := c.byID.get(id)
	c.byID.put(ctx, id, report.Known(), report.KnownBytes())
	return !known
}
