package prices

import (
	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/usage"
)

// A Month is the usage of a month, and what is known about the objects that a price list may name.
type Month struct {
	Month   string // YYYY-MM
	Reports []Report
	World   World
}

// A Report has the lines to price. A customer's lines must all be from one report.
type Report struct {
	ID      string
	Subject string // id of the tenant that the report is about

	// Lines are sums of a question by tenant and offering item, and by edition, infra and owner, and by SKU if the
	// report has them. What is charged is the production amount of [figures.Billed], except of groups that are
	// NotBelow, which belong to nobody who could be charged. They must not change while the result is used.
	Lines Lines

	// HasSKUs says that the report has SKUs, and that the lines are by SKU.
	HasSKUs bool

	// Below has the id of the partner below whom the report has a customer, for customers that are below another
	// one today.
	Below map[string]string
}

// Lines are the lines of a report. Those of one tenant are next to each other. [usage.Groups] are read fastest.
type Lines interface {
	Len() int
	At(i int) usage.Group
}

// A World is what is known about tenants, storages and units.
type World struct {
	Own string // id of the tenant of the credentials, or "" if it can't be read

	// Tenants is the tree, and nil or empty if it can't be read.
	Tenants *tenants.Tree

	// Storage returns an infrastructure component, and whether it could be read. Nil means that none could be.
	Storage func(id string) (acronis.Infra, bool)

	// Owner returns the owner of an infrastructure component by both ids. Nil means that none is known.
	Owner func(infra, owner string) figures.Owner

	// Unit returns the unit of a usage. Nil means [usage.KnownUnit].
	Unit func(usage string) usage.Unit
}

// readable reports whether the tenants could be read.
func (w World) readable() bool { return w.Tenants != nil && len(w.Tenants.All) > 0 }

// tenant returns a tenant by its id, and whether it is known.
func (w World) tenant(id string) (acronis.Tenant, bool) {
	if w.Tenants == nil {
		return acronis.Tenant{}, false
	}
	return w.Tenants.Find(id)
}

// chain returns the ids of a tenant and of those above it, the nearest first.
func (w World) chain(id string) []string {
	ids := []string{id}
	if w.Tenants != nil {
		for above := range w.Tenants.Ancestors(id) {
			ids = append(ids, above)
		}
	}
	return ids
}

// partnerAbove returns the nearest partner in a chain above its first tenant, or "".
func (w World) partnerAbove(chain []string) string {
	for _, id := range chain[1:] {
		if t, _ := w.tenant(id); t.Kind == "partner" {
			return id
		}
	}
	return ""
}

// unit returns the unit of a usage.
func (w World) unit(name string) usage.Unit {
	if w.Unit == nil {
		return usage.KnownUnit(name)
	}
	return w.Unit(name)
}
