package figures

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/interrupt"
	"acronis-reports-mcp/usage"
)

// Criteria say which rows of a report are wanted.
type Criteria struct {
	Level   string // of the report
	Subject string // id of the tenant that the report is about

	// Tree has the tenants as they are now. It is empty if they can't be read, and
	// has only some if there are many and the sums don't depend on them. Then the
	// kinds in the file decide.
	Tree     *tenants.Tree
	Readable bool

	// Start is the first day of the period, YYYY-MM-DD. A tenant that hasn't
	// changed since then hasn't moved.
	Start string

	// Wanted limits the rows to these tenants and those below them; empty means
	// all.
	Wanted []string

	// Between also compares the own rows of partners with those below them now, to
	// find who moved between them.
	Between bool

	// Matched and Unmatched are the entries of the filter that Wanted was made
	// from.
	Matched   []Match
	Unmatched []Unmatched

	renewed bool // Tree was read again for a name that it didn't have
}

// byRows reports whether the selection depends on which tenants have rows.
func (c Criteria) byRows() bool { return c.Level == "direct_partners" || c.Level == "all_partners" }

// A Selection decides which rows of a report are added up. It never includes
// both the rows of a tenant and those of a tenant above it, because the latter
// contain the former. It never changes.
type Selection struct {
	Criteria
	wanted map[string]bool
	wholes map[string]bool // wanted tenants whose own rows should equal the sum of the rows below them
	rows   map[string]bool // if byRows: the tenants that have rows in the file
	above  map[string]bool // and the tenants above them now
	looked map[string]bool // of a tree with some tenants: those that were looked up
}

// newSelection returns the selection for a file. It needs the tenants that have
// rows in the file only for the levels direct_partners and all_partners. The error is
// that of the context.
func newSelection(ctx context.Context, c Criteria, file []usage.Tenant) (*Selection, error) {
	s := &Selection{Criteria: c, wanted: map[string]bool{}, rows: map[string]bool{}, above: map[string]bool{}}
	for id := range interrupt.Seq(ctx, slices.Values(c.Wanted)) {
		s.wanted[id] = true
	}
	if c.byRows() {
		s.addRows(interrupt.Seq(ctx, slices.Values(file)))
	}
	if c.partial() {
		s.looked = map[string]bool{c.Subject: true}
	}
	s.wholes = s.findWholes(ctx)
	return s, ctx.Err()
}

// addRows records which tenants have rows, and which are above them now.
func (s *Selection) addRows(file iter.Seq[usage.Tenant]) {
	for t := range file {
		s.rows[t.ID] = true
		for id := range s.Tree.Ancestors(t.ID) {
			if s.above[id] {
				break
			}
			s.above[id] = true
		}
	}
}

// Role returns how the rows of a tenant are used.
func (s *Selection) Role(id, kind string) usage.Role {
	counts := s.countsAtLevel(id, kind)
	r := usage.Role{Counted: s.isWanted(id, counts), MayHaveMoved: counts && s.mayHaveMoved(id)}
	if partner := s.kind(id, kind) == "partner"; s.Between && s.listsCustomers() && id != s.Subject && (counts || partner) {
		r.Partner, r.IsPartner = s.partnerAbove(id), partner
	}
	if len(s.wholes) == 0 {
		r.Child, r.Subject = counts && id != s.Subject, id == s.Subject && !counts
		return r
	}
	if r.Whole = s.wholeOf(id); r.Whole != "" {
		r.Child, r.Subject = r.Counted && id != r.Whole, id == r.Whole && !r.Counted
	}
	return r
}

// mayHaveMoved reports whether a tenant has changed since the period began.
func (s *Selection) mayHaveMoved(id string) bool {
	t, _ := s.Tree.Find(id)
	return s.Start != "" && acronis.Day(t.UpdatedAt) >= s.Start
}

// isWanted reports whether a tenant's rows are wanted, given whether they are
// counted at the report's level. A tenant is counted only once, even if several
// tenants above it are wanted.
func (s *Selection) isWanted(id string, counts bool) bool {
	switch {
	case s.ofSubject():
		return counts
	case counts && s.movedAway(id): // the tenant above it now did not contain it then
		return s.wanted[id] || s.belowWanted(s.Subject)
	case counts:
		return s.wanted[id] || s.belowWanted(id)
	}
	return s.wanted[id] && !s.belowWanted(id) && s.inside(id)
}

