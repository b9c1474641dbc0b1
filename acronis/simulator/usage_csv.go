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

// usageCSV is a report as csv_v2_0. Assumptions: effective is the same as absolute; show_skus adds a
// column sku; the names of the other columns beyond those known.
func (d *DataCentre) usageCSV(s stored) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	header, extra := csvHeader, d.extraColumns(s.parameters)
	for _, column := range extra {
		header = append(header[:len(header):len(header)], column.name)
	}
	w.Write(header) // to memory; can't fail
	for _, row := range d.rows(s) {
		m := row.meter
		record := []string{applicationID, row.tenant.ID, row.tenant.Kind, m.name, m.edition, m.infra.id, m.infra.backend, m.infra.owner}
		for _, a := range []amount{row.now, row.delta, row.now} {
			record = append(record, digits(a.production), digits(a.total()), digits(a.trial))
		}
		for _, column := range extra {
			record = append(record, column.of(row))
		}
		w.Write(record)
	}
	w.Flush()
	return b.Bytes()
}

// column is one beyond those that the vendor's parser looks for.
type column struct {
	name string
	of   func(usageRow) string
}

func (d *DataCentre) extraColumns(p reportParameters) []column {
	var extra []column
	if d.TenantNames {
		extra = append(extra, column{"tenant.name", func(r usageRow) string { return r.name }})
	}
	if isTrue(p.ShowSKUs) {
		extra = append(extra, column{"sku", func(r usageRow) string { return r.meter.sku }})
	}
	if p.Kind == "usage_daily" || p.Kind == "usage_breakdown" {
		extra = append(extra, column{d.DayColumn, func(r usageRow) string { return r.day }})
	}
	return extra
}

func digits(n int64) string { return strconv.FormatInt(n, 10) }
