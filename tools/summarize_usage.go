package tools

import (
	"cmp"
	"context"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/mark3labs/mcp-go/mcp"

	"acronis-reports-mcp/usage"
)

type summarizeUsageIn struct {
	ReportID uuid   `json:"report_id,omitempty" jsonschema_description:"Or give month"`
	Tenant   string `json:"tenant,omitempty" jsonschema_description:"Name or UUID; default own"`
	Month    string `json:"month,omitempty" jsonschema_description:"YYYY-MM"`
	usageQuestion
	MinValue float64    `json:"min_value,omitempty" jsonschema_description:"In the unit of value"`
	Order    groupOrder `json:"order,omitempty" jsonschema_description:"Default value, largest first"`
	IDs      bool       `json:"ids,omitempty"`
	paging
}

type summarizeUsageOut struct {
	list[usageGroup]
	Totals moreGroups `json:"totals" jsonschema_description:"Over all groups"`
	Rest   moreGroups `json:"rest,omitempty" jsonschema_description:"Groups not shown"`
	Proof  proof      `json:"proof"`
}

// links leads to the file, where not all groups are shown.
func (out summarizeUsageOut) links() []mcp.ResourceLink {
	if !out.Truncated {
		return nil
	}
	return []mcp.ResourceLink{out.Proof.link()}
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
	limit, err := in.limit()
	if err != nil {
		return summarizeUsageOut{}, err
	}
	from, err := s.reportOrMonth(ctx, in.ReportID, in.Tenant, in.Month)
	if err != nil {
		return summarizeUsageOut{}, err
	}
	a, err := s.ask(ctx, from, in.usageQuestion)
	if err != nil {
		return summarizeUsageOut{}, err
	}
	groups := a.inOrder(in.MinValue, in.Order)
	ids := make([]string, len(groups))
	for i, g := range groups {
		ids[i] = keyOf(g)
	}
	arguments := in
	arguments.paging = paging{}
	at, err := in.start(ids, arguments)
	if err != nil {
		return summarizeUsageOut{}, err
	}
	end := min(at+limit, len(groups))
	total := len(groups)
	out := summarizeUsageOut{
		list:   list[usageGroup]{Items: a.shape(groups[at:end], in.IDs), Total: &total, Truncated: end < total},
		Totals: a.shape(a.summary.Totals, false),
		Rest:   a.shape(a.rest(groups[at:end]), false),
	}
	out.Proof = a.proof(s)
	if out.Truncated {
		out.NextCursor = next(ids, end, arguments)
		out.Hint = fmt.Sprintf("Groups %d to %d of %d; all are in totals. For the others pass cursor, group by less, filter, or export_usage.", at+1, end, total)
	}
	return out, nil
}

// inOrder are the groups that are large enough, in the order asked for.
func (a *answer) inOrder(least float64, order groupOrder) []usage.Group {
	groups := slices.Clone(a.summary.Groups)
	if bound := new(big.Rat).SetFloat64(least); least != 0 && bound != nil {
		groups = slices.DeleteFunc(groups, func(g usage.Group) bool { return a.of(g).Rat().Cmp(bound) < 0 })
	}
	byName := func(x, y usage.Group) int {
		return cmp.Or(cmp.Compare(fold(a.name(x.Tenant)), fold(a.name(y.Tenant))),
			cmp.Compare(x.Tenant, y.Tenant), cmp.Compare(keyOf(x), keyOf(y)))
	}
	slices.SortFunc(groups, func(x, y usage.Group) int {
		if order == "name" {
			return byName(x, y)
		}
		return cmp.Or(a.of(y).Cmp(a.of(x)), byName(x, y))
	})
	return groups
}

// keyOf is a group's keys as one string, for comparing.
func keyOf(g usage.Group) string {
	key := strings.Join([]string{g.Usage, g.Tenant, g.Application, g.Edition, g.Backend, g.Owner, g.SKU, g.Day}, "|")
	if g.NoInfra {
		key += "|-"
	}
	return key
}

// shape gives groups the form of results.
func (a *answer) shape(groups []usage.Group, ids bool) []usageGroup {
	shaped := make([]usageGroup, len(groups))
	for i, g := range groups {
		shaped[i] = usageGroup{a.keys(g, ids), a.amount(g)}
	}
	return shaped
}

// rest is what the totals hold beside the groups shown. Of several days there
// is none: what was there on one can't be taken from what was there on another.
func (a *answer) rest(shown []usage.Group) []usage.Group {
	if len(shown) == len(a.summary.Groups) || a.daily() {
		return nil
	}
	var rest []usage.Group
	for _, t := range a.summary.Totals {
		for _, g := range shown {
			if g.Usage == t.Usage && g.NoInfra == t.NoInfra {
				t.Absolute, t.Delta = minus(t.Absolute, g.Absolute), minus(t.Delta, g.Delta)
			}
		}
		if !nothing(t.Absolute) || !nothing(t.Delta) {
			rest = append(rest, t)
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
