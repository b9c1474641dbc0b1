package sheets

import (
	"strings"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/usage"
)

// A Row is what a customer used of one thing in a month. docs/figures.md explains
// its columns.
type Row struct {
	Month           string `json:"month"` // YYYY-MM, or the days of another period
	Customer        string `json:"customer"`
	CustomerID      string `json:"customer_id"`
	InternalTag     string `json:"internal_tag"`
	Parent          string `json:"parent"`
	Usage           string `json:"usage"`
	Label           string `json:"label"`
	OfferingItem    string `json:"offering_item"`
	Edition         string `json:"edition"`
	Infra           string `json:"infra"`
	InfraID         string `json:"infra_id"`
	Owner           string `json:"owner"`
	OwnerKind       string `json:"owner_kind"`
	Backend         string `json:"backend"`
	SKU             string `json:"sku"`
	Class           string `json:"class"`
	Quantity        string `json:"quantity"` // exact, in Unit
	Unit            string `json:"unit"`
	Reading         string `json:"reading"` // Quantity rounded, in GiB, compute points or hours
	Trial           string `json:"trial"`   // exact, not in Quantity
	TrialReading    string `json:"trial_reading"`
	Scope           string `json:"scope"`
	Measure         string `json:"measure"`
	ProductionSince string `json:"production_since"` // YYYY-MM-DD
	Day             string `json:"day"`              // YYYY-MM-DD
	Application     string `json:"application"`
	ClassInferred   bool   `json:"class_inferred"`
	NoInfra         bool   `json:"no_infra"`          // rows that name no infrastructure, of a tenant that has others
	NotBelow        bool   `json:"not_in_rows_below"` // the difference between a partner's own row and the rows below it
}

// table has the columns. Their order is fixed; new ones are added at the end.
var table = []struct {
	name string
	kind columnKind
	of   func(*Row) string
}{
	{"month", texts, func(r *Row) string { return r.Month }},
	{"customer", texts, func(r *Row) string { return r.Customer }},
	{"customer_id", texts, func(r *Row) string { return r.CustomerID }},
	{"internal_tag", texts, func(r *Row) string { return r.InternalTag }},
	{"parent", texts, func(r *Row) string { return r.Parent }},
	{"usage", texts, func(r *Row) string { return r.Usage }},
	{"label", texts, func(r *Row) string { return r.Label }},
	{"offering_item", texts, func(r *Row) string { return r.OfferingItem }},
	{"edition", texts, func(r *Row) string { return r.Edition }},
	{"infra", texts, func(r *Row) string { return r.Infra }},
	{"infra_id", texts, func(r *Row) string { return r.InfraID }},
	{"owner", texts, func(r *Row) string { return r.Owner }},
	{"owner_kind", texts, func(r *Row) string { return r.OwnerKind }},
	{"backend", texts, func(r *Row) string { return r.Backend }},
	{"sku", texts, func(r *Row) string { return r.SKU }},
	{"class", texts, func(r *Row) string { return r.Class }},
	{"quantity", numbers, func(r *Row) string { return r.Quantity }},
	{"unit", texts, func(r *Row) string { return r.Unit }},
	{"reading", readings, func(r *Row) string { return r.Reading }},
	{"trial", numbers, func(r *Row) string { return r.Trial }},
	{"trial_reading", readings, func(r *Row) string { return r.TrialReading }},
	{"scope", texts, func(r *Row) string { return r.Scope }},
	{"measure", texts, func(r *Row) string { return r.Measure }},
	{"production_since", texts, func(r *Row) string { return r.ProductionSince }},
	{"day", texts, func(r *Row) string { return r.Day }},
	{"application", texts, func(r *Row) string { return r.Application }},
	{"class_inferred", texts, func(r *Row) string { return trueOrBlank(r.ClassInferred) }},
	{"no_infra", texts, func(r *Row) string { return trueOrBlank(r.NoInfra) }},
	{"not_in_rows_below", texts, func(r *Row) string { return trueOrBlank(r.NotBelow) }},
}

// columns are the names of the columns.
var columns = func() (names []string) {
	for _, column := range table {
		names = append(names, column.name)
	}
	return names
}()

// grid returns the rows for csv and xlsx.
func (s Sheet) grid() grid {
	g := grid{redact: s.Redact, rows: func(yield func([]string) bool) {
		for row := range s.rows().All() {
			if !yield(row.cells()) {
				return
			}
		}
	}}
	for _, c := range table {
		g.columns = append(g.columns, column{c.name, c.kind})
	}
	return g
}

func (r *Row) cells() []string {
	cells := make([]string, len(table))
	for i, column := range table {
		cells[i] = column.of(r)
	}
	return cells
}

func trueOrBlank(b bool) string {
	if b {
		return "true"
	}
	return ""
}

func newRow(a *figures.Answer, month string, g usage.Group, backends map[string]string) Row {
	k, n := a.Keys(g, true), a.Amount(g)
	t, _ := a.Selection.Tree.Find(g.Tenant)
	since, _, _ := strings.Cut(t.ProductionStartDate, "T")
	row := Row{
		Month: month, Customer: k.Tenant, CustomerID: k.TenantID, InternalTag: escape.Text(t.InternalTag), Parent: escape.Text(a.Selection.Tree.ParentName(t)),
		Usage: k.Usage, Label: k.Label, OfferingItem: k.OfferingItem, Edition: k.Edition,
		Infra: k.Infra, InfraID: k.InfraID, Owner: k.Owner, OwnerKind: string(k.OwnerKind), Backend: k.Backend, SKU: k.SKU,
		Class: string(figures.NameOf(g).Class), Quantity: n.Value, Unit: n.Unit, Reading: n.Reading, Trial: n.Trial, TrialReading: n.TrialReading,
		Scope: a.Scope, Measure: a.Measure, ProductionSince: escape.Text(since), Day: k.Day, Application: k.Application,
		ClassInferred: k.ClassInferred, NoInfra: k.NoInfra, NotBelow: k.NotBelow,
	}
	if row.Backend == "" {
		row.Backend = escape.Text(backends[g.Infra])
	}
	return row
}

// backendsOf returns the backends of infrastructure components by id, without
// those that have several.
func backendsOf(infras []usage.Infra) map[string]string {
	backends := map[string]string{}
	for _, infra := range infras {
		if known, ok := backends[infra.ID]; ok && known != infra.Backend {
			infra.Backend = ""
		}
		backends[infra.ID] = infra.Backend
	}
	return backends
}
