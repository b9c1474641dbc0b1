package tools

import (
	"context"
	"fmt"
	"slices"
	"time"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/usage"
)

type compareUsageIn struct {
	Before           uuid     `json:"before_report_id,omitempty" jsonschema_description:"UUID; give both ids, or tenant and months"`
	After            uuid     `json:"after_report_id,omitempty"`
	Tenant           string   `json:"tenant,omitempty"`
	Months           []string `json:"months,omitempty" jsonschema:"format=month" jsonschema_description:"Two months, YYYY-MM; default: the last two"`
	usageQuestion    `schema:"brief"`
	MinChangePercent exact `json:"min_change_percent,omitempty"`
	IDs              bool  `json:"ids,omitempty"`
	paging
}

type compareUsageOut struct {
	list[usageChange]
	Unchanged int           `json:"unchanged" jsonschema_description:"How many groups did not change"`
	Totals    []usageChange `json:"totals" schema:"brief" jsonschema_description:"Of all groups"`
	Unused    []string      `json:"unused,omitempty" jsonschema_description:"Usages of which nothing was used"`
	Rest      []usageChange `json:"rest,omitempty" schema:"brief" jsonschema_description:"Groups that are not shown, added up"`
	Before    proof         `json:"before" schema:"brief" jsonschema_description:"As the proof of summarize_usage"`
	After     proof         `json:"after" schema:"brief"`
}

type usageChange struct {
	figures.Keys
	Unit    string   `json:"unit"`
	Before  string   `json:"before" jsonschema_description:"Exact"`
	After   string   `json:"after"`
	Change  string   `json:"change"`
	Percent string   `json:"percent,omitempty" jsonschema_description:"In percent of before"`
	Reading string   `json:"reading,omitempty" jsonschema_description:"Rounded"`
	New     bool     `json:"new,omitempty" jsonschema_description:"Not in the report before"`
	Gone    bool     `json:"gone,omitempty" jsonschema_description:"Not in the report after"`
	Why     []string `json:"why,omitempty"`
}

var compareUsage = tool[compareUsageIn, compareUsageOut]{
	name:        "compare_usage",
	title:       "Compare usage",
	description: "Compare two saved reports of one kind and level: what changed, the largest change first. Call prepare_months for both months first. Group by tenant to see who changed, and why. Arguments are as in summarize_usage.",
	limit:       func(compareUsageIn) time.Duration { return 2 * readingTimeout },
	meta:        pictureMeta(),
	run:         runCompareUsage,
}

func runCompareUsage(ctx context.Context, s *service, in compareUsageIn) (compareUsageOut, error) {
	none := compareUsageOut{}
	if slices.Contains(in.GroupBy, "day") {
		return none, refused("Two reports never have the same days: compare them without day. summarize_usage can group by day.")
	}
	before, after, err := findSources(ctx, s, in)
	if err != nil {
		return none, err
	}
	c, err := s.figures.Compare(ctx, before, after, in.question(), in.MinChangePercent.Decimal)
	if err != nil {
		return none, err
	}
	asked := in
	asked.paging = paging{}
	arguments := []any{asked, c.Before.Stored.ID, c.After.Stored.ID}
	pg, err := in.page(len(c.Changes), func(i int) string { return keyOf(c.Changes[i].Group) }, arguments)
	if err != nil {
		return none, err
	}
	shown := c.Changes[pg.from:pg.to]
	items := fitting(shapeChanges(c, shown, in.IDs), (pg.to-pg.from)*maxGroupBytes)
	if shown = shown[:len(items)]; len(shown) > 0 {
		pg = pg.shorten(len(shown), keyOf(shown[len(shown)-1].Group), arguments)
	}
	out := compareUsageOut{
		list:      listOf(pg, items),
		Unchanged: c.Unchanged,
		Totals:    fitting(shapeChanges(c, c.Totals, false), maxChangesBytes),
		Unused:    escape.Names(c.Idle, maxUnusedNames),
		Rest:      fitting(shapeChanges(c, c.Remainder(shown), false), maxChangesBytes),
		Before:    newProof(s.DataCentre, c.Before),
		After:     newProof(s.DataCentre, c.After),
	}
	out.After.Warnings = append(out.After.Warnings, totalsCut(len(out.Totals), len(c.Totals))...)
	out.After.Warnings = append(out.After.Warnings, warningTexts(c.Warnings())...)
	if out.Truncated {
		out.Before.addResource(c.Before)
		out.After.addResource(c.After)
		out.Hint = fmt.Sprintf("These are changes %d to %d of %d, the largest first; totals include all of them. To see the others, pass cursor, group by fewer keys, or filter.", pg.from+1, pg.to, pg.total)
	}
	return out, nil
}

