package simulator

import "slices"

// tree is a list of tenants with their parents.
type tree []tenant

// past is how a tenant differed until a moment; "" means as now.
type past struct{ until, name, parent string }

// lookup returns the tenant with an id, even if the client may not see it.
func (ts tree) lookup(id string) (tenant, bool) {
	i := slices.IndexFunc(ts, func(t tenant) bool { return t.ID == id })
	if i < 0 {
		return tenant{}, false
	}
	return ts[i], true
}

// below reports whether a tenant is root or below it.
func (ts tree) below(root, id string) bool {
	for id != root {
		t, ok := ts.lookup(id)
		if !ok {
			return false
		}
		id = t.ParentID
	}
	return true
}

// above returns the tenant that a tenant belongs to: its parent, or the parent of the folders that
// contain it.
func (ts tree) above(t tenant) string {
	parent, ok := ts.lookup(t.ParentID)
	if ok && parent.Kind == "folder" {
		return ts.above(parent)
	}
	return t.ParentID
}

// at returns a tenant as it was at a moment.
func (t tenant) at(m moment) tenant {
	if t.before == nil || t.before.until <= m.text {
		return t
	}
	if t.before.name != "" {
		t.Name = t.before.name
	}
	if t.before.parent != "" {
		t.ParentID = t.before.parent
	}
	return t
}

// treeOf returns the tenants as a report shows them: those that existed in its period, with the names and
// parents that they had at its end. The names are documented. Assumptions: the whole usage of a tenant
// goes to the tenant to which it belongs at the end, and the report's own tenant is included even if it
// was created later.
func (d *DataCentre) treeOf(p reportParameters) tree {
	end := endOf(dateOf(p.lastDay()))
	var found tree
	for _, t := range d.tenants {
		if t.ID == p.TenantID || t.CreatedAt <= end.text && !d.gone(t, p.Period.Start, end) {
			found = append(found, t.at(end))
		}
	}
	return found
}

// gone reports whether a report leaves a tenant out because it was deleted.
func (d *DataCentre) gone(t tenant, start string, end moment) bool {
	return t.DeletedAt != nil && (*t.DeletedAt < start || d.DropDeleted && *t.DeletedAt <= end.text)
}

// covered returns the tenants that a report lists: its own tenant and those of its level below it.
// Assumptions: the own tenant is among them, accounts adds units, and customers in a folder are direct
// customers of the tenant to which the folder belongs.
func (ts tree) covered(p reportParameters) []tenant {
	kinds := map[string][]string{
		"direct_partners": {"partner", "customer"},
		"all_partners":    {"partner"},
		"all_customers":   {"partner", "customer"},
		"accounts":        {"partner", "customer", "unit"},
	}[p.Level]
	var found []tenant
	for _, t := range ts {
		inside := slices.Contains(kinds, t.Kind) && ts.below(p.TenantID, t.ID) &&
			(p.Level != "direct_partners" || ts.above(t) == p.TenantID)
		if t.ID == p.TenantID || inside {
			found = append(found, t)
		}
	}
	return found
}
