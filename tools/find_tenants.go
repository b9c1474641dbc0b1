package tools

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/interrupt"
)

type tenantFilter struct {
	Query          string      `json:"query,omitempty" jsonschema_description:"Part of the name or internal tag, or a UUID"`
	Parent         string      `json:"parent,omitempty" jsonschema_description:"Name, internal tag or UUID; only tenants below it"`
	Kind           tenantKind  `json:"kind,omitempty"`
	PricingMode    pricingMode `json:"pricing_mode,omitempty"`
	CreatedFrom    string      `json:"created_from,omitempty" jsonschema:"format=date" jsonschema_description:"YYYY-MM-DD, included"`
	CreatedTo      string      `json:"created_to,omitempty" jsonschema:"format=date"`
	ProductionFrom string      `json:"production_from,omitempty" jsonschema:"format=date" jsonschema_description:"First day of production"`
	ProductionTo   string      `json:"production_to,omitempty" jsonschema:"format=date"`
	IncludeDeleted bool        `json:"include_deleted,omitempty" jsonschema_description:"Deleted tenants too"`
	Order          tenantOrder `json:"order,omitempty" jsonschema_description:"Oldest date first. Default: tree order"`

	exact bool // Query is the name or internal tag of a tenant, so * in it is no wildcard
}

type findTenantsIn struct {
	tenantFilter
	paging
}

type foundTenant struct {
	ID                  string `json:"id"`
	Name                string `json:"name"`
	Kind                string `json:"kind"`
	Parent              string `json:"parent,omitempty" jsonschema_description:"Name of the parent"`
	PricingMode         string `json:"pricing_mode,omitempty" jsonschema_description:"trial, production or suspended"`
	TrialSince          string `json:"trial_since,omitempty" jsonschema_description:"Equals created_at: customers begin on trial"`
	ProductionStartDate string `json:"production_start_date,omitempty"`
	InternalTag         string `json:"internal_tag,omitempty"`
	CreatedAt           string `json:"created_at,omitempty"`
	DeletedAt           string `json:"deleted_at,omitempty"`
}

var findTenants = tool[findTenantsIn, list[foundTenant]]{
	name:  "find_tenants",
	title: "Find tenants",
	description: "Find tenants: customers, partners, folders and units, by name, tag, parent, kind, pricing mode or date. " +
		"Example: customers on trial, and since when, or customers that began production in October.",
	run: runFindTenants,
}

func runFindTenants(ctx context.Context, s *service, in findTenantsIn) (list[foundTenant], error) {
	none := list[foundTenant]{}
	if err := in.checkDates(); err != nil {
		return none, err
	}
	root := ""
	if in.Parent != "" {
		var err error
		if root, err = s.tenants.Resolve(ctx, in.Parent); err != nil {
			return none, err
		}
	}
	t, err := s.tenants.Tree(ctx)
	if err != nil {
		return none, err
	}
	if in.exact, err = t.Knows(ctx, in.Query); err != nil {
		return none, err
	}
	found, deleted, err := in.find(ctx, t, root)
	if err != nil {
		return none, err
	}
	pg, err := in.page(len(found), func(i int) string { return found[i].ID }, in.tenantFilter)
	if err != nil {
		return none, err
	}
	items := []foundTenant{}
	for _, tenant := range found[pg.from:pg.to] {
		items = append(items, shapeTenant(tenant, t.ParentName(tenant)))
	}
	if items = fitting(items, maxListBytes); len(items) > 0 {
		pg = pg.shorten(len(items), found[pg.from+len(items)-1].ID, in.tenantFilter)
	}
	out := listOf(pg, items)
	switch {
	case in.Query != "" && deleted != nil:
		out.Hint = deletedToo(deleted)
	case pg.total == 0:
		out.Hint, err = in.nothing(ctx, t, root)
	}
	return out, err
}

// nothing returns the hint that no tenant matches, with those that exist below
// root, or below the own tenant if root is "".
func (f tenantFilter) nothing(ctx context.Context, t *tenants.Tree, root string) (string, error) {
	text := "Nothing matches."
	if f.Query != "" {
		text = "Nothing matches " + escape.Quote(f.Query) + "."
		if root == "" && len(t.All) > 0 {
			root = t.All[0].ID
		}
		if names, err := t.Nearest(ctx, f.Query, root, maxNearest); names != nil || err != nil {
			return text + thereAre(names), err
		}
	}
	all, _, err := tenantFilter{}.find(ctx, t, root)
	if len(all) == 0 {
		parent, _ := t.Find(root)
		return text + " There are no tenants below " + quoteTenant(parent.Name, root) + ".", err
	}
	counts := map[[2]string]int{} // by kind and pricing mode
	for _, tenant := range all {
		counts[[2]string{tenant.Kind, tenant.PricingMode}]++
	}
	var texts []string
	for what, n := range counts {
		texts = append(texts, fmt.Sprintf("%s (%s)", escape.Count(n, escape.Text(what[0])), escape.Text(what[1])))
	}
	slices.Sort(texts)
	return text + " There are: " + strings.Join(texts, ", ") + ".", nil
}

