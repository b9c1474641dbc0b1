package tools

import (
	"fmt"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
)

// parseDay reads an argument that is a day.
func parseDay(name, value string) (time.Time, error) {
	day, err := time.Parse(time.DateOnly, value)
	if err != nil {
		return day, refused(fmt.Sprintf("%s must be a day such as 2026-10-31, not %s.", name, describe(value)))
	}
	return day, nil
}

// period is the span of days that arguments mean: a month, or a start and an
// end, both included. It refuses what is turned round or not over yet.
func period(month, start, end string) (first, last string, err error) {
	if month != "" {
		if start != "" || end != "" {
			return "", "", refused("Give either month, or start and end.")
		}
		begin, err := time.Parse("2006-01", month)
		if err != nil {
			return "", "", refused(fmt.Sprintf("month must be a month such as 2026-10, not %s.", describe(month)))
		}
		start, end = begin.Format(time.DateOnly), begin.AddDate(0, 1, -1).Format(time.DateOnly)
	}
	from, err := parseDay("start", start)
	if err != nil {
		return "", "", err
	}
	to, err := parseDay("end", end)
	if err != nil {
		return "", "", err
	}
	today := time.Now().UTC().Format(time.DateOnly)
	switch {
	case to.Before(from):
		return "", "", refused(fmt.Sprintf("The period is turned round: it ends on %s, before it starts on %s.", end, start))
	case month != "" && end >= today:
		return "", "", refused(fmt.Sprintf("%s is not over: today is %s (UTC). For the running month there is get_current_usage, or create_report with start and end.", month, today))
	case end > today:
		return "", "", refused(fmt.Sprintf("The period ends on %s, which is not over: today is %s (UTC). It may end today.", end, today))
	}
	return start, end, nil
}

// lengthOf is how long a period of a report is. Whole months are equally long.
func lengthOf(p acronis.ReportPeriod) string {
	from, err := time.Parse(time.DateOnly, p.Start)
	to, err2 := time.Parse(time.DateOnly, p.End)
	switch {
	case err != nil || err2 != nil:
		return "unknown"
	case from.Day() == 1 && to.Equal(from.AddDate(0, 1, -1)):
		return "a whole month"
	}
	return escape.Count(int(to.Sub(from).Hours()/24)+1, "day")
}
