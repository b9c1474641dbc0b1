package tools

import (
	"context"
	"fmt"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/figures"
)

type reportFilter struct {
	Tenant       string       `json:"tenant,omitempty" jsonschema_description:"Name or UUID; default: your own tenant"`
	Kind         reportKind   `json:"kind,omitempty"`
	Schedule     scheduleType `json:"schedule,omitempty"`
	Month        string       `json:"month,omitempty" jsonschema:"format=month" jsonschema_description:"YYYY-MM: periods within it"`
	PeriodAfter  string       `json:"period_after,omitempty" jsonschema:"format=date" jsonschema_description:"YYYY-MM-DD: periods that begin after it"`
	PeriodBefore string       `json:"period_before,omitempty" jsonschema:"format=date" jsonschema_description:"YYYY-MM-DD: periods that end before it"`
}

type listReportsIn struct {
	reportFilter
	Detail bool `json:"detail,omitempty" jsonschema_description:"All fields of each report"`
	paging
}

// listedReport is a report in short or full form, or the reason why it can't be
// read.
type listedReport struct {
	ID       string          `json:"id"`
	Version  int64           `json:"version,omitempty"`
	Kind     string          `json:"kind,omitempty"`
	Level    string          `json:"level,omitempty"`
	Start    string          `json:"start,omitempty"`
	End      string          `json:"end,omitempty"`
	Formats  []string        `json:"formats,omitempty"`
	Action   string          `json:"result_action,omitempty"`
	Schedule string          `json:"schedule,omitempty" jsonschema_description:"once or monthly"`
	Enabled  *bool           `json:"enabled,omitempty"`
	Newest   string          `json:"newest_file,omitempty" jsonschema_description:"Day of a monthly report's newest file"`
	Report   *acronis.Report `json:"report,omitempty" schema:"brief" jsonschema_description:"As get_report returns it"`
	Error    string          `json:"error,omitempty"`
}

var listReports = tool[listReportsIn, list[listedReport]]{
	name:        "list_reports",
	title:       "List reports",
	description: "List a tenant's usage reports, not those of tenants below it, with the versions that delete_reports needs. Each report costs a request: set filters. A filter by period leaves out monthly reports.",
	run:         runListReports,
}

// maxExamined is how many reports one call may read.
const maxExamined = 200

func runListReports(ctx context.Context, s *service, in listReportsIn) (list[listedReport], error) {
	none := list[listedReport]{}
	limit, err := in.limit()
	if err != nil {
		return none, err
	}
	wanted, err := in.reportFilter.criteria()
	if err != nil {
		return none, err
	}
	tenant, err := s.tenants.Resolve(ctx, in.Tenant)
	if err != nil {
		return none, err
	}
	ids, err := s.Client.GetTenantReports(ctx, tenant)
	if err != nil {
		return none, err
	}
	arguments := []any{in.reportFilter, in.Detail}
	at, err := in.start(len(ids), func(i int) string { return ids[i] }, arguments)
	if err != nil {
		return none, err
	}
	l := &reportLister{service: s, ids: ids, wanted: wanted, detail: in.Detail, begin: at, at: at}
	if err := l.page(ctx, limit); err != nil {
		return none, err
	}
	total, complete, err := l.count(ctx)
	if err != nil {
		return none, err
	}
	out := list[listedReport]{Items: l.items, Total: &total}
	if out.Truncated = !complete || l.more; out.Truncated {
		out.NextCursor = next(ids[l.at-1], l.at, arguments)
		if !complete {
			out.Hint = fmt.Sprintf("%d of the tenant's %d reports have been examined so far; total counts those.", l.counted, len(ids))
		}
	}
	return out, nil
}

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
	ends      []int // where the page would end after each item
	counted   int   // reports examined, from the first one on
	more      bool  // more matching reports follow the page
}

// page reads reports until it has found limit matching ones.
func (l *reportLister) page(ctx context.Context, limit int) error {
	l.items = []listedReport{}
	end := min(l.begin+maxExamined, len(l.ids))
	for l.at < end && len(l.items) < limit && (l.at == l.begin || !almostDue(ctx)) {
		batch := l.ids[l.at:min(l.at+figures.AtOnce, end)]
		sendProgress(ctx, float64(l.at), float64(len(l.ids)), fmt.Sprintf("%d of %d reports read", l.at, len(l.ids)))
		for i, r := range readReports(ctx, l.service, batch) {
			if len(l.items) == limit {
				break
			}
			l.at++
			if r.err != nil {
				l.add(listedReport{ID: batch[i], Error: l.explain(r.err)})
			} else if l.wanted.fits(r.report) {
				l.add(l.shape(batch[i], r.report))
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
			}
		}
		l.counted += len(batch)
	}
	return total, true, ctx.Err()
}

// almostDue reports whether the call has too little time left for another
// batch.
func almostDue(ctx context.Context) bool {
	deadline, ok := ctx.Deadline()
	return ok && time.Until(deadline) < 16*time.Second
}

// readReports reads reports in parallel, and returns them in the same order.
func readReports(ctx context.Context, s *service, ids []string) []readReport {
	read := make([]readReport, len(ids))
	errs := figures.Each(len(ids), func(i int) (err error) {
		read[i].report, err = s.figures.Report(ctx, ids[i])
		return err
	})
	for i, err := range errs {
		read[i].err = err
	}
	return read
}

// readReport is a report, or the reason why it can't be read.
type readReport struct {
	report *acronis.Report
	err    error
}

// reportCriteria say which reports match a filter.
type reportCriteria struct {
	kind, schedule string
	first, last    string // first and last day that a period may include, "" for any
}

// criteria checks a filter and returns its criteria.
func (f reportFilter) criteria() (reportCriteria, error) {
	c := reportCriteria{kind: string(f.Kind), schedule: string(f.Schedule)}
	if f.Month != "" {
		var err error
		if c.first, c.last, err = daysOf(f.Month); err != nil {
			return c, err
		}
	}
	if f.PeriodAfter != "" {
		day, err := parseDay("period_after", f.PeriodAfter)
		if err != nil {
			return c, err
		}
		c.first = max(c.first, day.AddDate(0, 0, 1).Format(time.DateOnly))
	}
	if f.PeriodBefore != "" {
		day, err := parseDay("period_before", f.PeriodBefore)
		if err != nil {
			return c, err
		}
		before := day.AddDate(0, 0, -1).Format(time.DateOnly)
		if c.last == "" || before < c.last {
			c.last = before
		}
	}
	return c, nil
}

// all reports whether every report matches.
func (c reportCriteria) all() bool { return c == reportCriteria{} }

// fits reports whether a report matches. The period of a monthly report says
// nothing about its files.
func (c reportCriteria) fits(r *acronis.Report) bool {
	p, schedule := r.Params(), r.Schedules().Type
	if c.kind != "" && p.Kind != c.kind || c.schedule != "" && schedule != c.schedule {
		return false
	}
	if c.first == "" && c.last == "" {
		return true
	}
	return schedule != "monthly" && p.Period.End != "" && p.Period.Start >= c.first && (c.last == "" || p.Period.End <= c.last)
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
