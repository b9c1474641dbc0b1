package tools

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/usage"
)

type compareUsageIn struct {
	usageQuestion `schema:"brief"`
	Detail        detail `json:"detail,omitempty"`
	paging
}

type compareUsageOut struct {
	answerHead
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
	c, err := s.figures.Compare(ctx, before, after, in.question(), usage.Decimal{})
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
	items := fitting(shapeChanges(c, shown, in.Detail == "full"), (pg.to-pg.from)*maxChangeBytes)
	if shown = shown[:len(items)]; len(shown) > 0 {
		pg = pg.shorten(len(shown), keyOf(shown[len(shown)-1].Group), arguments)
	}
	out := compareUsageOut{
		list:      listOf(pg, items),
		Unchanged: c.Unchanged,
		Totals:    fitting(shapeChanges(c, c.Totals, false), maxChangesBytes),
		Unused:    escape.Names(c.Idle, maxUnusedNames),
		Rest:      fitting(shapeChanges(c, c.Remainder(shown), false), maxChangesBytes),
	}
	m := newMonths(s, []monthSource{{month: monthOf(before), source: before}, {month: monthOf(after), source: after}}, []*figures.Answer{c.Before, c.After}, in.Detail == "full")
	out.answerHead, out.Before, out.After = m.head(), m.proofs[0], m.proofs[1]
	out.Warnings = append(out.Warnings, totalsCut(len(out.Totals), len(c.Totals))...)
	out.Warnings = append(out.Warnings, warningTexts(c.Warnings())...)
	if out.Truncated {
		out.Before.addResource(c.Before)
		out.After.addResource(c.After)
		out.Hint = fmt.Sprintf("These are changes %d to %d of %d, the largest first; totals include all of them. To see the others, pass cursor, group by fewer keys, or filter.", pg.from+1, pg.to, pg.total)
	}
	return out, nil
}

// What keeps comparisons small, in bytes.
const (
	maxChangeBytes  = 450 // of a change, on average
	maxChangesBytes = 3800
)

// findSources finds what to compare.
func findSources(ctx context.Context, s *service, in compareUsageIn) (before, after figures.Source, err error) {
	last := wholeMonths()[:2]
	if len(in.ReportIDs) == 0 && (len(in.Months) == 0 || len(in.Months) == 2) {
		return findComparable(ctx, s, in, cmp.Or(strings.Join(slices.Sorted(slices.Values(in.Months)), " "), last[1]+" "+last[0]))
	}
	found, err := in.sources(ctx, s, nil)
	if err != nil {
		return before, after, err
	}
	if len(found) != 2 {
		return before, after, refused("Give two months, or two report_ids, the earlier first.")
	}
	return found[0].source, found[1].source, nil
}

// findComparable finds reports of two months that can be compared.
func findComparable(ctx context.Context, s *service, in compareUsageIn, months string) (before, after figures.Source, err error) {
	earlier, later, _ := strings.Cut(months, " ")
	if earlier == later {
		return before, after, refused("months names " + earlier + " twice.")
	}
	tenant, err := s.tenants.Resolve(ctx, in.Tenant)
	if err != nil {
		return before, after, err
	}
	second, err := periodOf(later, "", "")
	if err != nil {
		return before, after, err
	}
	first, err := periodOf(earlier, "", "")
	if err != nil {
		return before, after, err
	}
	return s.figures.FindSources(ctx, tenant, first, second)
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
