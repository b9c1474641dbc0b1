package tools

import (
	"context"
	"fmt"
	"strings"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
)

// describeReports lists reports for the user, with tenant, kind, level and
// period. Reports that differ only in their periods are on one line, at the
// place of the first.
func (s *service) describeReports(ctx context.Context, reports []*acronis.Report) string {
	var order, users []string
	for _, r := range reports {
		users = append(users, r.Recipients...)
	}
	names := s.userNames(ctx, users)
	periods := map[string][]string{}
	for _, r := range reports {
		what := describeReport(ctx, s, r, names)
		if periods[what] == nil {
			order = append(order, what)
		}
		periods[what] = append(periods[what], shortPeriod(*r.Params().Period)+" ("+quoteID(r.ID)+")")
	}
	lines := make([]string, len(order))
	for i, what := range order {
		lines[i] = "- " + escape.Text(what+": "+strings.Join(periods[what], ", "))
	}
	return strings.Join(lines, "\n")
}

// describeReport says in a few words what a report is about, without its
// period.
func describeReport(ctx context.Context, s *service, r *acronis.Report, users map[string]string) string {
	p := r.Params()
	text := fmt.Sprintf("%s about %s, level %s, made %s", quoteUnlessKnown[reportKind](p.Kind), s.subject(ctx, p.TenantID),
		quoteUnlessKnown[reportLevel](p.Level), quoteUnlessKnown[scheduleType](r.Schedules().Type))
	if len(r.Recipients) > 0 {
		text += ", mailed to " + listUsers(r.Recipients, users)
	}
	return text
}

// shortPeriod returns a period in short form, such as 2026-10 for a whole
// month.
func shortPeriod(p acronis.ReportPeriod) string {
	first, err := time.Parse(time.DateOnly, p.Start)
	_, lastErr := time.Parse(time.DateOnly, p.End)
	switch {
	case p.Start == "" && p.End == "":
		return "no period"
	case err == nil && figures.LengthOf(p).WholeMonth:
		return first.Format("2006-01")
	case err != nil || lastErr != nil:
		return quoteWord(p.Start) + " to " + quoteWord(p.End)
	}
	return p.Start + " to " + p.End
}
