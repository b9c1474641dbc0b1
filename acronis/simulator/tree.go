package simulator

import "slices"

// tree is tenants that know their parents.
type tree []tenant

// past is what was different about a tenant until a moment; "" is as now.
type past struct{ until, name, parent string }

// lookup returns the tenant with an id, whoever may see it.
func (ts tree) lookup(id string) (tenant, bool) {
	i := slices.IndexFunc(ts, func(t tenant) bool { return t.ID == id })
	if i < 0 {
		return tenant{}, false
	}
	return ts[i], true
}

// below reports whether a tenant is root or anywhere below it.
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

// above returns who a tenant belongs to: its parent, or that of the folders it is in.
func (ts tree) above(t tenant) string {
	parent, ok := ts.lookup(t.ParentID)
	if ok && parent.Kind == "folder" {
		return ts.above(parent)
	}
	return t.ParentID
}

// at returns a tenant as it was.
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

// treeOf returns the tenants as a report sees them: those there were in its period, by the names and in the
// places that they had at its end. The names are documented. That a tenant's whole usage goes to whom it
// belongs to in the end, and that the report's own tenant is there even before it was created, are
// assumptions.
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

// gone reports whether a report leaves out a tenant because it was deleted.
func (d *DataCentre) gone(t tenant, start string, end moment) bool {
	return t.DeletedAt != nil && (*t.DeletedAt < start || d.DropDeleted && *t.DeletedAt <= end.text)
}

// covered returns the tenants that a report tells of: its own and those of its level below that. That the
// own is among them, that accounts add units, and that the customers in a folder are the direct ones of
// whom the folder belongs to, are assumptions.
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
