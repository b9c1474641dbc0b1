package tools

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/memory"
)

// A reportLister lists the reports of a tenant that match a filter, from an
// index on. The API can't filter, so it reads reports in batches until enough
// match.
type reportLister struct {
	*service
	ids       []string
	wanted    reportCriteria
	detail    bool
	begin, at int // index of the page's first report, and of the first one after the page
	items     []listedReport
	ends      []int    // where the page would end after each item
	bytes     int64    // size of the items in full form
	counted   int      // reports examined, from the first one on
	more      bool     // more matching reports follow the page
	others    []string // what reports that don't match are of
}

// page reads reports until it has found limit matching ones.
func (l *reportLister) page(ctx context.Context, limit int) error {
	l.items = []listedReport{}
	end := min(l.begin+maxExamined, len(l.ids))
	for l.at < end && len(l.items) < limit && l.bytes < maxListBytes && (l.at == l.begin || !almostDue(ctx)) {
		batch := l.ids[l.at:min(l.at+figures.AtOnce, end)]
		sendProgress(ctx, float64(l.at), float64(len(l.ids)), fmt.Sprintf("%d of %d reports read", l.at, len(l.ids)))
		for i, r := range readReports(ctx, l.service, batch) {
			if len(l.items) < limit && l.bytes < maxListBytes {
				l.at++
				l.examine(batch[i], r)
			}
			if r.err == nil && !l.detail {
				memory.Release(ctx, r.report.Bytes())
			}
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	if err := l.addNewest(ctx); err != nil {
		return err
	}
	if l.items = fitting(l.items, maxListBytes); len(l.items) < len(l.ends) {
		l.at = l.ends[len(l.items)-1]
		l.more = true
	}
	return nil
}

// examine adds a report to the page if it matches.
func (l *reportLister) examine(id string, r readReport) {
	switch {
	case r.err != nil:
		l.add(listedReport{ID: id, Error: l.explain(r.err)})
	case l.wanted.fits(r.report):
		if l.detail {
			l.bytes += r.report.Bytes()
		}
		l.add(l.shape(id, r.report))
	}
}

// add adds a report to the page.
func (l *reportLister) add(r listedReport) {
	l.items, l.ends = append(l.items, r), append(l.ends, l.at)
}

// addNewest adds the day of the newest file to the monthly reports of the page.
func (l *reportLister) addNewest(ctx context.Context) error {
	errs := figures.Each(len(l.items), func(i int) error {
		item := &l.items[i]
		if item.Schedule != "monthly" || item.Action == "send" { // mailed reports have no file
			return nil
		}
		stored, err := l.Client.GetStoredReports(ctx, item.ID)
		item.Newest = newestDay(stored)
		return err
	})
	for i, err := range errs {
		if err != nil {
			l.items[i].Error = l.explain(err)
		}
	}
	return ctx.Err()
}

// count returns how many of the tenant's reports match, and whether all were
// examined. One-off reports don't change, so they are read only once.
func (l *reportLister) count(ctx context.Context) (total int, complete bool, err error) {
	if l.wanted.all() {
		l.more = l.at < len(l.ids)
		return len(l.ids), true, nil
	}
	for requests := l.at - l.begin; l.counted < len(l.ids); {
		if requests >= maxExamined || almostDue(ctx) {
			return total, false, ctx.Err()
		}
		batch := l.ids[l.counted:min(l.counted+figures.AtOnce, len(l.ids))]
		reports, read := l.figures.KnownReports(ctx, batch)
		requests += read
		for i, r := range reports {
			if r == nil || l.wanted.fits(r) {
				total++
				l.more = l.more || l.counted+i >= l.at
			} else {
				l.addOther(r)
			}
		}
		l.counted += len(batch)
	}
	return total, true, ctx.Err()
}

// addOther records what a report that doesn't match is of.
func (l *reportLister) addOther(r *acronis.Report) {
	p := r.Params()
	of := p.Kind + ", monthly"
	if r.Schedules().Type != "monthly" {
		of = p.Kind + " " + p.Period.Start + " to " + p.Period.End
	}
	if !slices.Contains(l.others, of) {
		l.others = append(l.others, of)
	}
}

// nothing returns the hint that no report matches.
func (l *reportLister) nothing() string {
	if len(l.ids) == 0 {
		return "The tenant has no reports of its own. For figures of past months call prepare_months, which also uses reports about tenants above."
	}
	const most = 20
	others := escape.Names(l.others, most)
	return fmt.Sprintf("None of the tenant's %s matches. There are: %s.", escape.Count(len(l.ids), "report"), strings.Join(others, "; "))
}

// almostDue reports whether the call has too little time left for another
// batch.
func almostDue(ctx context.Context) bool {
	deadline, ok := ctx.Deadline()
	return ok && time.Until(deadline) < 16*time.Second
}

// shape returns a report in the requested form.
func (l *reportLister) shape(id string, r *acronis.Report) listedReport {
	p, schedule := r.Params(), r.Schedules()
	enabled := schedule.Enabled || r.Schedule == nil // a one-off report may have none
	item := listedReport{ID: id, Version: r.Version, Action: r.ResultAction, Schedule: schedule.Type, Enabled: &enabled}
	if l.detail {
		item.Report = r
		return item
	}
	item.Kind, item.Level, item.Start, item.End, item.Formats = p.Kind, p.Level, p.Period.Start, p.Period.End, p.Formats
	return item
}

// newestDay returns the day on which the newest file was made, or "".
func newestDay(stored []acronis.StoredReport) (day string) {
	for _, f := range stored {
		if at, known := figures.MadeAt(f); known && f.Status == acronis.StoredSaved {
			day = max(day, at.Format(time.DateOnly))
		}
	}
	return day
}
