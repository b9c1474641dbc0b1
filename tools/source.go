package tools

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/usage"
)

// A source is a stored report that figures are read from.
type source struct {
	report  *acronis.Report
	stored  acronis.StoredReport
	about   string // the tenant asked for, if the report is about one above it
	byMonth bool   // it was looked for, not asked for by its id
}

// figures is the one format that figures are read from.
const figures = "csv_v2_0"

// sourceOf is the newest saved csv_v2_0 of a report.
func (s *service) sourceOf(ctx context.Context, id string) (source, error) {
	report, err := s.getReport(ctx, id)
	if err != nil {
		return source{}, err
	}
	if report.ResultAction == "send" {
		return source{}, refused("This report is mailed (result_action send): nothing is stored that could be read. prepare_months makes one that can.")
	}
	stored, err := s.Client.GetStoredReports(ctx, id)
	if err != nil {
		return source{}, err
	}
	if formats := report.Params().Formats; len(formats) > 0 && !slices.Contains(formats, figures) {
		return source{}, refused("This report is made as " + escape.Text(strings.Join(formats, ", ")) + ", and figures are read from " + figures + " only. " +
			"prepare_months makes one that can be read.")
	}
	file, status := newest(stored)
	switch status {
	case acronis.StoredSaved:
		return source{report: report, stored: file}, nil
	case acronis.StoredFailed:
		return source{}, refused("The vendor failed to make this report. Waiting won't help: create it anew, with prepare_months or create_report.")
	}
	return source{}, refused("This report is not saved yet. Call wait_for_report with its id, then ask again.")
}

// early reports whether a file was made before the last day of its period was
// over, so that figures are missing.
func early(end string, f acronis.StoredReport) bool {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05"} {
		if made, err := time.Parse(layout, f.CreatedAt); err == nil {
			return made.UTC().Format(time.DateOnly) <= end
		}
	}
	return false
}

// newest is the last saved file with figures; without one, what became of the last.
func newest(stored []acronis.StoredReport) (file acronis.StoredReport, status string) {
	for _, f := range stored {
		if f.ReportFormat == figures && (f.Status == acronis.StoredSaved || status != acronis.StoredSaved) {
			file, status = f, f.Status
		}
	}
	return file, status
}

// sourceFor finds what tells of a tenant's month: a report about the tenant
// itself, else one about a tenant above it that tells of customers one by one.
// Given another report it has to be comparable to that. It creates nothing.
func (s *service) sourceFor(ctx context.Context, tenant, month string, comparable *acronis.Report) (source, error) {
	start, end, err := period(month, "", "")
	if err != nil {
		return source{}, err
	}
	making := ""
	line, kind, err := s.lineage(ctx, tenant)
	if err != nil {
		return source{}, err
	}
	for i, subject := range line {
		reports, err := s.reportsOf(ctx, subject)
		if i > 0 && tenants.OutOfSight(err) {
			break // above what these credentials may see
		}
		if err != nil {
			return source{}, err
		}
		for _, r := range bestFirst(reports, start, end, levelsFor(kind, i > 0)) {
			if comparable != nil && alike(comparable, r) != nil {
				continue
			}
			found, err := s.sourceOf(ctx, r.ID)
			if err == nil && early(end, found.stored) {
				continue
			}
			if err == nil {
				if i > 0 {
					found.about = tenant
				}
				found.byMonth = true
				return found, nil
			}
			if !errors.As(err, new(refused)) {
				return source{}, err
			}
			making = cmp.Or(making, r.ID)
		}
	}
	if making != "" {
		return source{}, refused(fmt.Sprintf("There is a report for %s, %s, but no file of it that can be read. Call wait_for_report with its id; if that doesn't help, prepare_months.", month, escape.Text(making)))
	}
	return source{}, refused(fmt.Sprintf("There is no usage_summary report for %s that can be read. Call prepare_months for the tenant and this month first.", month))
}

// lineage is a tenant and what is above it, as far as that can be seen, and
// the tenant's kind.
func (s *service) lineage(ctx context.Context, tenant string) (line []string, kind string, err error) {
	line = []string{tenant}
	t, err := s.tenants.Tree(ctx)
	if tenants.Unreadable(err) {
		return line, "", nil
	}
	if err != nil {
		return nil, "", err
	}
	own, _ := t.Find(tenant)
	for above := range t.Ancestors(tenant) {
		if _, known := t.Find(above); !known {
			break
		}
		line = append(line, above)
	}
	return line, own.Kind, nil
}

