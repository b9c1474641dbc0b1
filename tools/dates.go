package tools

import (
	"cmp"
	"fmt"
	"time"

	"acronis-reports-mcp/acronis"
)

// parseDay parses an argument that is a day.
func parseDay(name, value string) (time.Time, error) {
	day, err := time.Parse(time.DateOnly, value)
	if err != nil {
		return day, refused(fmt.Sprintf("%s must be a day such as 2026-10-31, not %s.", name, describe(value)))
	}
	return day, nil
}

// daysOf returns the first and the last day of an argument that is a month.
func daysOf(month string) (first, last string, err error) {
	begin, err := time.Parse("2006-01", month)
	if err != nil {
		return "", "", refused(fmt.Sprintf("month must be a month such as 2026-10, not %s.", describe(month)))
	}
	return begin.Format(time.DateOnly), begin.AddDate(0, 1, -1).Format(time.DateOnly), nil
}

// periodOf returns the period given by arguments: a month, or a start and an
// end, both included. It refuses periods that end before they start, or in the
// future.
func periodOf(month, start, end string) (acronis.ReportPeriod, error) {
	none := acronis.ReportPeriod{}
	if month != "" {
		first, last, err := daysOf(month)
		if err != nil {
			return none, err
		}
		if start != "" && start != first || end != "" && end != last {
			return none, refused(fmt.Sprintf("month is %s, but start and end are other days (%s to %s): give month alone, or start and end without it.",
				month, cmp.Or(start, first), cmp.Or(end, last)))
		}
		start, end = first, last
	}
	if start == "" || end == "" {
		return none, refused("The period needs both start and end, or a month such as 2026-10.")
	}
	from, err := parseDay("start", start)
	if err != nil {
		return none, err
	}
	to, err := parseDay("end", end)
	if err != nil {
		return none, err
	}
	today := time.Now().UTC().Format(time.DateOnly)
	switch {
	case to.Before(from):
		return none, refused(fmt.Sprintf("end (%s) is before start (%s).", end, start))
	case month != "" && end >= today:
		return none, refused(fmt.Sprintf("%s is not over yet: today is %s (UTC). For the running month, call get_current_usage, or create_report with start and end.", month, today))
	case end > today:
		return none, refused(fmt.Sprintf("end (%s) is in the future: today is %s (UTC), which is the latest possible end.", end, today))
	}
	return acronis.ReportPeriod{Start: start, End: end}, nil
}