// belowWanted reports whether a tenant is below a wanted one.
func (s *Selection) belowWanted(id string) bool {
	for above := range s.Tree.Ancestors(id) {
		if s.wanted[above] {
			return true
		}
	}
	return false
}

// inside reports whether a tenant's usage is contained in the rows of a counted
// tenant. If neither the tenant nor anything below it is in the tree, its usage
// is only in its own rows.
func (s *Selection) inside(id string) bool {
	if _, known := s.Tree.Find(id); !known && !s.Tree.HasChildren(id) {
		return true
	}
	return s.countsAtLevel(s.Subject, "") ||
		s.between(id, func(t acronis.Tenant) bool { return s.countsAtLevel(t.ID, t.Kind) })
}

// countsAtLevel reports whether a tenant's rows are counted at the report's
// level.
func (s *Selection) countsAtLevel(id, kind string) bool {
	kind = s.kind(id, kind)
	if s.Level == "itself" || kind == "unit" && id == s.Subject {
		return id == s.Subject
	}
	if id == s.Subject {
		return kind == "customer"
	}
	switch s.Level {
	case "direct_partners": // all tenants in the file were direct at that time; a folder may contain some of them
		return kind != "unit" && (kind != "folder" || !s.above[id])
	case "all_partners":
		return kind == "partner" && !s.between(id, func(t acronis.Tenant) bool { return t.Kind != "folder" && s.rows[t.ID] })
	}
	return kind == "customer" && !s.between(id, func(t acronis.Tenant) bool { return t.Kind == "customer" })
}

// kind returns a tenant's kind from the file, which is as of the period, or
// else the current one.
func (s *Selection) kind(id, inFile string) string {
	kind, known := knownKind(inFile)
	if known {
		return kind
	}
	t, _ := s.Tree.Find(id)
	return cmp.Or(t.Kind, kind)
}

// knownKind returns the kind of a tenant in a file, and whether it is one of the
// vendor's.
func knownKind(inFile string) (kind string, known bool) {
	kind = strings.ToLower(strings.TrimSpace(inFile))
	return kind, slices.Contains([]string{"root", "partner", "folder", "customer", "unit"}, kind)
}

// movedAway reports whether a tenant that was directly below the subject is
// below another tenant now.
func (s *Selection) movedAway(id string) bool {
	if _, known := s.Tree.Find(id); !known || !s.byRows() {
		return false
	}
	return !s.Tree.Within(id, s.Subject) || s.between(id, func(t acronis.Tenant) bool { return t.Kind != "folder" })
}

// outside reports whether a tenant is no longer below the subject.
func (s *Selection) outside(id string) bool {
	_, known := s.Tree.Find(id)
	return known && !s.Tree.Within(id, s.Subject)
}

// between reports whether there is a tenant of some kind between a tenant and
// the subject in the tree. There is none if it is no longer below the subject.
func (s *Selection) between(id string, isOne func(acronis.Tenant) bool) bool {
	found := false
	for t := range s.Tree.Above(id) {
		if t.ID == s.Subject {
			return found
		}
		found = found || isOne(t)
	}
	return false
}

// countsSubject reports whether the subject's own rows are counted.
func (s *Selection) countsSubject(file iter.Seq[usage.Tenant]) bool {
	return anyTenant(file, func(t usage.Tenant) bool { return t.ID == s.Subject && s.countsAtLevel(t.ID, t.Kind) })
}

// anyTenant reports whether f returns true for any of some tenants.
func anyTenant(file iter.Seq[usage.Tenant], f func(usage.Tenant) bool) bool {
	for t := range file {
		if f(t) {
			return true
		}
	}
	return false
}

// WholePartners returns how many partners are counted as a whole.
func (a *Answer) WholePartners() int { return a.wholePartners(func(string) bool { return true }) }

func (a *Answer) wholePartners(of func(id string) bool) (n int) {
	for t := range a.Summary.Tenants.All() {
		if of(t.ID) && t.Role.Counted && t.Role.Child && a.Selection.kind(t.ID, t.Kind) == "partner" {
			n++
		}
	}
	return n
}
