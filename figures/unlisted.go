package figures

import "acronis-reports-mcp/acronis"

// containing returns the id of the tenant in whose rows the usage of a tenant is that has no rows of its own, or "".
// It is the nearest one above it now that has rows, if the report doesn't list each customer. has tells who has rows.
func (a *Answer) containing(id string, has map[string]bool) string {
	s := a.Selection
	if kind := s.kind(s.Subject, ""); has[id] || id == s.Subject || s.listsCustomers() || acronis.IsCustomer(kind) {
		return ""
	}
	for above := range s.Tree.Ancestors(id) {
		switch direct := s.Level == "direct_partners"; {
		case above == s.Subject && direct: // the customers directly below are listed, if they used anything
			return ""
		case above == s.Subject, has[above]:
			return above
		}
	}
	return ""
}

// haveRows returns which tenants have rows in the file.
func (a *Answer) haveRows() map[string]bool {
	has := map[string]bool{}
	for t := range a.Summary.Tenants.All() {
		has[t.ID] = true
	}
	return has
}

// Containing returns the name of a tenant in whose rows the usage of tenants is that a filter chooses by name, or "" if
// the report lists all that it chooses. A tenant that used nothing that is billed contains nothing.
func (a *Answer) Containing(f *Filter) string {
	if f.all || a.Selection.listsCustomers() {
		return ""
	}
	has, billed := a.haveRows(), a.areBilled()
	for _, id := range f.wanted.Wanted {
		if above := a.containing(id, has); above != "" && (above == a.Selection.Subject || billed[above]) {
			return a.Name(above)
		}
	}
	return ""
}

// areBilled returns which tenants have a group with a production amount. Groups must be by tenant.
func (a *Answer) areBilled() map[string]bool {
	billed := map[string]bool{}
	for _, g := range a.Summary.Groups.All() {
		if !billed[g.Tenant] && !g.Of(Billed).Production.IsZero() {
			billed[g.Tenant] = true
		}
	}
	return billed
}

// ListsNoCustomers reports whether the report is about a tenant with customers and has no rows of those directly below
// it.
func (a *Answer) ListsNoCustomers() bool {
	kind := a.Selection.kind(a.Selection.Subject, "")
	return (a.Selection.Level == "itself" || a.Selection.Level == "all_partners") && !acronis.IsCustomer(kind)
}

// MovedAway returns the ids of the counted tenants that were directly below the subject in the period, and are below
// another tenant now.
func (a *Answer) MovedAway() (ids []string) {
	for t := range a.Summary.Tenants.All() {
		if t.Role.Counted && t.Role.Child && a.Selection.movedAway(t.ID) {
			ids = append(ids, t.ID)
		}
	}
	return ids
}
