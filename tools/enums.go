package tools

import "github.com/invopop/jsonschema"

// JSONSchemaExtend tells clients, and our own check, what form the id has.
func (uuid) JSONSchemaExtend(s *jsonschema.Schema) { s.Format = "uuid" }

// The words that arguments are chosen from, each in the vendor's order.
type (
	tenantKind   string
	pricingMode  string
	reportKind   string
	reportLevel  string
	reportFormat string
	resultAction string
	scheduleType string
	groupKey     string
	measure      string
	scope        string
	overDays     string
	groupOrder   string
	exportFormat string
)

func enum(s *jsonschema.Schema, words ...any) { s.Enum = words }

// JSONSchemaExtend names the words in the tool's input schema, as on all types here.
func (tenantKind) JSONSchemaExtend(s *jsonschema.Schema) {
	enum(s, "root", "partner", "folder", "customer", "unit")
}
func (pricingMode) JSONSchemaExtend(s *jsonschema.Schema) {
	enum(s, "trial", "production", "suspended")
}
func (reportKind) JSONSchemaExtend(s *jsonschema.Schema) {
	enum(s, "usage_daily", "usage_summary", "usage_current", "usage_breakdown")
}
func (reportLevel) JSONSchemaExtend(s *jsonschema.Schema) {
	enum(s, "itself", "direct_partners", "all_partners", "all_customers", "accounts")
}
func (reportFormat) JSONSchemaExtend(s *jsonschema.Schema) {
	enum(s, "csv", "html", "json_v1", "csv_v2_0", "json_v2_0")
}
func (resultAction) JSONSchemaExtend(s *jsonschema.Schema) { enum(s, "save", "send") }
func (scheduleType) JSONSchemaExtend(s *jsonschema.Schema) { enum(s, "once", "monthly") }
func (groupKey) JSONSchemaExtend(s *jsonschema.Schema) {
	enum(s, "tenant", "usage", "application", "edition", "infra", "sku", "day")
}
func (measure) JSONSchemaExtend(s *jsonschema.Schema)      { enum(s, "absolute", "delta") }
func (scope) JSONSchemaExtend(s *jsonschema.Schema)        { enum(s, "production", "trial", "total") }
func (overDays) JSONSchemaExtend(s *jsonschema.Schema)     { enum(s, "last", "max", "average") }
func (groupOrder) JSONSchemaExtend(s *jsonschema.Schema)   { enum(s, "value", "name") }
func (exportFormat) JSONSchemaExtend(s *jsonschema.Schema) { enum(s, "csv", "xlsx", "json") }
