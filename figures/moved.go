package figures

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"slices"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/interrupt"
	"acronis-reports-mcp/usage"
)

// Moved is a tenant that moved.
type Moved struct {
	Name   string
	Whole  string // name of the tenant that it moved out of or into
	Away   bool   // it moved out of Whole
	Parent string // name of its parent now
}

// moves returns the moves that explain why control totals differ.
func (a *Answer) moves() []Moved {
	var moved []Moved
	for _, m := range a.Summary.Moves {
		t, _ := a.Selection.Tree.Find(m.Tenant)
		whole := cmp.Or(m.Whole, a.Selection.Subject)
		moved = append(moved, Moved{Name: a.Name(m.Tenant), Whole: a.Name(whole), Away: m.Away, Parent: a.Name(t.ParentID)})
	}
	return moved
}

// ownRowDiffers returns the warning that the own rows of the report's subject, or
// of selected tenants, have more, or less, than the rows of the tenants below.
func (a *Answer) ownRowDiffers() Warning {
	w := Warning{Kind: OwnRowDiffers, Moved: a.moves(), Count: a.notBelow(), Source: a.Source}
	switch {
	case a.leavesOutCustomers():
		w.Kind = CustomersInOwnRow
	case a.Selection.ofSubject():
		w.Kind = SubjectRowDiffers
	}
	for _, id := range a.Summary.Control.Wholes {
		w.Names = append(w.Names, a.Name(id))
	}
	return w
}

// notBelow returns how many groups are what own rows have beside those below.
func (a *Answer) notBelow() (n int) {
	groups := a.Summary.Groups
	for i := range groups.Len() {
		if groups.Keys()[groups.KeyOf(i)].NotBelow {
			n++
		}
	}
	return n
}

// dropNothing removes the NotBelow groups whose value for the question's
// measure and scope is 0. The error is that of the context.
func (a *Answer) dropNothing(ctx context.Context) error {
	notBelow := func(key usage.Group) bool { return key.NotBelow }
	if len(a.Selection.wholes) > 0 && slices.ContainsFunc(a.Summary.Groups.Keys(), notBelow) {
		check := interrupt.New(ctx)
		a.Summary.Groups.DeleteFunc(func(g usage.Group) bool {
			if check.Err() != nil || !g.NotBelow {
				return false
			}
			amounts := g.Of(a.Measure)
			return amounts.In(a.Scope).IsZero() && (a.Scope != "production" || amounts.Trial.IsZero())
		})
	}
	return ctx.Err()
}

// movedHere returns the names of customers that are below the subject now and
// have no rows in the file, although they existed in its period, if they have
// changed since it ended. If the subject is at the top of all visible tenants,
// it returns none. If the context ends, it returns only some.
func (s *Selection) movedHere(ctx context.Context, file iter.Seq[usage.Tenant], end string, name func(id string) string) (names []string) {
	if s.partial() || !s.mayGain() {
		return nil
	}
	has := map[string]bool{}
	for t := range file {
		has[t.ID] = true
	}
	for t := range interrupt.Seq(ctx, slices.Values(s.Tree.All)) {
		if !has[t.ID] && s.cameSince(t, end) {
			names = append(names, name(t.ID))
		}
	}
	return names
}

// mayGain reports whether customers may have moved to below the subject. Nobody
// is assumed to have moved to below the top of all visible tenants.
func (s *Selection) mayGain() bool {
	subject, _ := s.Tree.Find(s.Subject)
	_, below := s.Tree.Find(subject.ParentID)
	return below && len(s.wanted) == 0 && s.listsCustomers()
}

// cameSince reports whether a tenant is a customer below the subject that existed
// at the end of a period and has changed since.
func (s *Selection) cameSince(t acronis.Tenant, end string) bool {
	existed := acronis.Day(t.CreatedAt) <= end && (t.DeletedAt == "" || acronis.Day(t.DeletedAt) > end)
	return t.Kind == "customer" && existed && acronis.Day(t.UpdatedAt) > end && s.Tree.Within(t.ID, s.Subject)
}

// otherReports finds reports of the same period that may give other figures for
// the same tenants, because some have moved. For an answer from a report about
// a tenant above, these are reports about the tenants themselves; otherwise it
// is a report about a tenant above.
func (e *Engine) otherReports(ctx context.Context, a *Answer) ([]Source, error) {
	var others []Source
	about, p, above := a.Summary.Control.Wholes, a.Report.Params(), len(a.Selection.wholes) == 0 || a.Selection.ofSubject()
	switch {
	case p.Kind != "usage_summary" || above && !a.showsMoves():
		return nil, nil
	case above:
		about = []string{p.TenantID}
	case a.Summary.Control.Status == "cannot check":
		about = slices.Sorted(maps.Keys(a.Selection.wholes))
	}
	for _, id := range about[:min(len(about), maxOthers)] {
		search, err := e.NewSearch(ctx, id)
		if err != nil {
			return nil, err
		}
		search.line = slices.DeleteFunc(search.line, func(of *subject) bool { return of.above != above })
		other, err := search.first(ctx, *p.Period)
		if err != nil && !tenants.OutOfSight(err) {
			return nil, err
		}
		if other.Report != nil {
			others = append(others, other)
		}
	}
	return others, nil
}

// maxOthers is how many tenants are checked for other reports.
const maxOthers = 3

// first returns the first report that is ready, or the zero Source.
func (s *Search) first(ctx context.Context, p acronis.ReportPeriod) (Source, error) {
	for c, err := range s.candidates(ctx, anyReport(p, nil)) {
		if err != nil || c.Status == Ready {
			return c.Source, err
		}
	}
	return Source{}, nil
}

// showsMoves reports whether the tenants in the file differ from those now
// below the report's subject, or moves explain differences of the control
// totals.
func (a *Answer) showsMoves() bool {
	return len(a.Summary.Moves) > 0 || a.observed.movedAway != nil || a.movedHere != nil
}
