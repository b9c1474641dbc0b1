package tools

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
)

// A monthSource is the stored report of a month.
type monthSource struct {
	month   string // YYYY-MM, or the days of a report of another period
	source  figures.Source
	missing *figures.MissingError // instead of source
}

// sources finds the stored reports of a question, in the order of the months or
// of report_ids. If the question has neither, it uses the months byDefault.
func (q usageQuestion) sources(ctx context.Context, s *service, byDefault []string) ([]monthSource, error) {
	if len(q.ReportIDs) > maxMonths || len(q.Months) > maxMonths {
		return nil, refused(fmt.Sprintf("months and report_ids may be %d at most.", maxMonths))
	}
	for i, month := range q.Months {
		if slices.Contains(q.Months[:i], month) {
			return nil, refused("months names " + month + " twice.")
		}
	}
	if len(q.ReportIDs) > 0 {
		return q.namedSources(ctx, s)
	}
	months := q.Months
	if len(months) == 0 {
		months = byDefault
	}
	tenant, err := s.tenants.Resolve(ctx, q.Tenant)
	if err != nil {
		return nil, err
	}
	var found []monthSource
	for _, month := range slices.Sorted(slices.Values(months)) {
		period, err := periodOf(month, "", "")
		if err != nil {
			return nil, err
		}
		find := s.figures.FindSource
		if slices.Contains(q.GroupBy, "sku") {
			find = s.figures.FindSourceWithSKUs
		}
		source, err := find(ctx, tenant, period)
		one := monthSource{month: month, source: source}
		if err != nil && !errors.As(err, &one.missing) {
			return nil, err
		}
		found = append(found, one)
	}
	return found, nil
}

// namedSources finds reports by their ids. Tenant and months may be given too
// if they agree with the reports, because models pass on everything they know.
func (q usageQuestion) namedSources(ctx context.Context, s *service) ([]monthSource, error) {
	tenant := ""
	if q.Tenant != "" {
		var err error
		if tenant, err = s.tenants.Resolve(ctx, q.Tenant); err != nil {
			return nil, err
		}
	}
	var found []monthSource
	for _, id := range q.ReportIDs {
		source, err := s.figures.SourceOf(ctx, string(id))
		if err != nil {
			return nil, err
		}
		one := monthSource{month: monthOf(source), source: source}
		if tenant != "" && tenant != source.Report.Params().TenantID {
			one.source.About = tenant
			covered, err := s.figures.Covers(ctx, source, tenant)
			if err != nil {
				return nil, err
			}
			if !covered {
				return nil, refused(fmt.Sprintf("tenant is %s, and report %s is about %s. Give report_ids alone, or tenant and months without them.",
					s.tenantName(ctx, tenant), id, s.tenantName(ctx, source.Report.Params().TenantID)))
			}
		}
		if slices.ContainsFunc(found, func(other monthSource) bool { return other.month == one.month }) {
			return nil, refused("report_ids has two reports of " + escape.Text(one.month) + ": one of each month.")
		}
		found = append(found, one)
	}
	for _, other := range found[1:] {
		if first := found[0].source.Tenant(); other.source.Tenant() != first {
			return nil, refused(fmt.Sprintf("report_ids has reports about different tenants, %s and %s: ask about each in a call of its own.",
				s.tenantName(ctx, first), s.tenantName(ctx, other.source.Tenant())))
		}
	}
	if len(q.Months) > 0 && !sameMonths(q.Months, found) {
		return nil, refused(fmt.Sprintf("months are %s, and the reports of report_ids are of %s. Give report_ids alone, or tenant and months without them.",
			strings.Join(q.Months, ", "), escape.Text(strings.Join(monthsOf(found), ", "))))
	}
	return found, nil
}

// monthOf returns the month that a report is about, or its first and last day.
func monthOf(source figures.Source) string {
	p := source.Report.Params()
	month := p.Period.Start[:min(len(p.Period.Start), len("2026-10"))]
	if whole, err := periodOf(month, "", ""); err == nil && whole == *p.Period {
		return month
	}
	if p.Kind == "usage_current" {
		return "current as of " + source.Stored.CreatedAt
	}
	return cmp.Or(p.Period.Start, "?") + " to " + cmp.Or(p.Period.End, "?")
}

func sameMonths(months []string, found []monthSource) bool {
	sorted := slices.Sorted(slices.Values(months))
	return slices.Equal(sorted, slices.Sorted(slices.Values(monthsOf(found))))
}

func monthsOf(found []monthSource) []string {
	var months []string
	for _, f := range found {
		months = append(months, f.month)
	}
	return months
}

// A prepareCall is the call that makes the missing reports of months.
type prepareCall struct {
	Tool      string          `json:"tool"`
	Arguments prepareMonthsIn `json:"arguments"`
}

// prepare returns the call that makes the reports of some months.
func (q usageQuestion) prepare(months []string) *prepareCall {
	return &prepareCall{"prepare_months", prepareMonthsIn{Tenant: q.Tenant, Months: months}}
}

// allThere returns an error for months without a report, with the call that
// makes the reports.
func allThere(q usageQuestion, found []monthSource) error {
	var missing []monthSource
	for _, f := range found {
		if f.missing != nil {
			missing = append(missing, f)
		}
	}
	switch len(missing) {
	case 0:
		return nil
	case 1:
		return missing[0].missing
	}
	months := monthsOf(missing)
	call, err := escape.Marshal(q.prepare(months).Arguments)
	if err != nil {
		return err
	}
	return refused(fmt.Sprintf("There are no reports that can be read for %s. First call prepare_months %s.", strings.Join(months, ", "), call))
}
