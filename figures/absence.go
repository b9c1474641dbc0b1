package figures

import (
	"context"
	"slices"

	"acronis-reports-mcp/acronis"
)

// An Absence says why a tenant has no figures for a period. The zero Absence
// gives no reason.
type Absence struct {
	CreatedAfter  string // YYYY-MM-DD
	DeletedBefore string
	NotListed     bool   // it is a unit, and the report lists none
	Inside        string // name of the tenant in whose rows its usage is, because the report doesn't list each customer
}

// Absence returns why a customer or unit can't have figures for a period.
func (s *Search) Absence(p acronis.ReportPeriod) Absence {
	if !s.isCustomer() {
		return Absence{}
	}
	return absenceOf(s.Tenant, p)
}

// absenceOf returns whether a tenant was created after a period or deleted
// before it.
func absenceOf(t acronis.Tenant, p acronis.ReportPeriod) Absence {
	var a Absence
	if day := acronis.Day(t.CreatedAt); day > p.End {
		a.CreatedAfter = day
	}
	if day := acronis.Day(t.DeletedAt); day != "" && day < p.Start {
		a.DeletedBefore = day
	}
	return a
}

// aboutWanted returns which of the selected tenants have no rows in the file,
// and why, and which were deleted since the period began. It covers only
// customers and units, because other tenants are counted by the rows of those
// below them.
func (a *Answer) aboutWanted() []Warning {
	if a.Summary.Rows == 0 {
		return []Warning{{Kind: EmptyFile, Source: a.Source}}
	}
	has := a.haveRows()
	period := *a.Report.Params().Period
	var without, deleted []Absent
	for _, id := range a.Selection.Wanted {
		t, known := a.Selection.Tree.Find(id)
		if !known || !acronis.IsCustomer(t.Kind) {
			continue
		}
		absent := Absent{Name: a.Name(id), Why: absenceOf(t, period)}
		if above := a.containing(id, has); above != "" {
			absent.Why.Inside = a.Name(above)
		}
		absent.Why.NotListed = t.Kind == "unit" && id != a.Selection.Subject && a.Selection.Level != "accounts"
		if day := acronis.Day(t.DeletedAt); day >= period.Start {
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
	for _, id := range a.unseen() {
		w = append(w, Warning{Kind: CustomerUnmatched, Names: []string{id}, Exists: a.nearest})
	}
	if without != nil {
		w = append(w, Warning{Kind: WithoutRows, Absent: without})
	}
	if deleted != nil {
		w = append(w, Warning{Kind: DeletedSince, Absent: deleted})
	}
	return w
}

// unseen returns the ids of selected tenants that are neither among the tenants
// nor in the file.
func (a *Answer) unseen() (ids []string) {
	had := map[string]bool{}
	for _, id := range a.Selection.Wanted {
		if _, known := a.Selection.Tree.Find(id); !known && !had[id] {
			had[id] = true
			ids = append(ids, id)
		}
	}
	if ids == nil {
		return nil
	}
	for t := range a.Summary.Tenants.All() {
		delete(had, t.ID)
	}
	return slices.DeleteFunc(ids, func(id string) bool { return !had[id] })
}

// checkUnseen refuses ids of customers that match nothing, as newCriteria does
// with names. It notes which names there are.
func (a *Answer) checkUnseen(ctx context.Context) (err error) {
	unseen := a.unseen()
	if len(unseen) == 0 {
		return nil
	}
	if a.nearest, err = a.Selection.Tree.Nearest(ctx, unseen[0], a.Tenant(), maxSuggested); err != nil {
		return err
	}
	if a.Customers == nil || a.Summary.Rows == 0 || !a.Strict && len(unseen) < len(a.Selection.Wanted) {
		return nil
	}
	return &CustomerError{Reason: NoMatch, Customer: unseen[0], Exists: a.nearest}
}

// seen returns what the entries of the filter of customers matched, without ids
// that match nothing.
func (a *Answer) seen(matched []Match) []Match {
	unseen := a.unseen()
	return slices.DeleteFunc(slices.Clone(matched), func(m Match) bool {
		id, isID := acronis.ParseUUID(m.Entry)
		return isID && slices.Contains(unseen, id)
	})
}

// An Absent is a tenant that was deleted, or that has no rows in a file.
type Absent struct {
	Name    string
	Why     Absence // why it has no rows, if known
	Deleted string  // YYYY-MM-DD, in the period or after it
}
