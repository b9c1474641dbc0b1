package figures

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
	"sync"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/usage"
)

// A Search looks for reports with the figures of a tenant, among those about
// the tenant and about the tenants above it. It reads the reports about each
// tenant only once, so use it for one call only. It is safe for concurrent use.
type Search struct {
	// Tenant is the tenant whose figures are wanted. It has only an ID if the
	// tenant is unknown.
	Tenant acronis.Tenant

	engine *Engine
	line   []*subject // the tenant and those above it, nearest first
}

// A subject is a tenant that reports may be about.
type subject struct {
	acronis.Tenant
	above bool // it is above the tenant whose figures are wanted

	once    sync.Once
	reports []*acronis.Report
	err     error
}

// NewSearch returns a search for a tenant's reports.
func (e *Engine) NewSearch(ctx context.Context, tenant string) (*Search, error) {
	tree, _, err := e.Tenants.Around(ctx, tenant)
	if err != nil {
		return nil, err
	}
	s := &Search{Tenant: find(tree, tenant), engine: e}
	s.line = append(s.line, &subject{Tenant: s.Tenant})
	for above := range tree.Ancestors(tenant) {
		if _, known := tree.Find(above); !known {
			break
		}
		s.line = append(s.line, &subject{Tenant: find(tree, above), above: true})
	}
	return s, nil
}

func find(tree *tenants.Tree, id string) acronis.Tenant {
	t, _ := tree.Find(id)
	t.ID = id
	return t
}

// reportsOf returns the reports about a subject. It returns none if they can't
// be seen and the figures may be in other reports.
func (s *Search) reportsOf(ctx context.Context, of *subject) ([]*acronis.Report, error) {
	of.once.Do(func() {
		of.reports, of.err = s.engine.Reports(ctx, of.ID)
		if tenants.OutOfSight(of.err) && (of.above || of.DeletedAt != "") {
			of.err = nil
		}
	})
	return of.reports, of.err
}

// A Candidate is a report that may have the wanted figures.
type Candidate struct {
	Source
	Status  Status
	Problem *usage.FileError // of a file that is Damaged
}

// wanted says which reports are suitable. Levels returns the suitable levels of
// reports about a tenant of a kind, the best level first. fromAbove means that
// the reports are about a tenant above it.
type wanted struct {
	period acronis.ReportPeriod
	levels func(kind string, fromAbove bool) []string
	fits   func(*acronis.Report) bool // nil means all
}

// anyReport accepts each report that has a tenant's figures and, if another
// report is given, can be compared with that.
func anyReport(period acronis.ReportPeriod, other *acronis.Report) wanted {
	w := wanted{period: period, levels: levelsFor}
	if other != nil {
		w.fits = func(r *acronis.Report) bool { return comparable(other, r) == nil }
	}
	return w
}

// Covers reports whether a report has the figures of a tenant that is the
// report's subject or below it.
func (e *Engine) Covers(ctx context.Context, from Source, tenant string) (bool, error) {
	tree, _, err := e.Tenants.Around(ctx, tenant)
	p := from.Report.Params()
	t, _ := tree.Find(tenant)
	return tree.Within(tenant, p.TenantID) && slices.Contains(levelsFor(t.Kind, tenant != p.TenantID), p.Level), err
}

// levelsFor returns the levels of reports that have a tenant's figures, the
// most detailed level first.
func levelsFor(kind string, fromAbove bool) []string {
	switch {
	case !fromAbove:
		return []string{"all_customers", "accounts", "direct_partners", "itself", "all_partners"}
	case kind == "unit":
		return []string{"accounts"}
	}
	return []string{"all_customers", "accounts"}
}

// candidates yields the reports that may have the wanted figures: first those
// about the tenant, then those about the tenants above it; within these, the
// most detailed first, and of equal ones the newest. If a report can't be read,
// it yields an error and stops.
func (s *Search) candidates(ctx context.Context, w wanted) iter.Seq2[Candidate, error] {
	return func(yield func(Candidate, error) bool) {
		for _, of := range s.line {
			reports, err := s.reportsOf(ctx, of)
			if err != nil {
				yield(Candidate{}, err)
				return
			}
			for _, equal := range w.rank(reports, w.levels(s.Tenant.Kind, of.above)) {
				found, err := s.newestFirst(ctx, equal, of)
				if err != nil {
					yield(Candidate{}, err)
					return
				}
				for _, c := range found {
					if !yield(c, nil) {
						return
					}
				}
			}
		}
	}
}

// rank returns the suitable reports in groups of equally good ones, the best
// first.
func (w wanted) rank(reports []*acronis.Report, levels []string) (ranked [][]*acronis.Report) {
	rankOf := func(r *acronis.Report) int {
		p := r.Params()
		return 4*slices.Index(levels, p.Level) + 2*number(!p.ShowSKUs) + number(p.HideZeroUsage)
	}
	var fitting []*acronis.Report
	for _, r := range reports {
		p := r.Params()
		if p.Kind == "usage_summary" && *p.Period == w.period && keepsFigures(r) && slices.Contains(levels, p.Level) && (w.fits == nil || w.fits(r)) {
			fitting = append(fitting, r)
		}
	}
	slices.SortStableFunc(fitting, func(a, b *acronis.Report) int { return cmp.Compare(rankOf(a), rankOf(b)) })
	for equal := range chunks(fitting, func(a, b *acronis.Report) bool { return rankOf(a) == rankOf(b) }) {
		ranked = append(ranked, equal)
	}
	return ranked
}

// chunks yields the runs of equal neighbours.
func chunks[T any](all []T, same func(a, b T) bool) iter.Seq[[]T] {
	return func(yield func([]T) bool) {
		for len(all) > 0 {
			n := 1
			for n < len(all) && same(all[0], all[n]) {
				n++
			}
			if !yield(all[:n]) {
				return
			}
			all = all[n:]
		}
	}
}

// newestFirst returns the status of reports, the newest first, without deleted
// ones.
func (s *Search) newestFirst(ctx context.Context, reports []*acronis.Report, of *subject) ([]Candidate, error) {
	found := make([]Candidate, len(reports))
	errs := Each(len(reports), func(i int) (err error) {
		found[i], err = s.engine.candidate(ctx, reports[i])
		return err
	})
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	found = slices.DeleteFunc(found, func(c Candidate) bool { return c.Status == Deleted })
	slices.SortStableFunc(found, func(a, b Candidate) int {
		at, _ := MadeAt(a.Stored)
		bt, _ := MadeAt(b.Stored)
		return bt.Compare(at)
	})
	for i := range found {
		found[i].ByMonth = true
		if of.above {
			found[i].About = s.Tenant.ID
		}
	}
	return found, nil
}

// keepsFigures reports whether a report is made once and saved in a format that
// figures can be read from.
func keepsFigures(r *acronis.Report) bool {
	return r.ResultAction == "save" && r.Schedules().Type == "once" && slices.Contains(r.Params().Formats, Format)
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}
