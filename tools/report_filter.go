package tools

import (
	"time"

	"acronis-reports-mcp/acronis"
)

type reportFilter struct {
	Tenant       string       `json:"tenant,omitempty" jsonschema_description:"Name or UUID; default: your own tenant"`
	Kind         reportKind   `json:"kind,omitempty"`
	Schedule     scheduleType `json:"schedule,omitempty"`
	Month        string       `json:"month,omitempty" jsonschema:"format=month" jsonschema_description:"YYYY-MM: periods within it"`
	PeriodAfter  string       `json:"period_after,omitempty" jsonschema:"format=date" jsonschema_description:"YYYY-MM-DD: periods that begin after it"`
	PeriodBefore string       `json:"period_before,omitempty" jsonschema:"format=date" jsonschema_description:"YYYY-MM-DD: periods that end before it"`
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
