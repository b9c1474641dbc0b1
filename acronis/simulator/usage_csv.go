package simulator

import (
	"bytes"
	"encoding/csv"
	"strconv"
)

// csvHeader is the columns that the vendor's own parser looks for. There are more, of unknown names.
var csvHeader = []string{
	"application.id", "tenant.id", "tenant.kind", "name", "edition",
	"infra.id", "infra.backend_type", "infra.owner_id",
	"usage.absolute.production", "usage.absolute.total", "usage.absolute.trial",
	"usage.delta.production", "usage.delta.total", "usage.delta.trial",
	"usage.effective.production", "usage.effective.total", "usage.effective.trial",
}

// usageCSV is a report as csv_v2_0: a row for each tenant and meter. Assumptions: every kind looks like
// usage_summary; delta is from the end of the first day to the end of the last; effective is the same as
// absolute; backend and owner of the infrastructure are left empty.
func (d *DataCentre) usageCSV(p reportParameters) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Write(csvHeader) // to memory; can't fail
	for _, t := range d.covered(p) {
		for i, m := range meters {
			now := d.usage(t, i, p.Period.End)
			delta := now.minus(d.usage(t, i, p.Period.Start))
			if p.HideZeroUsage != nil && *p.HideZeroUsage && now == (amount{}) && delta == (amount{}) {
				continue
			}
			row := []string{applicationID, t.ID, t.Kind, m.name, edition, m.infraID, "", ""}
			for _, a := range []amount{now, delta, now} {
				row = append(row, digits(a.production), digits(a.total()), digits(a.trial))
			}
			w.Write(row)
		}
	}
	w.Flush()
	return b.Bytes()
}

func digits(n int64) string { return strconv.FormatInt(n, 10) }
