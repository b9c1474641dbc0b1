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
	PeriodBefore string       `json:"period_before,omitempty" jsonschema:"format=date" jsonschema_description:"YYYY-MM-DD; only periods that end before this day"`
}

type listReportsIn struct {
	reportFilter
	Detail bool `json:"detail,omitempty" jsonschema_description:"All fields of each report"`
	paging
}

// listedReport is a report in short form, or all of it, or why it can't be had.
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
	Enabled  bool            `json:"enabled,omitempty" jsonschema_description:"Of monthly reports"`
	Report   *acronis.Report `json:"report,omitempty" schema:"brief" jsonschema_description:"As get_report returns it"`
	Error    string          `json:"error,omitempty"`
}

var listReports = tool[listReportsIn, list[listedReport]]{
	name:        "list_reports",
	title:       "List reports",
	description: "List a tenant's usage reports, with the versions that delete_reports needs. Reports of the tenants below it are not listed. Each report costs a request to the data centre, so set filters.",
	run:         runListReports,
}

// maxExamined is how many reports one call looks at.
const maxExamined = 200

func runListReports(ctx context.Context, s *service, in listReportsIn) (list[listedReport], error) {
	out := list[listedReport]{Items: []listedReport{}}
	limit, err := in.limit()
	if err != nil {
		return out, err
	}
	if in.PeriodBefore != "" {
		if _, err := parseDay("period_before", in.PeriodBefore); err != nil {
			return out, err
		}
	}
	tenant, err := s.tenants.Resolve(ctx, in.Tenant)
	if err != nil {
		return out, err
	}
	ids, err := s.Client.GetTenantReports(ctx, tenant)
	if err != nil {
		return out, err
	}
	arguments := []any{in.reportFilter, in.Detail}
	at, err := in.start(len(ids), func(i int) string { return ids[i] }, arguments)
	if err != nil {
		return out, err
	}
	// The API can't filter: reports are read a batch at a time until enough fit.
	end := min(at+maxExamined, len(ids))
	for first := at; at < end && len(out.Items) < limit && (at == first || !almostOver(ctx)); {
		batch := ids[at:min(at+figures.AtOnce, end)]
		tell(ctx, float64(at), float64(len(ids)), fmt.Sprintf("%d of %d reports read", at, len(ids)))
		for i, r := range readReports(ctx, s, batch) {
			if len(out.Items) == limit {
				break
			}
			at++
			if r.err != nil {
				out.Items = append(out.Items, listedReport{ID: batch[i], Error: s.explain(r.err)})
			} else if in.reportFilter.matches(r.report) {
				out.Items = append(out.Items, in.shape(batch[i], r.report))
			}
		}
		if err := ctx.Err(); err != nil {
			return list[listedReport]{}, err
		}
	}
	if in.reportFilter == (reportFilter{Tenant: in.Tenant}) {
		total := len(ids)
		out.Total = &total
	}
	if out.Truncated = at < len(ids); out.Truncated {
		out.NextCursor = next(ids[at-1], at, arguments)
		out.Hint = fmt.Sprintf("%d of the tenant's %d reports have been examined so far.", at, len(ids))
	}
	return out, nil
}

// almostOver reports whether a call has too little time left for another batch.
func almostOver(ctx context.Context) bool {
	deadline, ok := ctx.Deadline()
	return ok && time.Until(deadline) < 16*time.Second
}

// readReports reads reports side by side and keeps their order. One that fails
// has its reason.
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

// readReport is a report as it is now, or why it can't be seen.
type readReport struct {
	report *acronis.Report
	err    error
}

// matches reports whether a report passes.
func (f reportFilter) matches(r *acronis.Report) bool {
	p := r.Params()
	return (f.Kind == "" || p.Kind == string(f.Kind)) &&
		(f.Schedule == "" || r.Schedules().Type == string(f.Schedule)) &&
		(f.PeriodBefore == "" || p.Period.End != "" && p.Period.End < f.PeriodBefore)
}

// shape gives a report the form that was asked for.
func (in listReportsIn) shape(id string, r *acronis.Report) listedReport {
	if in.Detail {
		return listedReport{ID: id, Version: r.Version, Report: r}
	}
	p, schedule := r.Params(), r.Schedules()
	return listedReport{
		ID: id, Version: r.Version, Kind: p.Kind, Level: p.Level, Start: p.Period.Start, End: p.Period.End,
		Formats: p.Formats, Action: r.ResultAction,
		Schedule: schedule.Type, Enabled: schedule.Type == "monthly" && schedule.Enabled,
	}
}
