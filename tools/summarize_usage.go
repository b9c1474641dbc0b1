package tools

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/mark3labs/mcp-go/mcp"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/usage"
)

type summarizeUsageIn struct {
	ReportID uuid   `json:"report_id,omitempty" jsonschema_description:"Or give month"`
	Tenant   string `json:"tenant,omitempty" jsonschema_description:"Name or UUID; default own"`
	Month    string `json:"month,omitempty" jsonschema:"format=month" jsonschema_description:"YYYY-MM"`
	usageQuestion
	MinValue *exact     `json:"min_value,omitempty" jsonschema_description:"In the unit of value"`
	Order    groupOrder `json:"order,omitempty" jsonschema_description:"Default value, largest first"`
	IDs      bool       `json:"ids,omitempty"`
	paging
}

type summarizeUsageOut struct {
	list[usageGroup]
	Totals moreGroups `json:"totals" jsonschema_description:"Over all groups"`
	Unused []string   `json:"unused,omitempty" jsonschema_description:"Usages with nothing"`
	Rest   moreGroups `json:"rest,omitempty" jsonschema_description:"Groups not shown"`
	Proof  proof      `json:"proof"`
}

// links leads to the file, where not all groups are shown.
func (out summarizeUsageOut) links() []mcp.ResourceLink {
	if !out.Truncated {
		return nil
	}
	return out.Proof.link()
}

type usageGroup struct {
	keys
	amount
}

// moreGroups are groups whose schema says no more than that: items' tells the
// rest, and a model reads it once.
type moreGroups []usageGroup

// JSONSchemaAlias is what the schema is made from.
func (moreGroups) JSONSchemaAlias() any { return []map[string]any{} }

var summarizeUsage = tool[summarizeUsageIn, summarizeUsageOut]{
	name:  "summarize_usage",
	title: "Summarize usage",
	description: "What was used in a saved report: exact sums by group. prepare_months first. Quote totals, units and warnings; never add groups yourself. " +
		"Not for the running month: get_current_usage.",
	limit: func(summarizeUsageIn) time.Duration { return readingTimeout },
	meta:  pictured(),
	run:   runSummarizeUsage,
}

// readingTimeout bounds a call that reads a file, which may take minutes to come.
const readingTimeout = 10 * time.Minute

func runSummarizeUsage(ctx context.Context, s *service, in summarizeUsageIn) (summarizeUsageOut, error) {
	from, err := s.reportOrMonth(ctx, in.ReportID, in.Tenant, in.Month)
	if err != nil {
		return summarizeUsageOut{}, err
	}
	a, err := s.ask(ctx, from, in.usageQuestion)
	if err != nil {
		return summarizeUsageOut{}, err
	}
	all, order := a.summary.Groups, a.inOrder(in.MinValue, in.Order)
	asked := in
	asked.paging = paging{}
	arguments := []any{asked, a.stored.ID}
	pg, err := in.page(len(order), func(i int) string { return keyOf(all[order[i]]) }, arguments)
	if err != nil {
		return summarizeUsageOut{}, err
	}
	shown := a.groups(order[pg.from:pg.to])
	items := within(a.shape(shown, in.IDs), (pg.to-pg.from)*mostOfGroup)
	if shown = shown[:len(items)]; len(shown) > 0 {
		pg = pg.upTo(len(shown), keyOf(shown[len(shown)-1]), arguments)
	}
	out := summarizeUsageOut{list: listOf(pg, items), Proof: a.proof(s)}
	out.Totals, out.Unused, out.Rest = a.totals(a.rest(shown), &out.Proof)
	if out.Truncated {
		out.Hint = fmt.Sprintf("Groups %d to %d of %d; all are in totals. For the others pass cursor, group by less, filter, or export_usage.", pg.from+1, pg.to, pg.total)
	}
	return out, nil
}

// What keeps answers small, in bytes: a report may have a hundred usages, and
// names of any length.
const (
	mostOfGroup  = 500 // on average
	mostOfTotals = 4500
	mostUnused   = 20 // names
)

// totals are the totals of an answer, usages with nothing, and the rest, as far
// as they have room. Of totals that haven't, the proof tells.
func (a *answer) totals(all []usageGroup, p *proof) (totals moreGroups, unused []string, rest moreGroups) {
	some, none := split(a.summary.Totals, unusedGroup)
	totals = within(a.shape(some, false), mostOfTotals)
	p.Warnings = append(p.Warnings, cutShort(len(totals), len(some))...)
	return totals, escape.Names(usagesOf(none), mostUnused), within(all, mostOfTotals)
}

// cutShort warns of totals that are not shown.
func cutShort(shown, all int) []string {
	if shown == all {
		return nil
	}
	return []string{fmt.Sprintf("%d of %d totals are shown, in the order of their names, and as much of rest: name usages to see others.", shown, all)}
}

