package simulator

import (
	"bytes"
	"encoding/csv"
	"strconv"
)

// csvHeader has the columns that the vendor's own parser uses.
var csvHeader = []string{
	"application.id", "tenant.id", "tenant.kind", "name", "edition",
	"infra.id", "infra.backend_type", "infra.owner_id",
	"usage.absolute.production", "usage.absolute.total", "usage.absolute.trial",
	"usage.delta.production", "usage.delta.total", "usage.delta.trial",
	"usage.effective.production", "usage.effective.total", "usage.effective.trial",
}

// usageCSV returns a report as csv_v2_0. Assumptions: the columns after those of csvHeader, and that
// effective equals absolute.
func (d *DataCentre) usageCSV(p reportParameters) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	more := d.moreColumns(p)
	header := append([]string{}, csvHeader...)
	for _, c := range more {
		header = append(header, c.name)
	}
	w.Write(header) // to memory; can't fail
	for _, row := range d.usageRows(p) {
		w.Write(row.record(more))
	}
	w.Flush()
	return b.Bytes()
}

func (row usageRow) record(more []column) []string {
	record := []string{
		applicationOf(row.usageName), row.ID, row.Kind, row.meter.name, row.edition,
		row.infra.id, row.infra.backend, row.infra.owner,
	}
	for _, a := range []amount{row.absolute, row.delta, row.absolute} {
		record = append(record, digits(a.production), digits(a.total()), digits(a.trial))
	}
	for _, c := range more {
		record = append(record, c.value(row))
	}
	return record
}

// column is a column that isn't in csvHeader.
type column struct {
	name  string
	value func(row usageRow) string
}

// moreColumns returns the columns of a report after those of csvHeader. The documents say that there are
// more, and that show_skus adds one. Their names, except sku, and their order are assumptions.
func (d *DataCentre) moreColumns(p reportParameters) []column {
	var more []column
	if d.TenantNames {
		more = append(more, column{"tenant.name", func(row usageRow) string { return row.Name }})
	}
	if p.Kind == "usage_daily" || p.Kind == "usage_breakdown" {
		more = append(more, column{d.DayColumn, func(row usageRow) string { return row.day }})
	}
	if p.ShowSKUs != nil && *p.ShowSKUs {
		more = append(more, column{"sku", func(row usageRow) string { return row.sku }})
	}
	return more
}

func digits(n int64) string { return strconv.FormatInt(n, 10) }
