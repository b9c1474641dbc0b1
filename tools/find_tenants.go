package tools

import (
	"context"
	"strings"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/figures/tenants"
)

type tenantFilter struct {
	Query          string      `json:"query,omitempty" jsonschema_description:"Part of the name or of the internal tag"`
	Parent         string      `json:"parent,omitempty" jsonschema_description:"Name or UUID; only tenants below it"`
	Kind           tenantKind  `json:"kind,omitempty"`
	PricingMode    pricingMode `json:"pricing_mode,omitempty"`
	IncludeDeleted bool        `json:"include_deleted,omitempty" jsonschema_description:"Deleted tenants too"`
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
	ProductionStartDate string `json:"production_start_date,omitempty"`
	InternalTag         string `json:"internal_tag,omitempty"`
	CreatedAt           string `json:"created_at,omitempty"`
	DeletedAt           string `json:"deleted_at,omitempty"`
}

var findTenants = tool[findTenantsIn, list[foundTenant]]{
	name:        "find_tenants",
	title:       "Find tenants",
	description: "Find tenants: customers, partners, folders and units, by part of the name, parent, kind or pricing mode. Shows for example which customers are on trial, and since when.",
	run:         runFindTenants,
}

func runFindTenants(ctx context.Context, s *service, in findTenantsIn) (list[foundTenant], error) {
	none := list[foundTenant]{}
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
	var found []acronis.Tenant
	for _, tenant := range t.All {
		if in.matches(tenant) && (root == "" || tenant.ID != root && t.Within(tenant.ID, root)) {
			found = append(found, tenant)
		}
	}
	pg, err := in.page(len(found), func(i int) string { return found[i].ID }, in.tenantFilter)
	if err != nil {
		return none, err
	}
	out := listOf(pg, []foundTenant{})
	for _, tenant := range found[pg.from:pg.to] {
		out.Items = append(out.Items, foundTenant{
			ID: tenant.ID, Name: tenant.Name, Kind: tenant.Kind, Parent: t.ParentName(tenant),
			PricingMode: tenant.PricingMode, ProductionStartDate: tenant.ProductionStartDate,
			InternalTag: tenant.InternalTag, CreatedAt: tenant.CreatedAt, DeletedAt: tenant.DeletedAt,
		})
	}
	if pg.total == 0 && in.Query != "" {
		out.Hint = "Nothing matches." + didYouMean(t.Suggest(in.Query))
	}
	return out, nil
}

// matches reports whether a tenant passes, its place aside.
func (f tenantFilter) matches(t acronis.Tenant) bool {
	query := tenants.Fold(f.Query)
	return (strings.Contains(tenants.Fold(t.Name), query) || strings.Contains(tenants.Fold(t.InternalTag), query)) &&
		(f.Kind == "" || t.Kind == string(f.Kind)) &&
		(f.PricingMode == "" || t.PricingMode == string(f.PricingMode)) &&
		(f.IncludeDeleted || t.DeletedAt == "")
}
