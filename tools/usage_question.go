package tools

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/usage"
)

// usageQuestion is what can be asked of the figures in a report.
type usageQuestion struct {
	GroupBy      []groupKey `json:"group_by,omitempty" jsonschema_description:"Keys beside usage, which always is one; default offering_item, infra (storage)"`
	Measure      measure    `json:"measure,omitempty" jsonschema_description:"Default absolute: at the end of the period; delta: the change during it"`
	Scope        scope      `json:"scope,omitempty" jsonschema_description:"Default production"`
	OverDays     overDays   `json:"over_days,omitempty" jsonschema_description:"For daily reports"`
	Customers    []string   `json:"customers,omitempty" jsonschema_description:"Names, with * as wildcard, or UUIDs"`
	Usages       []string   `json:"usages,omitempty" jsonschema_description:"With * as wildcard"`
	Editions     []string   `json:"editions,omitempty"`
	Applications []string   `json:"applications,omitempty"`
}

// question is the same for the figures.
func (q usageQuestion) question() figures.Question {
	return figures.Question{
		By: keysOf(q.GroupBy), Measure: string(q.Measure), Scope: string(q.Scope), OverDays: string(q.OverDays),
		Customers: q.Customers, Usages: q.Usages, Editions: q.Editions, Applications: q.Applications,
	}
}

// keysOf are the keys to group by, each once, without usage, which always is
// one; nil if none were given.
func keysOf(given []groupKey) []usage.Key {
	if given == nil {
		return nil
	}
	keys := []usage.Key{}
	for _, k := range given {
		if k != "usage" && !slices.Contains(keys, usage.Key(k)) {
			keys = append(keys, usage.Key(k))
		}
	}
	return keys
}

// findSource finds the report that is asked: by id, or by whom and when.
func findSource(ctx context.Context, s *service, reportID uuid, tenant, month string) (figures.Source, error) {
	switch {
	case reportID != "":
		return sourceNamed(ctx, s, "report_id", reportID, tenant, month)
	case month == "":
		return figures.Source{}, refused("Give report_id, or give month (and tenant, if it is not your own).")
	}
	id, err := s.tenants.Resolve(ctx, tenant)
	if err != nil {
		return figures.Source{}, err
	}
	p, err := periodOf(month, "", "")
	if err != nil {
		return figures.Source{}, err
	}
	return s.figures.FindSource(ctx, id, p)
}

// sourceNamed finds a report by its id. Tenant and month may be given too, if
// they name the same report: models pass on all that they know.
func sourceNamed(ctx context.Context, s *service, argument string, id uuid, tenant, month string) (figures.Source, error) {
	none := figures.Source{}
	source, err := s.figures.SourceOf(ctx, string(id))
	if err != nil {
		return none, err
	}
	report := source.Report.Params()
	var differ []string
	if tenant != "" {
		tenantID, err := s.tenants.Resolve(ctx, tenant)
		if err != nil {
			return none, err
		}
		if tenantID != report.TenantID {
			differ = append(differ, "tenant is "+s.tenantName(ctx, tenantID))
		}
	}
	if month != "" {
		p, err := periodOf(month, "", "")
		if err != nil {
			return none, err
		}
		if p != *report.Period {
			differ = append(differ, "the month is "+month)
		}
	}
	if differ != nil {
		return none, refused(fmt.Sprintf("%s names a report about %s for %s to %s, but %s. Give the id alone, or tenant and month without it.",
			argument, s.tenantName(ctx, report.TenantID), escape.Text(report.Period.Start), escape.Text(report.Period.End), strings.Join(differ, " and ")))
	}
	return source, nil
}
