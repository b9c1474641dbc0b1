// Package sheets writes figures as rows of an invoice to csv, xlsx and json
// files.
package sheets

import (
	"cmp"
	"strings"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/usage"
)

// A Sheet has rows of an invoice, with their totals and proof.
type Sheet struct {
	Rows   []Row           `json:"rows"`
	Totals []figures.Total `json:"totals"`
	Rest   []figures.Total `json:"rest,omitempty"` // the totals without the rows
	Proof  any             `json:"proof"`

	// ProofLines are Proof as lines of a name and a value, for formats without
	// objects.
	ProofLines [][]string `json:"-"`
}

// A Row is a line of an invoice. The order of its columns is fixed; new ones
// are added at the end.
type Row struct {
	InternalTag string `json:"internal_tag"`
	Customer    string `json:"customer"`
	SKU         string `json:"sku"`
	Usage       string `json:"usage"`
	Edition     string `json:"edition"`
	Infra       string `json:"infra"`
	Quantity    string `json:"quantity"` // exact, in Unit
	Unit        string `json:"unit"`
	Scope       string `json:"scope"`
	Reading     string `json:"reading"` // Quantity rounded, in GiB, compute points or hours
	Measure     string `json:"measure"` // see figures
	CustomerID  string `json:"customer_id"`
	Day         string `json:"day"`               // YYYY-MM-DD, if grouped by day
	Application string `json:"application"`       // id, if grouped by application
	NoInfra     bool   `json:"no_infra"`          // a row without infrastructure, if the tenant also has rows with one
	NotBelow    bool   `json:"not_in_rows_below"` // the part of a tenant's own row that is not in the rows below it
}

var columns = []string{"internal_tag", "customer", "sku", "usage", "edition", "infra", "quantity", "unit", "scope", "reading", "measure", "customer_id",
	"day", "application", "no_infra", "not_in_rows_below"}

// The columns whose text comes only from this program, which is never a
// formula: numbers, and text that begins with one.
const (
	quantityColumn = 6
	readingColumn  = 9
)

func (r Row) cells() []string {
	return []string{r.InternalTag, r.Customer, r.SKU, r.Usage, r.Edition, r.Infra, r.Quantity, r.Unit, r.Scope, r.Reading, r.Measure, r.CustomerID,
		r.Day, r.Application, trueOrBlank(r.NoInfra), trueOrBlank(r.NotBelow)}
}

func trueOrBlank(b bool) string {
	if b {
		return "true"
	}
	return ""
}

// Rows returns the rows for groups of an answer.
func Rows(a *figures.Answer, groups []usage.Group) []Row {
	rows := []Row{}
	for _, g := range groups {
		rows = append(rows, newRow(a, g))
	}
	return rows
}

func newRow(a *figures.Answer, g usage.Group) Row {
	k, n := a.Keys(g, true), a.Amount(g)
	t, _ := a.Selection.Tree.Find(g.Tenant)
	row := Row{
		InternalTag: escape.Text(t.InternalTag), Customer: k.Tenant, SKU: k.SKU, Usage: k.Usage, Edition: k.Edition, Infra: k.Infra,
		Quantity: n.Value, Unit: n.Unit, Scope: a.Scope, Reading: n.Reading, Measure: a.Measure, CustomerID: k.TenantID,
		Day: k.Day, Application: k.Application, NoInfra: k.NoInfra, NotBelow: k.NotBelow,
	}
	if k.Owner != "" {
		row.Infra = cmp.Or(k.Infra, "infra") + " of " + k.Owner
	}
	return row
}

// sumLines returns the totals and the rest as lines of a name, a value, a unit
// and a reading.
func (s Sheet) sumLines() [][]string {
	var lines [][]string
	for _, t := range s.Totals {
		lines = append(lines, []string{"total " + t.Usage, t.Value, t.Unit, t.Reading})
	}
	for _, t := range s.Rest {
		lines = append(lines, []string{"not shown " + t.Usage, t.Value, t.Unit, t.Reading})
	}
	return lines
}

// Name returns the name of a file, from what is in it and with characters that
// every system allows.
func Name(a *figures.Answer) string {
	p := a.Report.Params()
	plain := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-':
			return r
		}
		return '_'
	}, "usage-"+a.Subject+"-"+p.Period.Start+"-"+p.Period.End)
	return plain[:min(len(plain), 100)]
}
