package tools

import (
	"context"
	"slices"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/usage"
)

type currentFilter struct {
	Tenant   string   `json:"tenant,omitempty" jsonschema_description:"Name or UUID; default: your own tenant"`
	Usages   []string `json:"usages,omitempty" jsonschema_description:"With * as wildcard"`
	Editions []string `json:"editions,omitempty"`
}

type getCurrentUsageIn struct {
	currentFilter
	paging
}

type currentUsage struct {
	Usage         string `json:"usage"`
	Edition       string `json:"edition,omitempty"`
	InfraID       string `json:"infra_id,omitempty"`
	Unit          string `json:"unit"`
	AbsoluteValue string `json:"absolute_value,omitempty" jsonschema_description:"Quote this one"`
	Reading       string `json:"reading,omitempty"`
	Value         string `json:"value,omitempty" jsonschema_description:"The API's other value: don't quote it"`
	Since         string `json:"since,omitempty"`
	Quota         string `json:"quota,omitempty" jsonschema_description:"Unlimited if missing"`
	QuotaPercent  string `json:"quota_percent,omitempty"`
	Overage       string `json:"overage_allowed,omitempty" jsonschema_description:"How much beyond the quota"`
}

var getCurrentUsage = tool[getCurrentUsageIn, list[currentUsage]]{
	name:        "get_current_usage",
	title:       "Get current usage",
	description: "Get what a tenant and the tenants below it use now, in the running period, with quotas. The vendor updates these values every few hours. Not for billing: call prepare_months.",
	run:         runGetCurrentUsage,
}

func runGetCurrentUsage(ctx context.Context, s *service, in getCurrentUsageIn) (list[currentUsage], error) {
	none := list[currentUsage]{}
	tenant, err := s.tenants.Resolve(ctx, in.Tenant)
	if err != nil {
		return none, err
	}
	all, err := s.Client.GetUsages(ctx, tenant)
	if err != nil {
		return none, err
	}
	all = slices.DeleteFunc(all, func(u acronis.Usage) bool {
		return !(matchesAny(in.Usages, u.Name) || matchesAny(in.Usages, u.UsageName)) || !matchesAny(in.Editions, u.Edition)
	})
	pg, err := in.page(len(all), func(i int) string { return all[i].Name + "|" + all[i].Edition + "|" + all[i].InfraID }, in.currentFilter)
	if err != nil {
		return none, err
	}
	out := listOf(pg, []currentUsage{})
	for _, u := range all[pg.from:pg.to] {
		out.Items = append(out.Items, shapeCurrent(u))
	}
	out.Hint = "These values are not for billing: the vendor updates them every few hours, for the running period only. For whole months, call prepare_months."
	return out, nil
}

// matchesAny reports whether a name matches one of some patterns; all match none.
func matchesAny(patterns []string, name string) bool {
	return len(patterns) == 0 || slices.ContainsFunc(patterns, func(p string) bool { return figures.Matches(p, name) })
}

func shapeCurrent(u acronis.Usage) currentUsage {
	unit := usage.Unit(u.MeasurementUnit)
	if unit == "" {
		unit = usage.KnownUnit(u.Name)
	}
	shaped := currentUsage{
		Usage: escape.Text(u.Name), Edition: escape.Text(u.Edition), InfraID: escape.Text(u.InfraID), Unit: escape.Text(string(unit)),
		AbsoluteValue: u.AbsoluteValue.String(), Value: u.Value.String(), Since: escape.Text(u.RangeStart),
	}
	absolute, err := usage.ParseDecimal(u.AbsoluteValue.String())
	if err == nil {
		shaped.Reading = usage.Reading(absolute, unit, u.Name)
	}
	if item := u.OfferingItem; item != nil && item.Quota != nil {
		shaped.Quota, shaped.Overage = item.Quota.Value.String(), item.Quota.Overage.String()
		if quota, noQuota := usage.ParseDecimal(shaped.Quota); err == nil && noQuota == nil {
			shaped.QuotaPercent = absolute.Percent(quota)
		}
	}
	return shaped
}
