package figures

import (
	"maps"
	"slices"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/usage"
)

// A Reason is an event that explains why a tenant's figures changed between two
// periods.
type Reason struct {
	Kind ReasonKind
	Day  string // YYYY-MM-DD, of Created, InProduction, WasDeleted and MayHaveMoved
	Name string // of Renamed, the old name; of NowBelow, CameHere and MayHaveMoved, the name of the new parent, or "" if unknown
	From string // of NowBelow, the name of the partner that it moved away from, or "" if unknown

	// Tenant is the name of the tenant that moved: of Gained, and of NowBelow if the
	// group is what is no longer below a tenant.
	Tenant string
}

// A ReasonKind is a kind of event.
type ReasonKind int

// The kinds of events.
const (
	Created ReasonKind = iota
	InProduction
	WasDeleted
	Renamed
	Suspended // it is suspended now; the date is unknown
	NowBelow
	CameHere // it may have moved to below Name
	Gained   // Tenant, which the earlier file lists by itself, is below it now
	NoTenant // it is no longer among the tenants

	// MayHaveMoved means that the tenant changed between the ends of the periods,
	// that nothing else is known of this change, and that the files don't show below
	// which partner it was.
	MayHaveMoved
)

// Reasons returns why a tenant's figures changed, as far as the list of tenants
// and the files show it.
func (c *Comparison) Reasons(change usage.Change) []Reason {
	if change.Tenant == "" {
		return nil
	}
	if change.NotBelow {
		return c.whoMoved(change.Tenant)
	}
	var reasons []Reason
	selection := c.After.Selection
	from, to := c.Before.Report.Params().Period.End, c.After.Report.Params().Period.End
	t, known := selection.Tree.Find(change.Tenant)
	for _, event := range []struct {
		kind ReasonKind
		at   string
	}{{Created, t.CreatedAt}, {InProduction, t.ProductionStartDate}, {WasDeleted, t.DeletedAt}} {
		if day := acronis.Day(event.at); day > from && day <= to {
			reasons = append(reasons, Reason{Kind: event.kind, Day: day})
		}
	}
	old, now := c.Before.Summary.Tenants.Name(change.Tenant), c.After.Summary.Tenants.Name(change.Tenant)
	if old != "" && now != "" && old != now {
		reasons = append(reasons, Reason{Kind: Renamed, Name: old})
	}
	if t.PricingMode == "suspended" {
		reasons = append(reasons, Reason{Kind: Suspended})
	}
	origin, between := c.movedBetween(change.Tenant)
	if between || c.moved(change) {
		reasons = append(reasons, Reason{Kind: NowBelow, Name: selection.Tree.ParentName(t), From: origin})
	}
	if before := c.Before.Selection; change.New && before.mayGain() && before.cameSince(t, from) {
		reasons = append(reasons, Reason{Kind: CameHere, Name: selection.Tree.ParentName(t)})
	}
	reasons = append(reasons, c.gained(change.Tenant)...)
	if !known && selection.Readable {
		reasons = append(reasons, Reason{Kind: NoTenant})
	}
	if day := acronis.Day(t.UpdatedAt); reasons == nil && day > from && day <= to && c.mayHaveMoved(t) {
		reasons = append(reasons, Reason{Kind: MayHaveMoved, Day: day, Name: selection.Tree.ParentName(t)})
	}
	return reasons
}

// movedBetween reports whether a customer moved between two partners, or to or
// from one: by the own rows of partners in the earlier file it was not where it
// is now, and by those in the later file it was.
func (c *Comparison) movedBetween(tenant string) (from string, moved bool) {
	of := func(m usage.Move) bool { return m.Tenant == tenant }
	if slices.ContainsFunc(c.After.Summary.Between, of) {
		return "", false
	}
	for _, m := range c.Before.Summary.Between {
		if of(m) {
			moved = true
			if m.Away {
				from = c.Before.Name(m.Whole)
			}
		}
	}
	return from, moved
}

// mayHaveMoved reports whether a customer that changed may have moved, because
// the own rows of partners in the earlier file don't say below which it was.
func (c *Comparison) mayHaveMoved(t acronis.Tenant) bool {
	s, equal := c.Before.Selection, c.Before.Summary.PartnersEqual
	if t.Kind != "customer" || !s.listsCustomers() {
		return false
	}
	if partner := s.partnerAbove(t.ID); partner != "" {
		return !equal[partner]
	}
	return slices.Contains(slices.Collect(maps.Values(equal)), false)
}

// moved reports whether a tenant moved: the control totals of a file show it, or
// only the earlier file has the tenant, and it is no longer below the subject.
func (c *Comparison) moved(change usage.Change) bool {
	if selection := c.After.Selection; change.Gone && (selection.movedAway(change.Tenant) || selection.outside(change.Tenant)) {
		return true
	}
	return slices.ContainsFunc(c.moves(), func(m usage.Move) bool { return m.Tenant == change.Tenant })
}

// gained returns the tenants that the earlier file lists beside a tenant, and that
// are below it now, so that the later file has their usage in its rows. There are
// only some if there are many.
func (c *Comparison) gained(whole string) (reasons []Reason) {
	after := c.After.Selection
	if kind := c.After.Selection.kind(whole, ""); !after.byRows() || acronis.IsCustomer(kind) {
		return nil
	}
	if c.movedInto == nil {
		c.movedInto = map[string][]string{}
		has := c.After.haveRows()
		for _, id := range c.Before.MovedAway() {
			if above := c.After.containing(id, has); above != "" {
				c.movedInto[above] = append(c.movedInto[above], id)
			}
		}
	}
	ids := c.movedInto[whole]
	for _, id := range ids[:min(len(ids), maxGained)] {
		reasons = append(reasons, Reason{Kind: Gained, Tenant: c.Before.Name(id)})
	}
	return reasons
}

// maxGained is how many tenants are named that one tenant gained.
const maxGained = 5

// whoMoved returns the tenants whose usage is in the rows of another tenant,
// although they are no longer below it.
func (c *Comparison) whoMoved(from string) []Reason {
	var reasons []Reason
	for _, m := range c.moves() {
		t, _ := c.After.Selection.Tree.Find(m.Tenant)
		r := Reason{Kind: NowBelow, Tenant: c.After.Name(m.Tenant), Name: c.After.Selection.Tree.ParentName(t)}
		if m.Whole == from && !slices.Contains(reasons, r) {
			reasons = append(reasons, r)
		}
	}
	return reasons
}

// moves returns the moves that explain differences of the control totals of
// either file.
func (c *Comparison) moves() []usage.Move {
	return slices.Concat(c.Before.Summary.Moves, c.After.Summary.Moves)
}