// split takes from a list what fits.
func split[T any](all []T, fits func(T) bool) (others, fitting []T) {
	for _, one := range all {
		if fits(one) {
			fitting = append(fitting, one)
		} else {
			others = append(others, one)
		}
	}
	return others, fitting
}

func unusedGroup(g usage.Group) bool { return nothing(g.Absolute) && nothing(g.Delta) }

// usagesOf are the names of usages, as the file has them; groups are in their order.
func usagesOf(groups []usage.Group) []string {
	var names []string
	for _, g := range groups {
		names = append(names, g.Usage)
	}
	return slices.Compact(names)
}

// inOrder are the indexes of groups that are large enough, in the order asked
// for. There may be a million, so it is little that is sorted.
func (a *answer) inOrder(least *exact, order groupOrder) []int {
	type place struct {
		value    usage.Decimal
		rank, at int
	}
	ranks := a.ranks()
	var places []place
	for i, g := range a.summary.Groups {
		value := a.of(g)
		if least == nil || value.Cmp(least.Decimal) >= 0 {
			places = append(places, place{value, ranks[g.Tenant], i})
		}
	}
	slices.SortFunc(places, func(x, y place) int {
		byValue := 0
		if order != "name" {
			byValue = y.value.Cmp(x.value)
		}
		return cmp.Or(byValue, cmp.Compare(x.rank, y.rank), cmp.Compare(x.at, y.at))
	})
	indexes := make([]int, len(places))
	for i, p := range places {
		indexes[i] = p.at
	}
	return indexes
}

// groups are those with some indexes.
func (a *answer) groups(indexes []int) []usage.Group {
	groups := make([]usage.Group, len(indexes))
	for i, at := range indexes {
		groups[i] = a.summary.Groups[at]
	}
	return groups
}

// ranks are the places of tenants in the order of their names.
func (a *answer) ranks() map[string]int {
	names := map[string]string{}
	for _, g := range a.summary.Groups {
		if _, ok := names[g.Tenant]; !ok {
			names[g.Tenant] = tenants.Fold(a.name(g.Tenant))
		}
	}
	ids := slices.Collect(maps.Keys(names))
	slices.SortFunc(ids, func(x, y string) int { return cmp.Or(cmp.Compare(names[x], names[y]), cmp.Compare(x, y)) })
	ranks := make(map[string]int, len(ids))
	for i, id := range ids {
		ranks[id] = i
	}
	return ranks
}

// keyOf is a group's keys as one short string, for comparing.
func keyOf(g usage.Group) string {
	key := strings.Join([]string{g.Usage, g.Tenant, g.Application, g.Edition, g.Backend, g.Owner, g.SKU, g.Day}, "|")
	if g.NoInfra {
		key += "|-"
	}
	if len(key) > 300 { // it goes into cursors
		return digest(key)
	}
	return key
}

// shape gives groups the form of results.
func (a *answer) shape(groups []usage.Group, ids bool) []usageGroup {
	shaped := make([]usageGroup, len(groups))
	for i, g := range groups {
		shaped[i] = usageGroup{a.keys(g, ids).cut(), a.amount(g, a.Measure)}
	}
	return shaped
}

// addsUp reports whether absolute values of groups add up to those of totals:
// those of several days don't, nor the greatest over days, and averages only
// where none was rounded.
func (a *answer) addsUp() bool {
	switch {
	case a.summary.LastDay == "":
		return true
	case slices.Contains(a.GroupBy, "day") || a.OverDays == "max":
		return false
	}
	return a.OverDays == "last" || !a.summary.Rounded
}

// rest is what the totals hold beside the groups shown, where they add up, as
// deltas always do.
func (a *answer) rest(shown []usage.Group) []usageGroup {
	if !a.addsUp() && a.Measure != "delta" {
		return nil
	}
	type key struct {
		usage   string
		noInfra bool
	}
	left := slices.Clone(a.summary.Totals)
	index := map[key]*usage.Group{}
	for i := range left {
		index[key{left[i].Usage, left[i].NoInfra}] = &left[i]
	}
	for _, g := range shown {
		t := index[key{g.Usage, g.NoInfra}]
		t.Absolute, t.Delta = minus(t.Absolute, g.Absolute), minus(t.Delta, g.Delta)
	}
	if !a.addsUp() {
		for i := range left {
			left[i].Absolute = usage.Amounts{}
		}
	}
	rest := a.shape(slices.DeleteFunc(left, unusedGroup), false)
	if !a.addsUp() {
		for i := range rest {
			rest[i].Points = nil
		}
	}
	return rest
}

func minus(a, b usage.Amounts) usage.Amounts {
	return usage.Amounts{Production: a.Production.Sub(b.Production), Trial: a.Trial.Sub(b.Trial), Total: a.Total.Sub(b.Total)}
}

func nothing(a usage.Amounts) bool {
	return a.Production.IsZero() && a.Trial.IsZero() && a.Total.IsZero()
}
