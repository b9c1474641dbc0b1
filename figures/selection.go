package figures

import (
	"cmp"
	"slices"
	"strings"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/usage"
)

// Criteria say whose rows of a report are asked for.
type Criteria struct {
	Level   string // of the report
	Subject string // id of the tenant that the report is about

	// Tree is the tenants as they are now, empty where they can't be read: then
	// the kinds in the file decide.
	Tree     *tenants.Tree
	Readable bool

	// Start is the first day of the period, YYYY-MM-DD: a tenant that didn't change
	// since hasn't moved.
	Start string

	// Wanted leaves these tenants and what is below them; empty leaves all.
	Wanted []string

	// Matched and Unmatched are the entries that Wanted was made of.
	Matched   []Match
	Unmatched []Unmatched
}

// byRows reports whether it depends on who has rows whose rows count.
func (c Criteria) byRows() bool { return c.Level == "direct_partners" || c.Level == "all_partners" }

// A Selection decides whose rows of a report are added up: never those of a
// tenant and of one above it, since the latter's hold the former's. It never
// changes.
type Selection struct {
	Criteria
	wanted map[string]bool
	wholes map[string]bool // those of wanted whose own rows should be what those below them have
	rows   map[string]bool // where it is by rows: the tenants that the file has rows of
	above  map[string]bool // and those above them today
}

// newSelection returns the selection for a file. The tenants that the file has
// rows of are needed for the levels direct_partners and all_partners alone.
func newSelection(c Criteria, file []usage.Tenant) *Selection {
	s := &Selection{Criteria: c, wanted: map[string]bool{}, rows: map[string]bool{}, above: map[string]bool{}}
	for _, id := range c.Wanted {
		s.wanted[id] = true
	}
	if !c.byRows() {
		s.wholes = s.findWholes()
		return s
	}
	for _, t := range file {
		s.rows[t.ID] = true
		for id := range c.Tree.Ancestors(t.ID) {
			if s.above[id] {
				break
			}
			s.above[id] = true
		}
	}
	return s
}

// Role says what the rows of a tenant are to the sums.
func (s *Selection) Role(id, kind string) usage.Role {
	counts := s.countsAtLevel(id, kind)
	r := usage.Role{Counted: s.isWanted(id, counts), MayHaveMoved: counts && s.mayHaveMoved(id)}
	if len(s.wholes) == 0 {
		r.Child, r.Subject = counts && id != s.Subject, id == s.Subject && !counts
		return r
	}
	if r.Whole = s.wholeOf(id); r.Whole != "" {
		r.Child, r.Subject = r.Counted, id == r.Whole && !r.Counted
	}
	return r
}

// findWholes returns those of the tenants asked for that don't count themselves,
// and aren't below another of them.
func (s *Selection) findWholes() map[string]bool {
	wholes := map[string]bool{}
	for id := range s.wanted {
		t, known := s.Tree.Find(id)
		if known && t.Kind != "unit" && !s.countsAtLevel(id, "") && id != s.Subject && !s.belowWanted(id) && !s.inside(id) {
			wholes[id] = true
		}
	}
	return wholes
}

// wholeOf is the whole that a tenant is or is below now; "" if it is none's.
func (s *Selection) wholeOf(id string) string {
	if s.wholes[id] {
		return id
	}
	for above := range s.Tree.Ancestors(id) {
		if s.wholes[above] {
			return above
		}
	}
	return ""
}

// mayHaveMoved reports whether a tenant has changed since the period began.
func (s *Selection) mayHaveMoved(id string) bool {
	t, _ := s.Tree.Find(id)
	return s.Start != "" && dayOf(t.UpdatedAt) >= s.Start
}

