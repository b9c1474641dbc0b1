package tools

// Format returns the format of ids in schemas.
func (uuid) Format() string { return "uuid" }

// Arguments that have one of several values, in the vendor's order.
type (
	tenantKind    string
	pricingMode   string
	reportKind    string
	reportLevel   string
	reportFormat  string
	resultAction  string
	scheduleType  string
	tenantOrder   string
	groupKey      string
	measure       string
	scope         string
	detail        string
	groupOrder    string
	changeOrder   string
	exportFormat  string
	priceKey      string
	priceOrder    string
	priceShow     string
	invoiceLayout string
)

// Enum returns the values for the tool's input schema, as for all types here.
func (tenantKind) Enum() []string {
	return []string{"root", "partner", "folder", "customer", "unit"}
}
func (pricingMode) Enum() []string { return []string{"trial", "production", "suspended"} }
func (reportKind) Enum() []string {
	return []string{"usage_daily", "usage_summary", "usage_current", "usage_breakdown"}
}
func (reportLevel) Enum() []string {
	return []string{"itself", "direct_partners", "all_partners", "all_customers", "accounts"}
}
func (reportFormat) Enum() []string {
	return []string{"csv", "html", "json_v1", "csv_v2_0", "json_v2_0"}
}
func (resultAction) Enum() []string { return []string{"save", "send"} }
func (tenantOrder) Enum() []string  { return []string{"name", "created", "production"} }
func (scheduleType) Enum() []string { return []string{"once", "monthly"} }
func (groupKey) Enum() []string {
	return []string{"tenant", "usage", "offering_item", "edition", "infra", "owner", "backend", "application", "sku", "day"}
}
func (measure) Enum() []string {
	return []string{"billed", "end", "change", "peak", "average"}
}
func (scope) Enum() []string        { return []string{"production", "trial", "total"} }
func (detail) Enum() []string       { return []string{"short", "full"} }
func (groupOrder) Enum() []string   { return []string{"value", "name"} }
func (changeOrder) Enum() []string  { return []string{"change", "percent", "growth", "name"} }
func (exportFormat) Enum() []string { return []string{"csv", "xlsx", "json"} }
func (priceKey) Enum() []string     { return []string{"account", "customer", "line", "usage", "sku"} }
func (invoiceLayout) Enum() []string {
	return []string{"usage", "invoice", "psa", "xero", "quickbooks", "dataset"}
}
func (priceShow) Enum() []string  { return []string{"charge", "cost", "margin"} }
func (priceOrder) Enum() []string { return []string{"amount", "name"} }
