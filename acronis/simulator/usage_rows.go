package simulator

import "time"

// usageRow is a row of a report: a tenant and a meter, and a day if the report has rows by day.
type usageRow struct {
	tenant
	meter
	day             string
	absolute, delta amount
}

// span is the time that a row covers.
type span struct {
	day      string // "" unless the report has rows by day
	from, to moment
}

// usageRows returns the rows of a report, for any format. That it has a row for each meter, used or not,
// is an assumption.
func (d *DataCentre) usageRows(p reportParameters) []usageRow {
	hide := p.HideZeroUsage != nil && *p.HideZeroUsage
	ts := d.treeOf(p)
	var rows []usageRow
	for _, t := range ts.covered(p) {
		for _, s := range d.spans(p, t) {
			for i, m := range d.meters {
				if d.NoParts && parts[m.usageName] {
					continue
				}
				row := usageRow{tenant: t, meter: m, day: s.day, absolute: ts.usage(t, i, s.to)}
				row.delta = row.absolute.minus(ts.usage(t, i, s.from))
				if !hide || row.absolute != (amount{}) || row.delta != (amount{}) {
					rows = append(rows, row)
				}
			}
		}
	}
	return rows
}

// spans returns the times that a report covers. Assumptions: usage_breakdown is the same as usage_daily;
// deltas of days are those of the day; for usage_current, a tenant's billing period begins each month on
// the day on which its production began.
func (d *DataCentre) spans(p reportParameters, t tenant) []span {
	start, end := dateOf(p.Period.Start), dateOf(p.lastDay())
	switch p.Kind {
	case "usage_daily", "usage_breakdown":
		var days []span
		for day := start; !day.After(end); day = day.AddDate(0, 0, 1) {
			days = append(days, span{day.Format(time.DateOnly), endOf(day.AddDate(0, 0, -1)), endOf(day)})
		}
		return days
	case "usage_current":
		start = t.billed(end)
	default:
		if d.DeltaSkipsFirstDay {
			start = start.AddDate(0, 0, 1)
		}
	}
	return []span{{"", endOf(start.AddDate(0, 0, -1)), endOf(end)}}
}

// billed returns the first day of a tenant's billing period that contains a day.
func (t tenant) billed(day time.Time) time.Time {
	begin := t.CreatedAt
	if t.ProductionStartDate != nil {
		begin = *t.ProductionStartDate
	}
	of := dateOf(begin[:len(time.DateOnly)]).Day()
	for day.Day() != of {
		day = day.AddDate(0, 0, -1)
	}
	return day
}

// dateOf returns a day, or the zero time if the text is not a day.
func dateOf(date string) time.Time {
	day, _ := time.Parse(time.DateOnly, date)
	return day
}
