package tools

import (
	"context"
	"fmt"
	"strings"
	"time"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/usage"
)

type summarizeUsageIn struct {
	ReportID uuid   `json:"report_id,omitempty" jsonschema_description:"UUID, or give month"`
	Tenant   string `json:"tenant,omitempty" jsonschema_description:"Name or UUID; default: your own tenant"`
	Month    string `json:"month,omitempty" jsonschema:"format=month" jsonschema_description:"YYYY-MM"`
	usageQuestion
	MinValue *exact     `json:"min_value,omitempty" jsonschema_description:"In the unit of value"`
	Order    groupOrder `json:"order,omitempty" jsonschema_description:"Default value, largest first"`
	IDs      bool       `json:"ids,omitempty" jsonschema_description:"Show the ids of tenants and owners too"`
	paging
}

type summarizeUsageOut struct {
	list[figures.Sum]
	Totals []figures.Sum `json:"totals" schema:"brief" jsonschema_description:"Of all groups"`
	Unused []string      `json:"unused,omitempty" jsonschema_description:"Usages of which nothing was used"`
	Rest   []figures.Sum `json:"rest,omitempty" schema:"brief" jsonschema_description:"Groups that are not shown, added up"`
	Proof  proof         `json:"proof"`
}

var summarizeUsage = tool[summarizeUsageIn, summarizeUsageOut]{
	name:        "summarize_usage",
	title:       "Summarize usage",
	description: "Get what was used in a month, from a saved report: exact sums by group. Call prepare_months first. Quote totals, units and warnings; never add groups up yourself. For the running month call get_current_usage.",
	limit:       func(summarizeUsageIn) time.Duration { return readingTimeout },
	meta:        pictureMeta(),
	run:         runSummarizeUsage,
}

// readingTimeout bounds a call that reads a file, which may take minutes to come.
const readingTimeout = 10 * time.Minute

func runSummarizeUsage(ctx context.Context, s *service, in summarizeUsageIn) (summarizeUsageOut, error) {
	from, err := findSource(ctx, s, in.ReportID, in.Tenant, in.Month)
	if err != nil {
		return summarizeUsageOut{}, err
	}
	a, err := s.figures.Ask(ctx, from, in.question())
	if err != nil {
		return summarizeUsageOut{}, err
	}
	all, order := a.Summary.Groups, a.Order(in.MinValue.orNil(), in.Order == "name")
	asked := in
	asked.paging = paging{}
	arguments := []any{asked, a.Stored.ID}
	pg, err := in.page(len(order), func(i int) string { return keyOf(all[order[i]]) }, arguments)
	if err != nil {
		return summarizeUsageOut{}, err
	}
	shown := a.Groups(order[pg.from:pg.to])
	items := fitting(a.Sums(shown, in.IDs), (pg.to-pg.from)*maxGroupBytes)
	if shown = shown[:len(items)]; len(shown) > 0 {
		pg = pg.shorten(len(shown), keyOf(shown[len(shown)-1]), arguments)
	}
	out := summarizeUsageOut{list: listOf(pg, items), Proof: newProof(s.DataCentre, a)}
	out.Totals, out.Unused = totalsOf(a, &out.Proof)
	out.Rest = fitting(a.Remainder(shown), maxTotalsBytes)
	if out.Truncated {
		out.Proof.addResource(a)
		out.Hint = fmt.Sprintf("These are groups %d to %d of %d; totals include all of them. To see the others, pass cursor, group by fewer keys, filter, or call export_usage.", pg.from+1, pg.to, pg.total)
	}
	return out, nil
}

// What keeps answers small, in bytes: a report may have a hundred usages, and
// names of any length.
const (
	maxGroupBytes  = 500 // on average
	maxTotalsBytes = 4500
	maxUnusedNames = 20 // names
)

// totalsOf are the totals of an answer and usages with nothing, as far as they
// have room. The proof has a warning if they have not.
func totalsOf(a *figures.Answer, p *proof) (totals []figures.Sum, unused []string) {
	used, idle := a.Totals()
	totals = fitting(used, maxTotalsBytes)
	p.Warnings = append(p.Warnings, totalsCut(len(totals), len(used))...)
	return totals, escape.Names(idle, maxUnusedNames)
}

// keyOf is a group's keys as one short string, for comparing.
func keyOf(g usage.Group) string {
	key := strings.Join([]string{g.Usage, g.Tenant, g.OfferingItem, g.Application, g.Edition, g.Infra, g.Backend, g.Owner, g.SKU, g.Day}, "|")
	if g.NoInfra {
		key += "|-"
	}
	if len(key) > 300 { // it goes into cursors
		return digest(key)
	}
	return key
}