// maxChangesBytes is for changes what maxTotalsBytes is for sums: there are two proofs beside them.
const maxChangesBytes = 3800

// findSources finds what to compare.
func findSources(ctx context.Context, s *service, in compareUsageIn) (before, after figures.Source, err error) {
	if in.Before != "" || in.After != "" {
		if in.Before == "" || in.After == "" || len(in.Months) != 0 && len(in.Months) != 2 {
			return before, after, refused("Give before_report_id and after_report_id, or tenant and months.")
		}
		months := append(in.Months, "", "")
		before, err = sourceNamed(ctx, s, "before_report_id", in.Before, in.Tenant, months[0])
		if err == nil {
			after, err = sourceNamed(ctx, s, "after_report_id", in.After, in.Tenant, months[1])
		}
		return before, after, err
	}
	months := in.Months
	if months == nil {
		last := wholeMonths()
		months = []string{last[1], last[0]}
	}
	if len(months) != 2 || months[0] >= months[1] {
		return before, after, refused("months must be two different months, the earlier one first, such as [\"2026-09\", \"2026-10\"].")
	}
	tenant, err := s.tenants.Resolve(ctx, in.Tenant)
	if err != nil {
		return before, after, err
	}
	later, err := periodOf(months[1], "", "")
	if err != nil {
		return before, after, err
	}
	earlier, err := periodOf(months[0], "", "")
	if err != nil {
		return before, after, err
	}
	return s.figures.FindSources(ctx, tenant, earlier, later)
}

// shapeChanges gives changes the form of results.
func shapeChanges(c *figures.Comparison, changes []usage.Change, ids bool) []usageChange {
	shaped := make([]usageChange, len(changes))
	for i, change := range changes {
		unit := c.After.Catalogue.Unit(change.Usage)
		shaped[i] = usageChange{
			Keys: c.After.Keys(change.Group, ids).Shorten(), Unit: escape.Shorten(escape.Text(string(unit))),
			Before: change.Before.String(), After: change.After.String(), Change: change.By().String(), Percent: change.Percent(),
			New: change.New, Gone: change.Gone, Why: reasonTexts(c.Reasons(change)),
		}
		if reading := usage.Reading(change.By(), unit, change.Usage); reading != "" {
			shaped[i].Reading = fmt.Sprintf("%s to %s: %s", usage.Reading(change.Before, unit, change.Usage),
				usage.Reading(change.After, unit, change.Usage), reading)
		}
	}
	return shaped
}

// reasonTexts puts what happened to a tenant into words.
func reasonTexts(reasons []figures.Reason) []string {
	var texts []string
	for _, r := range reasons {
		day := escape.Text(r.Day)
		texts = append(texts, map[figures.ReasonKind]string{
			figures.Created:      "created " + day,
			figures.InProduction: "switched to production " + day,
			figures.WasDeleted:   "deleted " + day,
			figures.Renamed:      "renamed, was " + escape.Quote(r.Name),
			figures.NowBelow:     "now below " + quoteTenant(r.Name, "another parent"),
			figures.NoTenant:     "no longer among the tenants",
		}[r.Kind])
	}
	return texts
}
