package simulator

import (
	"fmt"
	"net/http"
	"slices"
	"time"
)

// createReport is POST /reports. The order of the checks is an assumption.
func (d *DataCentre) createReport(r *http.Request) (int, any, error) {
	now := time.Now().UTC()
	wire := reportJSON{
		Version:        d.FirstVersion,
		GenerationDate: now.Format(time.DateOnly), // assumption
		Recipients:     []string{},
		Schedule:       reportSchedule{Enabled: true}, // assumption
	}
	if err := readBody(r, d.postSchema(), &wire); err != nil {
		return 0, nil, err
	}
	d.complete(&wire.Parameters, wire.Schedule.Type, now)
	for _, refuse := range createRules {
		if err := refuse(d, wire, now); err != nil {
			return 0, nil, err
		}
	}
	wire.ID = d.newID('a')
	rep := &report{wire: wire, stored: d.store(wire, now, 'b')}
	d.generate(rep.stored, later(now, dateOf(wire.GenerationDate)))
	d.reports = append(d.reports, rep)
	return d.CreatedStatus, rep.show(), nil
}

// complete fills in what a request may leave out. Assumptions: without a period, usage_current is about
// yesterday and other kinds about the last whole month; an empty list of formats is the same as none.
func (d *DataCentre) complete(p *reportParameters, schedule string, now time.Time) {
	switch {
	case len(p.Formats) > 0:
	case schedule == "monthly":
		p.Formats = paper
	default:
		p.Formats = slices.Clone(d.DefaultFormats)
	}
	if p.Period != (reportPeriod{}) {
		return
	}
	first := now.AddDate(0, 0, -1)
	last := first
	if p.Kind != "usage_current" {
		last = now.AddDate(0, 0, -now.Day())
		first = last.AddDate(0, 0, 1-last.Day())
	}
	p.Period = reportPeriod{first.Format(time.DateOnly), last.Format(time.DateOnly)}
}

// newID returns the next id of a series: a for reports, b and 9 for stored reports. Ids are the same in
// each run.
func (d *DataCentre) newID(series rune) string {
	d.made[series]++
	return fmt.Sprintf("00000000-0000-4000-%c000-%012x", series, d.made[series])
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
