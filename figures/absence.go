package figures

import (
	"strings"

	"acronis-reports-mcp/acronis"
)

// An Absence is why a tenant has no figures of a period. The zero Absence is none.
type Absence struct {
	CreatedAfter  string // YYYY-MM-DD
	DeletedBefore string
}

// Absence returns why a customer or unit can't have figures of a period.
func (s *Search) Absence(p acronis.ReportPeriod) Absence {
	if !s.isCustomer() {
		return Absence{}
	}
	return absenceOf(s.Tenant, p)
}

// absenceOf is whether a tenant was created after a period, or deleted before it.
func absenceOf(t acronis.Tenant, p acronis.ReportPeriod) Absence {
	var a Absence
	if day := dayOf(t.CreatedAt); day > p.End {
		a.CreatedAfter = day
	}
	if day := dayOf(t.DeletedAt); day != "" && day < p.Start {
		a.DeletedBefore = day
	}
	return a
}

// dayOf is the day of a time as the API writes it.
func dayOf(at string) string {
	day, _, _ := strings.Cut(at, "T")
	return day
}

// withoutRows says which of the tenants asked for the file has no rows of, and
// why. Those it says something of are customers and units: of others the rows of
// who is below count.
func (a *Answer) withoutRows() []Warning {
	if a.Summary.Rows == 0 {
		return []Warning{{Kind: EmptyFile, Source: a.Source}}
	}
	has := map[string]bool{}
	for _, row := range a.Summary.Tenants {
		has[row.ID] = true
	}
	var without []Absent
	for _, id := range a.Selection.Wanted {
		t, known := a.Selection.Tree.Find(id)
		if known && !has[id] && (t.Kind == "customer" || t.Kind == "unit") {
			without = append(without, Absent{a.Name(id), absenceOf(t, *a.Report.Params().Period)})
		}
	}
	if without == nil {
		return nil
	}
	return []Warning{{Kind: WithoutRows, Absent: without}}
}

// Absent is a tenant without rows, by its name, and why, if that is known.
type Absent struct {
	Name string
	Why  Absence
}
