package figures

import (
	"context"
	"maps"

	"acronis-reports-mcp/interrupt"
)

// ofSubject reports whether all rows of the report that are counted at its level
// are wanted.
func (s *Selection) ofSubject() bool { return len(s.wanted) == 0 || s.wanted[s.Subject] }

// findWholes returns the report's subject if all rows are wanted, or else the
// wanted tenants that aren't below another such tenant; only tenants whose own
// rows aren't counted.
func (s *Selection) findWholes(ctx context.Context) map[string]bool {
	wholes := map[string]bool{}
	if s.ofSubject() {
		if !s.countsAtLevel(s.Subject, "") {
			wholes[s.Subject] = true
		}
		return wholes
	}
	for id := range interrupt.Seq(ctx, maps.Keys(s.wanted)) {
		t, known := s.Tree.Find(id)
		mayContain := known && t.Kind != "unit" && !(s.byRows() && t.Kind == "customer")
		if mayContain && !s.countsAtLevel(id, "") && !s.belowWanted(id) && !s.inside(id) {
			wholes[id] = true
		}
	}
	return wholes
}

// wholeOf returns the whole that a tenant is, or is below now, or "". All tenants
// in the file are below the report's subject.
func (s *Selection) wholeOf(id string) string {
	if s.wholes[id] {
		return id
	}
	if s.wholes[s.Subject] {
		return s.Subject
	}
	for above := range s.Tree.Ancestors(id) {
		if s.wholes[above] {
			return above
		}
	}
	return ""
}

// listsCustomers reports whether the report lists all customers below its
// subject, and the partners between them.
func (s *Selection) listsCustomers() bool { return listsCustomers(s.Level) }

func listsCustomers(level string) bool { return level == "all_customers" || level == "accounts" }

// partnerAbove returns the nearest partner above a tenant now, or "" if that is
// the subject or unknown.
func (s *Selection) partnerAbove(id string) string {
	for above := range s.Tree.Ancestors(id) {
		t, _ := s.Tree.Find(above)
		switch {
		case above == s.Subject:
			return ""
		case t.Kind == "partner":
			return above
		}
	}
	return ""
}
