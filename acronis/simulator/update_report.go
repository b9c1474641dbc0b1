package simulator

import (
	"net/http"
	"slices"
)

// updateReport is PUT /reports/{report_id}, which needs no version: the last update wins. That it
// increases the version even if nothing changes is an assumption.
func (d *DataCentre) updateReport(r *http.Request) (int, any, error) {
	rep, err := d.report(r)
	if err != nil {
		return 0, nil, err
	}
	wire := d.keep(rep.wire)
	if err := readBody(r, putSchema, &wire); err != nil {
		return 0, nil, err
	}
	if wire.Schedule.Type != "monthly" {
		return 0, nil, platform(d.UpdateOnceStatus, codeMalformed, "Only scheduled reports can be updated.")
	}
	wire.Version += d.VersionStep
	rep.wire, rep.raw = wire, nil
	return http.StatusOK, rep.show(), nil
}

// keep returns a copy of the fields that an update leaves unchanged.
func (d *DataCentre) keep(wire reportJSON) reportJSON {
	wire.Recipients = append([]string{}, wire.Recipients...)
	wire.Parameters.HideZeroUsage = copyOf(wire.Parameters.HideZeroUsage)
	wire.Parameters.ShowSKUs = copyOf(wire.Parameters.ShowSKUs)
	if d.UpdateResets {
		wire.Recipients, wire.Schedule.Enabled = []string{}, true
		wire.Parameters.HideZeroUsage, wire.Parameters.ShowSKUs = nil, nil
	}
	wire.Parameters.Formats = slices.Clone(wire.Parameters.Formats)
	return wire
}

func copyOf(b *bool) *bool {
	if b == nil {
		return nil
	}
	c := *b
	return &c
}
