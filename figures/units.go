package figures

import (
	"cmp"
	"context"
	"slices"

	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/interrupt"
	"acronis-reports-mcp/usage"
)

// units adds up the rows of the units of counted customers, with the keys of an
// answer by tenant. It returns nil if the file has no such rows.
func (e *Engine) units(ctx context.Context, a *Answer, file *store.File) (*usage.Summary, error) {
	customers, rows := map[string]bool{}, interrupt.Seq(ctx, a.Summary.Tenants.All())
	for t := range rows {
		customers[t.ID] = t.Role.Counted
	}
	roleOf := func(id, kind string) usage.Role {
		return usage.Role{Counted: a.Selection.kind(id, kind) == "unit" && customers[a.Selection.customerOf(id)]}
	}
	isUnit := func(t usage.Tenant) bool { return roleOf(t.ID, t.Kind).Counted }
	if !slices.Contains(a.By, usage.ByTenant) || !anyTenant(rows, isUnit) {
		return nil, ctx.Err()
	}
	if err := file.Rewind(); err != nil {
		return nil, err
	}
	return e.summarize(ctx, file, usage.Query{
		Kind: a.Report.Params().Kind, By: a.By, OverDays: overDays(a.Measure), UsageOf: a.Catalogue.UsageOf,
		Wants: a.Catalogue.filter(a.Usages), RoleOf: roleOf,
	})
}

// customerOf returns the customer that a unit is directly below, or "" if it is
// below another unit, whose rows have its usage, or unknown.
func (s *Selection) customerOf(unit string) string {
	for above := range s.Tree.Ancestors(unit) {
		switch t, _ := s.Tree.Find(above); t.Kind {
		case "customer":
			return above
		case "folder":
		default:
			return ""
		}
	}
	return ""
}

// A UnitChange is how the usage of a unit of a customer changed, or if Name is "",
// how the usage changed that the customer has outside its units.
type UnitChange struct {
	Name    string
	Reasons []Reason
	usage.Change
}

// compareUnits compares the units of both answers.
func (c *Comparison) compareUnits(ctx context.Context, o usage.CompareOptions) error {
	none := &usage.Summary{}
	before, after := none, none
	if c.Before.units != nil {
		before = c.Before.units
	}
	if c.After.units != nil {
		after = c.After.units
	}
	c.units, c.haveUnits = map[usage.Group][]usage.Change{}, map[string]bool{}
	for _, sum := range []*usage.Summary{before, after} {
		for t := range interrupt.Seq(ctx, sum.Tenants.All()) {
			if t.Role.Counted {
				c.haveUnits[c.After.Selection.customerOf(t.ID)] = true
			}
		}
	}
	usages, err := usage.Compare(ctx, before, after, o)
	for _, u := range usages {
		for _, changes := range []usage.Changes{u.Changes, u.FromZero} {
			for change := range interrupt.Seq(ctx, changes.All()) {
				c.addUnit(change)
			}
		}
	}
	return cmp.Or(err, ctx.Err())
}

// addUnit adds the change of a unit, unless only what is on trial changed.
func (c *Comparison) addUnit(change usage.Change) {
	if !change.By().IsZero() {
		key := change.Group
		key.Tenant, key.NoInfra = c.After.Selection.customerOf(change.Tenant), false
		c.units[key] = append(c.units[key], change)
	}
}

// Units returns the units whose usage changed, of the group of a customer: those
// that had something before first, the largest change first, and the usage
// outside units last. It returns nil if the
// reports have no units of the customer.
func (c *Comparison) Units(of usage.Change) []UnitChange {
	key := of.Group
	key.NoInfra = false
	var units []UnitChange
	outside := of
	for _, change := range c.units[key] {
		units = append(units, UnitChange{c.After.Name(change.Tenant), c.Reasons(change), change})
		outside.Before, outside.After = outside.Before.Sub(change.Before), outside.After.Sub(change.After)
	}
	if c.haveUnits[of.Tenant] && !outside.By().IsZero() {
		units = append(units, UnitChange{Change: outside})
	}
	return units
}
