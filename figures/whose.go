package figures

import "acronis-reports-mcp/acronis"

// Whose says whose rows are added up, by name.
type Whose struct {
	Level    string // of the report
	Subject  Member
	Wanted   []Member // selected tenants below the subject; nil means all
	Readable bool     // whether the tenants can be read

	// Moved means that the own rows of tenants in Wanted, or of Subject if that is
	// nil, differ from the rows below them, so that groups contain the difference.
	Moved bool
}

// A Member is a tenant whose rows, or those of tenants below it, are added up.
type Member struct {
	Name      string
	Parent    string // the parent's name, if another tenant has the same name
	Itself    bool   // its own rows are added up
	Resellers bool   // there are partners below it, or not all tenants were read
}

// Whose returns whose rows an answer adds up.
func (a *Answer) Whose() Whose {
	s, file := a.Selection, a.Summary.Tenants.All()
	partners := s.abovePartners()
	hasResellers := func(id string) bool { return !s.Readable || s.partial() || partners[id] }
	w := Whose{Level: s.Level, Readable: s.Readable, Moved: a.Summary.Control.Wholes != nil && (!s.ofSubject() || a.notBelow() > 0)}
	w.Subject = Member{Name: a.Subject, Itself: s.countsSubject(file) || s.countsAtLevel(s.Subject, ""), Resellers: hasResellers(s.Subject)}
	if s.ofSubject() {
		return w
	}
	seen := map[string]bool{}
	for _, id := range a.unseen() {
		seen[id] = true
	}
	for _, id := range s.Wanted {
		if !seen[id] && !s.belowWanted(id) {
			itself := !s.Readable || !s.hasBelow(id) || s.countsAtLevel(id, "") || s.isWanted(id, false)
			m := Member{Name: a.Name(id), Itself: itself, Resellers: hasResellers(id)}
			if t, _ := s.Tree.Find(id); a.shared(m.Name) {
				m.Parent = a.Name(t.ParentID)
			}
			w.Wanted = append(w.Wanted, m)
		}
		seen[id] = true
	}
	return w
}

// abovePartners returns the tenants that have partners below them now.
func (s *Selection) abovePartners() map[string]bool {
	found := map[string]bool{}
	for _, t := range s.Tree.All {
		if t.Kind != "partner" {
			continue
		}
		for above := range s.Tree.Ancestors(t.ID) {
			if above != t.ID {
				found[above] = true
			}
		}
	}
	return found
}

// hasBelow reports whether other tenants may be below a tenant.
func (s *Selection) hasBelow(id string) bool {
	t, _ := s.Tree.Find(id)
	return !acronis.IsCustomer(t.Kind)
}
