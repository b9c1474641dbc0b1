package figures

import (
	"context"
	"slices"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/usage"
)

// A Filter chooses groups of an answer that counts everything, as the filters of
// a [Question] do.
type Filter struct {
	Matched []Match

	all    bool // no tenant is left out
	wanted *Selection
	items  func(usage.Item) bool // nil means all
}

// Filter returns a filter for an answer: of a tenant and those below it, limited
// to some customers and usages. "" is the subject of the report, and nil means
// all. An entry that matches nothing is a [*CustomerError] or a [*UsageError].
func (e *Engine) Filter(ctx context.Context, a *Answer, tenant string, customers, usages []string) (*Filter, error) {
	if err := checkEntries(usages); err != nil {
		return nil, err
	}
	from := a.Source
	if from.About = tenant; tenant == from.Report.Params().TenantID {
		from.About = ""
	}
	c, err := newCriteria(ctx, e.Tenants, from, Question{Customers: customers, Strict: true, AllTenants: true})
	if err != nil {
		return nil, err
	}
	wanted, err := newSelection(ctx, c, nil)
	if err != nil {
		return nil, err
	}
	f := &Filter{all: len(c.Wanted) == 0, wanted: wanted, items: a.Catalogue.filter(usages)}
	matched, unmatched, err := a.Catalogue.matchUsages(ctx, usages, a.Summary.Items)
	if err != nil {
		return nil, err
	}
	f.Matched = slices.Concat(c.Matched, matched)
	if len(a.Summary.Items) > 0 {
		err = checkUnmatched(unmatched, len(usages), true)
	}
	return f, err
}

// Tenant reports whether a tenant is chosen.
func (f *Filter) Tenant(id string) bool {
	return f.all || f.wanted.wanted[id] || f.wanted.belowWanted(id)
}

// Usage reports whether the usage of a group is chosen.
func (f *Filter) Usage(g usage.Group) bool {
	return f.items == nil || f.items(usage.Item{Usage: g.Usage, OfferingItem: g.OfferingItem, Edition: g.Edition})
}

// AllUsages reports whether all usages are chosen.
func (f *Filter) AllUsages() bool { return f.items == nil }

// Storage returns an infrastructure component of the answer, and whether it could
// be read.
func (a *Answer) Storage(id string) (acronis.Infra, bool) {
	infra, ok := a.names.infra[id]
	return infra, ok
}

// OwnerOf returns the owner of infrastructure components, given its id.
func (a *Answer) OwnerOf(id string) Owner { return a.names.owners[id] }
