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

// aboutWanted says which of the tenants asked for the file has no rows of, and
// why, and which were deleted since the period began. Of tenants that aren't
// customers or units it says nothing: the rows of those below count.
func (a *Answer) aboutWanted() []Warning {
	if a.Summary.Rows == 0 {
		return []Warning{{Kind: EmptyFile, Source: a.Source}}
	}
	has := map[string]bool{}
	for _, row := range a.Summary.Tenants {
		has[row.ID] = true
	}
	period := *a.Report.Params().Period
	var without, deleted []Absent
	for _, id := range a.Selection.Wanted {
		t, known := a.Selection.Tree.Find(id)
		if !known || t.Kind != "customer" && t.Kind != "unit" {
			continue
		}
		absent := Absent{Name: a.Name(id), Why: absenceOf(t, period)}
		if day := dayOf(t.DeletedAt); day >= period.Start {
			absent.Deleted = day
		}
		switch {
		case !has[id]:
			without = append(without, absent)
		case absent.Deleted != "":
			deleted = append(deleted, absent)
		}
	}
	var w []Warning
	if without != nil {
		w = append(w, Warning{Kind: WithoutRows, Absent: without})
	}
	if deleted != nil {
		w = append(w, Warning{Kind: DeletedSince, Absent: deleted})
	}
	return w
}

// Absent is a tenant that was deleted, or has no rows in a file.
type Absent struct {
	Name    string
	Why     Absence // it has no rows, if that is known
	Deleted string  // YYYY-MM-DD, in the period or after it
}
