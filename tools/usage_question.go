package tools

import (
	"slices"

	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/usage"
)

// usageQuestion is what the tools that read figures have in common: whose, of
// which months, of what, kept apart by what, and what is measured. The
// normalizer takes month, report_id, before_report_id and after_report_id too,
// see [aliases].
type usageQuestion struct {
	Tenant    string     `json:"tenant,omitempty" jsonschema_description:"Name or UUID; default: your own tenant"`
	Months    []string   `json:"months,omitempty" jsonschema:"format=month" jsonschema_description:"YYYY-MM; default: the last complete months"`
	ReportIDs []uuid     `json:"report_ids,omitempty" jsonschema_description:"UUIDs, instead of tenant and months"`
	Usages    []string   `json:"usages,omitempty" jsonschema_description:"Usage names, offering items or labels, with * as wildcard"`
	Customers []string   `json:"customers,omitempty" jsonschema_description:"Names, with * as wildcard, internal tags or UUIDs"`
	GroupBy   []groupKey `json:"group_by,omitempty" jsonschema_description:"Keys in addition to usage"`
	Measure   measure    `json:"measure,omitempty" jsonschema_description:"Default billed: the reading at the end, for compute points the change; peak and average: for daily reports"`
	Scope     scope      `json:"scope,omitempty" jsonschema_description:"Default production"`
}

// question is the same for the figures.
func (q usageQuestion) question() figures.Question {
	return figures.Question{
		By: keysOf(q.GroupBy), Measure: string(q.Measure), Scope: string(q.Scope), Customers: q.Customers, Usages: q.Usages,
	}
}

// keysOf are the keys to group by, each once, without usage, which always is
// one; nil if none were given.
func keysOf(given []groupKey) []usage.Key {
	if len(given) == 0 {
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
