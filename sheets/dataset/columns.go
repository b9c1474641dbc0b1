package dataset

// Version is the version of the columns. It changes whenever a column changes its
// name, type or meaning.
const Version = 1

// A Column is a column of a table.
type Column struct {
	Name     string `json:"name"`
	Type     string `json:"type"` // text, integer, decimal, date, timestamp or boolean
	Unit     string `json:"unit,omitempty"`
	Meaning  string `json:"meaning"`
	Personal bool   `json:"personal,omitempty"` // may name a person or company; empty with --no-names
}

// partitions are the columns that are in the paths of files, not in the files.
var partitions = []Column{
	{Name: "data_centre", Type: "text", Meaning: "The data centre: the first part of its host name without -cloud, or demo."},
	{Name: "month", Type: "text", Meaning: "The month, YYYY-MM."},
}

const inUnit = "the unit in column unit"

var usageColumns = []Column{
	{Name: "period_start", Type: "date", Meaning: "The first day of the report's period."},
	{Name: "period_end", Type: "date", Meaning: "The last day of the report's period."},
	{Name: "report_id", Type: "text", Meaning: "The report."},
	{Name: "stored_report_id", Type: "text", Meaning: "The stored report, a file of the report."},
	{Name: "report_sha256", Type: "text", Meaning: "SHA-256 of the stored report as downloaded."},
	{Name: "report_created_at", Type: "timestamp", Meaning: "When the stored report was made."},
	{Name: "line", Type: "integer", Meaning: "The line of the stored report that the row is from, counted from 1."},
	{Name: "tenant_id", Type: "text", Meaning: "The tenant whose usage the row is."},
	{Name: "tenant_name", Type: "text", Meaning: "Its name when the month was written, or else the name in the report.", Personal: true},
	{Name: "tenant_kind", Type: "text", Meaning: "Its kind in the report: partner, folder, customer or unit."},
	{Name: "parent_id", Type: "text", Meaning: "The tenant above it when the month was written."},
	{Name: "path", Type: "text", Meaning: "The names of the tenants above it when the month was written, from the top, separated by ' / '.", Personal: true},
	{Name: "internal_tag", Type: "text", Meaning: "Its internal tag.", Personal: true},
	{Name: "pricing_mode", Type: "text", Meaning: "trial, production or suspended, when the month was written."},
	{Name: "usage", Type: "text", Meaning: "The usage name, which is the same in all editions."},
	{Name: "offering_item", Type: "text", Meaning: "The name in the report."},
	{Name: "label", Type: "text", Meaning: "The offering item in words."},
	{Name: "class", Type: "text", Meaning: "billable, informational (part of other usages), feature, or unclear."},
	{Name: "edition", Type: "text", Meaning: "The edition."},
	{Name: "application_id", Type: "text", Meaning: "The application."},
	{Name: "infra_id", Type: "text", Meaning: "The infrastructure component, such as a storage."},
	{Name: "infra_name", Type: "text", Meaning: "Its name.", Personal: true},
	{Name: "infra_backend", Type: "text", Meaning: "Its backend type."},
	{Name: "owner_id", Type: "text", Meaning: "The tenant that owns the infrastructure component."},
	{Name: "owner_name", Type: "text", Meaning: "Its name.", Personal: true},
	{Name: "owner_kind", Type: "text", Meaning: "vendor, own, reseller, above or unknown."},
	{Name: "sku", Type: "text", Meaning: "The SKU, if the report has SKUs."},
	{Name: "unit", Type: "text", Meaning: "The unit of all quantities of the row, such as bytes, seconds or quantity."},
	{Name: "end_production", Type: "decimal", Unit: inUnit, Meaning: "The reading at the end of the period, of tenants in production."},
	{Name: "end_trial", Type: "decimal", Unit: inUnit, Meaning: "The same of tenants on trial."},
	{Name: "end_total", Type: "decimal", Unit: inUnit, Meaning: "Production and trial."},
	{Name: "change_production", Type: "decimal", Unit: inUnit, Meaning: "The change in the period, of tenants in production."},
	{Name: "change_trial", Type: "decimal", Unit: inUnit, Meaning: "The same of tenants on trial."},
	{Name: "change_total", Type: "decimal", Unit: inUnit, Meaning: "Production and trial."},
	{Name: "billed", Type: "decimal", Unit: inUnit, Meaning: "What is usually billed: end_production, but change_production of compute points."},
	{Name: "counted", Type: "boolean", Meaning: "Whether the row is in the totals of summarize_usage. The rows of a partner contain those of its customers, so a sum without this condition counts usage several times."},
}

var rejectedColumns = []Column{
	{Name: "report_id", Type: "text", Meaning: "The report."},
	{Name: "stored_report_id", Type: "text", Meaning: "The stored report."},
	{Name: "line", Type: "integer", Meaning: "The line of the stored report where the row begins, counted from 1."},
	{Name: "reason", Type: "text", Meaning: "Why the row is in no sum."},
}
