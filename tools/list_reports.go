package tools

import (
	"context"
	"fmt"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/figures"
)

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
	if complete && total == 0 {
		out.Hint = l.nothing()
	}
	return out, nil
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
