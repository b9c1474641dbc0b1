// Package sheets writes figures as rows for an invoice, to files of csv, xlsx
// and json.
package sheets

import (
	"cmp"
	"strings"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/usage"
)

// A Sheet is rows for an invoice, with what proves them.
type Sheet struct {
	Rows   []Row           `json:"rows"`
	Totals []figures.Total `json:"totals"`
	Rest   []figures.Total `json:"rest,omitempty"` // of the totals, beside the rows
	Proof  any             `json:"proof"`

	// ProofLines are Proof as lines of a name and a value, for formats that have
	// no objects.
	ProofLines [][]string `json:"-"`
}

// A Row is a line of an invoice. Its columns are stable: new ones come after these.
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
	Day         string `json:"day"`               // YYYY-MM-DD, where days are kept apart
	Application string `json:"application"`       // id, where applications are kept apart
	NoInfra     bool   `json:"no_infra"`          // of rows that name no infrastructure beside some that do
	NotBelow    bool   `json:"not_in_rows_below"` // of what an own row has beside the rows below it
}

var columns = []string{"internal_tag", "customer", "sku", "usage", "edition", "infra", "quantity", "unit", "scope", "reading", "measure", "customer_id",
	"day", "application", "no_infra", "not_in_rows_below"}

// The columns with words of ours alone, which are never a formula: numbers, and
// what begins with one.
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

// Rows makes the rows of some groups of an answer.
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

// sumLines are the totals and the rest as lines of a name, a value, a unit and a reading.
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

// Name says what is in a file, in letters that any system takes.
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
