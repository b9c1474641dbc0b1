package simulator

import (
	"cmp"
	"time"
)

// usageRow is what a tenant used of a meter.
type usageRow struct {
	tenant     tenant
	name       string // of the tenant, as the report has it
	meter      meter
	day        string // YYYY-MM-DD, where the report has a row a day
	now, delta amount
}

// rows returns what is inside a stored report: a row for each tenant and meter, and for usage_daily and
// usage_breakdown for each day of the period. Assumptions: delta is from the end of the first day to the
// end of the last, of a day from the end of the day before; usage_current tells of the day before it was
// made, with deltas since that month began, where the vendor has each tenant in its own billing period.
func (d *DataCentre) rows(s stored) []usageRow {
	p := s.parameters
	if p.Kind == "usage_current" {
		yesterday := s.created.AddDate(0, 0, -1)
		p.Period = reportPeriod{yesterday.AddDate(0, 0, 1-yesterday.Day()).Format(time.DateOnly), yesterday.Format(time.DateOnly)}
	}
	var rows []usageRow
	for _, t := range d.covered(p) {
		for _, span := range spans(p) {
			for i, m := range meters {
				now, before := d.usage(t, i, span.End, p.Period.End), d.usage(t, i, span.Start, p.Period.End)
				row := usageRow{t, t.nameOn(p.Period.End), m, span.day, now, now.minus(before)}
				if isTrue(p.HideZeroUsage) && row.now == (amount{}) && row.delta == (amount{}) {
					continue
				}
				rows = append(rows, row)
			}
		}
	}
	return rows
}

// span is a period, and the day it stands for if it is one.
type span struct {
	reportPeriod
	day string
}

func spans(p reportParameters) []span {
	if p.Kind != "usage_daily" && p.Kind != "usage_breakdown" {
		return []span{{p.Period, ""}}
	}
	var days []span
	for day := madeOn(p.Period.Start); !day.After(madeOn(p.Period.End)); day = day.AddDate(0, 0, 1) {
		text := day.Format(time.DateOnly)
		days = append(days, span{reportPeriod{day.AddDate(0, 0, -1).Format(time.DateOnly), text}, text})
	}
	return days
}

func isTrue(b *bool) bool { return *cmp.Or(b, new(bool)) }