// isWanted reports whether a tenant's rows are wanted, given whether they count
// by the level. What a tenant asked for has is in it only once, however many of
// those above it are asked for too.
func (s *Selection) isWanted(id string, counts bool) bool {
	switch {
	case len(s.wanted) == 0 || s.wanted[s.Subject]:
		return counts
	case counts && s.movedAway(id): // whom it is below today did not have it then
		return s.wanted[id] || s.belowWanted(s.Subject)
	case counts:
		return s.wanted[id] || s.belowWanted(id)
	}
	return s.wanted[id] && !s.belowWanted(id) && s.inside(id)
}

// belowWanted reports whether a tenant is below one that was asked for.
func (s *Selection) belowWanted(id string) bool {
	for above := range s.Tree.Ancestors(id) {
		if s.wanted[above] {
			return true
		}
	}
	return false
}

// inside reports whether a tenant's usage is in that of one that counts. Of a
// tenant that isn't known, nor anybody below it, its own rows are all there is.
func (s *Selection) inside(id string) bool {
	if _, known := s.Tree.Find(id); !known && !s.Tree.HasChildren(id) {
		return true
	}
	return s.countsAtLevel(s.Subject, "") ||
		slices.ContainsFunc(s.between(id), func(t acronis.Tenant) bool { return s.countsAtLevel(t.ID, t.Kind) })
}

// countsAtLevel reports whether a tenant's rows are added up by the report's level.
func (s *Selection) countsAtLevel(id, kind string) bool {
	kind = s.kind(id, kind)
	if s.Level == "itself" || kind == "unit" && id == s.Subject {
		return id == s.Subject
	}
	if id == s.Subject {
		return kind == "customer"
	}
	switch s.Level {
	case "direct_partners": // all in the file were direct then; a folder may hold some of them
		return kind != "unit" && (kind != "folder" || !s.above[id])
	case "all_partners":
		return kind == "partner" && !slices.ContainsFunc(s.between(id), func(t acronis.Tenant) bool { return t.Kind != "folder" && s.rows[t.ID] })
	}
	return kind == "customer" && !slices.ContainsFunc(s.between(id), func(t acronis.Tenant) bool { return t.Kind == "customer" })
}

// kind is a tenant's kind as the file has it, which is of then, else today's.
func (s *Selection) kind(id, inFile string) string {
	inFile = strings.ToLower(strings.TrimSpace(inFile))
	if slices.Contains([]string{"root", "partner", "folder", "customer", "unit"}, inFile) {
		return inFile
	}
	t, _ := s.Tree.Find(id)
	return cmp.Or(t.Kind, inFile)
}

// movedAway reports whether a tenant that was the subject's own is below somebody else today.
func (s *Selection) movedAway(id string) bool {
	if _, known := s.Tree.Find(id); !known || !s.byRows() {
		return false
	}
	return !s.Tree.Within(id, s.Subject) || slices.ContainsFunc(s.between(id), func(t acronis.Tenant) bool { return t.Kind != "folder" })
}

// outside reports whether a tenant isn't below the subject any more.
func (s *Selection) outside(id string) bool {
	_, known := s.Tree.Find(id)
	return known && !s.Tree.Within(id, s.Subject)
}

// between are the tenants between one and the subject, as the tree has them;
// none if it isn't below the subject any more.
func (s *Selection) between(id string) []acronis.Tenant {
	var between []acronis.Tenant
	for above := range s.Tree.Ancestors(id) {
		t, known := s.Tree.Find(above)
		if !known {
			return nil
		}
		if t.ID == s.Subject {
			return between
		}
		between = append(between, t)
	}
	return nil
}

// countsSubject reports whether the subject's own rows are what counts.
func (s *Selection) countsSubject(file []usage.Tenant) bool {
	return slices.ContainsFunc(file, func(t usage.Tenant) bool { return t.ID == s.Subject && s.countsAtLevel(t.ID, t.Kind) })
}

// wholePartners is how many partners count as a whole.
func (s *Selection) wholePartners(file []usage.Tenant) (n int) {
	for _, t := range file {
		if t.Role.Counted && t.Role.Child && s.kind(t.ID, t.Kind) == "partner" {
			n++
		}
	}
	return n
}