// levelsFor are the levels of reports that tell of a tenant, those that tell
// most first; of one in a report about a tenant above it.
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
func bestFirst(reports []*acronis.Report, start, end string, levels []string) []*acronis.Report {
	var found []*acronis.Report
	for _, r := range reports {
		p := r.Params()
		if p.Kind == "usage_summary" && r.Schedules().Type == "once" && p.Period.Start == start && p.Period.End == end && r.ResultAction == "save" &&
			slices.Contains(p.Formats, figures) && slices.Contains(levels, p.Level) {
			found = append(found, r)
		}
	}
	slices.SortStableFunc(found, func(a, b *acronis.Report) int {
		p, q := a.Params(), b.Params()
		return cmp.Or(cmp.Compare(slices.Index(levels, p.Level), slices.Index(levels, q.Level)),
			truth(q.ShowSKUs)-truth(p.ShowSKUs), truth(p.HideZeroUsage)-truth(q.HideZeroUsage))
	})
	return found
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// oneOffs keeps reports that can't change: the API updates scheduled ones only.
type oneOffs struct{ byID sync.Map }

// reportsOf reads all reports of a tenant. One that has gone meanwhile is left out.
func (s *service) reportsOf(ctx context.Context, tenant string) ([]*acronis.Report, error) {
	ids, err := s.Client.GetTenantReports(ctx, tenant)
	if err != nil {
		return nil, err
	}
	reports := make([]*acronis.Report, len(ids))
	begin, read := time.Now(), atomic.Int64{}
	errs := each(len(ids), func(i int) (err error) {
		if n := read.Add(1); time.Since(begin) > progressEvery && n%atOnce == 0 {
			tell(ctx, float64(n), float64(len(ids)), fmt.Sprintf("%d of %d reports read", n, len(ids)))
		}
		if kept, ok := s.oneOffs.byID.Load(ids[i]); ok {
			reports[i] = kept.(*acronis.Report)
			return nil
		}
		reports[i], err = s.getReport(ctx, ids[i])
		if err == nil && reports[i].Schedules().Type == "once" {
			s.oneOffs.byID.Store(ids[i], reports[i])
		}
		return err
	})
	for i, err := range errs {
		if e := (*acronis.Error)(nil); errors.As(err, &e) && (e.Kind == acronis.NotFound || e.Kind == acronis.Forbidden) {
			reports[i] = nil
		} else if err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(reports, func(r *acronis.Report) bool { return r == nil }), nil
}

// storedFile opens a stored report, and lets the client know how far its download has come.
func (s *service) storedFile(ctx context.Context, reportID string, stored acronis.StoredReport) (*store.File, error) {
	return s.Files.Open(ctx, s.Client, reportID, stored, func(here, size int64) {
		tell(ctx, float64(here), float64(size), fmt.Sprintf("%d KiB of the report are here", here>>10))
	})
}

// summarize reads a source and adds it up. It returns the sha256 of the file too.
func (s *service) summarize(ctx context.Context, from source, q usage.Query) (*usage.Summary, string, error) {
	file, err := s.storedFile(ctx, from.report.ID, from.stored)
	if err != nil {
		return nil, "", err
	}
	defer file.Close()
	q.Kind = from.report.Params().Kind
	summary, err := usage.Summarize(ctx, file, q)
	return summary, file.SHA256, s.broken(from.stored.ID, err)
}

// broken words the error of a file that can't be read, and forgets the file if
// it may come better another time.
func (s *service) broken(storedID string, err error) error {
	e := (*usage.FileError)(nil)
	if !errors.As(err, &e) {
		return err
	}
	if e.Final {
		return refused("The stored report " + storedID + " can't be used: " + escape.Quote(e.Error()) + ". Asking again won't help: make the report anew.")
	}
	s.Files.Forget(storedID)
	return refused("The stored report " + storedID + " can't be read: " + escape.Quote(e.Error()) +
		". Asking again downloads it again; if that doesn't help, make the report anew.")
}