// maxNearest is how many names are suggested if nothing matches.
const maxNearest = 20

// find returns the tenants below root that match, in the order of the request.
// Deleted tenants that match are returned separately, unless they are included.
// An empty root means all tenants.
func (f tenantFilter) find(ctx context.Context, t *tenants.Tree, root string) (found, deleted []acronis.Tenant, err error) {
	named, check := f.named(), interrupt.New(ctx)
	for _, tenant := range t.All {
		if err := check.Err(); err != nil {
			return nil, nil, err
		}
		below := root == "" || tenant.ID != root && t.Within(tenant.ID, root)
		switch {
		case !below || !named(tenant) || !f.matches(tenant):
		case tenant.DeletedAt == "" || f.IncludeDeleted:
			found = append(found, tenant)
		default:
			deleted = append(deleted, tenant)
		}
	}
	return found, deleted, f.sort(ctx, found)
}

func shapeTenant(t acronis.Tenant, parent string) foundTenant {
	shaped := foundTenant{
		ID: t.ID, Name: t.Name, Kind: t.Kind, Parent: parent, PricingMode: t.PricingMode, ProductionStartDate: t.ProductionStartDate,
		InternalTag: t.InternalTag, CreatedAt: t.CreatedAt, DeletedAt: t.DeletedAt,
	}
	if t.PricingMode == "trial" {
		shaped.TrialSince = t.CreatedAt
	}
	return shaped
}

// deletedToo returns a hint that lists deleted tenants that match too.
func deletedToo(deleted []acronis.Tenant) string {
	const most = 5
	var names []string
	for _, t := range deleted[:min(most, len(deleted))] {
		names = append(names, fmt.Sprintf("%s (%s)", escape.Quote(t.Name), escape.Text(acronis.Day(t.DeletedAt))))
	}
	if more := len(deleted) - most; more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	return "Deleted tenants match too: " + strings.Join(names, ", ") + ". Set include_deleted to see them."
}

// checkDates refuses invalid dates, and spans that end before they start.
func (f tenantFilter) checkDates() error {
	for _, span := range []struct{ name, from, to string }{{"created", f.CreatedFrom, f.CreatedTo}, {"production", f.ProductionFrom, f.ProductionTo}} {
		for _, end := range []struct{ name, day string }{{span.name + "_from", span.from}, {span.name + "_to", span.to}} {
			if end.day == "" {
				continue
			}
			if _, err := parseDay(end.name, end.day); err != nil {
				return err
			}
		}
		if span.from != "" && span.to != "" && span.to < span.from {
			return refused(fmt.Sprintf("%s_to (%s) is before %s_from (%s).", span.name, span.to, span.name, span.from))
		}
	}
	return nil
}

// matches reports whether a tenant matches the filter, apart from query,
// include_deleted and parent.
func (f tenantFilter) matches(t acronis.Tenant) bool {
	return (f.Kind == "" || t.Kind == string(f.Kind)) &&
		(f.PricingMode == "" || t.PricingMode == string(f.PricingMode)) &&
		inSpan(t.CreatedAt, f.CreatedFrom, f.CreatedTo) && inSpan(t.ProductionStartDate, f.ProductionFrom, f.ProductionTo)
}

// named returns a function that reports whether a tenant matches the query.
func (f tenantFilter) named() func(acronis.Tenant) bool {
	if f.Query == "" {
		return func(acronis.Tenant) bool { return true }
	}
	query := tenants.Fold(f.Query)
	id, isID := acronis.ParseUUID(f.Query)
	isPattern := strings.Contains(f.Query, "*") && !f.exact
	return func(t acronis.Tenant) bool {
		return isID && t.ID == id || strings.Contains(tenants.Fold(t.Name), query) || strings.Contains(tenants.Fold(t.InternalTag), query) ||
			isPattern && (figures.Matches(f.Query, t.Name) || figures.Matches(f.Query, t.InternalTag))
	}
}

// sort sorts tenants in the order of the request. Those without the date come
// last.
func (f tenantFilter) sort(ctx context.Context, all []acronis.Tenant) error {
	key := map[tenantOrder]func(acronis.Tenant) string{
		"name":       func(t acronis.Tenant) string { return tenants.Fold(t.Name) },
		"created":    func(t acronis.Tenant) string { return cmp.Or(t.CreatedAt, "~") },
		"production": func(t acronis.Tenant) string { return cmp.Or(t.ProductionStartDate, "~") },
	}[f.Order]
	if key == nil {
		return nil
	}
	return interrupt.SortStableFunc(ctx, all, func(a, b acronis.Tenant) int { return cmp.Compare(key(a), key(b)) })
}

// inSpan reports whether a time is within a span of days, both ends included.
// An empty end is open. A missing time is only in a span without ends.
func inSpan(instant, from, to string) bool {
	day := acronis.Day(instant)
	return from == "" && to == "" || day != "" && day >= from && (to == "" || day <= to)
}
