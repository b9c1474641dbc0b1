package tools

import (
	"cmp"
	"context"
	"fmt"
	"math/big"
	"slices"
	"strconv"
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
	asked := in
	asked.paging = paging{}
	arguments := []any{asked, a.stored.ID}
	at, err := in.startAmong(len(groups), func(i int) string { return keyOf(groups[i]) }, arguments)
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
		out.NextCursor = cursorAfter(keyOf(groups[end-1]), end, arguments)
		out.Hint = fmt.Sprintf("Groups %d to %d of %d; all are in totals. For the others pass cursor, group by less, filter, or export_usage.", at+1, end, total)
	}
	return out, nil
}

// inOrder are the groups that are large enough, in the order asked for. There
// may be millions: they are sorted where they are, and no text is made for that.
func (a *answer) inOrder(least float64, order groupOrder) []usage.Group {
	groups := a.summary.Groups
	if bound := exactly(least); least != 0 && bound != nil {
		groups = slices.DeleteFunc(groups, func(g usage.Group) bool { return a.of(g).Rat().Cmp(bound) < 0 })
	}
	ranks := a.tenantRanks(groups)
	slices.SortFunc(groups, func(x, y usage.Group) int {
		if order != "name" {
			if c := a.of(y).Cmp(a.of(x)); c != 0 {
				return c
			}
		}
		return cmp.Or(cmp.Compare(ranks[x.Tenant], ranks[y.Tenant]), byKeys(&x, &y))
	})
	return groups
}

// exactly is a number as the person wrote it: 0.1, and not the nearest that a float64 can be.
func exactly(n float64) *big.Rat {
	r, _ := new(big.Rat).SetString(strconv.FormatFloat(n, 'g', -1, 64))
	return r
}

// tenantRanks has the place of each tenant of some groups in the order of their names.
func (a *answer) tenantRanks(groups []usage.Group) map[string]int {
	type named struct{ name, id string }
	ranks := map[string]int{}
	var all []named
	for i := range groups {
		id := groups[i].Tenant
		if _, seen := ranks[id]; !seen {
			ranks[id] = 0
			all = append(all, named{fold(a.name(id)), id})
		}
	}
	slices.SortFunc(all, func(x, y named) int { return cmp.Or(cmp.Compare(x.name, y.name), cmp.Compare(x.id, y.id)) })
	for i, t := range all {
		ranks[t.id] = i
	}
	return ranks
}

// byKeys orders the groups of one tenant.
func byKeys(x, y *usage.Group) int {
	for _, pair := range [...][2]string{
		{x.Usage, y.Usage}, {x.Application, y.Application}, {x.Edition, y.Edition},
		{x.Backend, y.Backend}, {x.Owner, y.Owner}, {x.SKU, y.SKU}, {x.Day, y.Day},
	} {
		if order := cmp.Compare(pair[0], pair[1]); order != 0 {
			return order
		}
	}
	return truth(x.NoInfra) - truth(y.NoInfra)
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
	if a.daily() {
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
	return slices.DeleteFunc(left, func(t usage.Group) bool { return nothing(t.Absolute) && nothing(t.Delta) })
}

func minus(a, b usage.Amounts) usage.Amounts {
	return usage.Amounts{Production: a.Production.Sub(b.Production), Trial: a.Trial.Sub(b.Trial), Total: a.Total.Sub(b.Total)}
}

func nothing(a usage.Amounts) bool {
	return a.Production.IsZero() && a.Trial.IsZero() && a.Total.IsZero()
}
