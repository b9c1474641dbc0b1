package tools

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/invopop/jsonschema"
	"github.com/mark3labs/mcp-go/mcp"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/usage"
)

type compareUsageIn struct {
	Before uuid     `json:"before_report_id,omitempty" jsonschema_description:"Both ids, or tenant and months"`
	After  uuid     `json:"after_report_id,omitempty"`
	Tenant string   `json:"tenant,omitempty" jsonschema_description:"Name or UUID; default own"`
	Months []string `json:"months,omitempty" jsonschema:"format=month" jsonschema_description:"Two, YYYY-MM; default the last two"`
	usageQuestion
	MinChangePercent exact `json:"min_change_percent,omitempty"`
	IDs              bool  `json:"ids,omitempty"`
	paging
}

type compareUsageOut struct {
	list[usageChange]
	Unchanged int         `json:"unchanged" jsonschema_description:"Groups"`
	Totals    moreChanges `json:"totals" jsonschema_description:"Over all groups"`
	Unused    []string    `json:"unused,omitempty" jsonschema_description:"Usages with nothing"`
	Rest      moreChanges `json:"rest,omitempty" jsonschema_description:"Groups not shown"`
	Before    sameProof   `json:"before" jsonschema_description:"As proof of summarize_usage"`
	After     sameProof   `json:"after"`
}

// moreChanges are to changes what moreGroups are to groups.
type moreChanges []usageChange

// JSONSchemaAlias is what the schema is made from.
func (moreChanges) JSONSchemaAlias() any { return []map[string]any{} }

// sameProof is a proof whose schema another tool tells.
type sameProof proof

// JSONSchemaAlias is what the schema is made from.
func (sameProof) JSONSchemaAlias() any { return map[string]any{} }

// JSONSchemaExtend leaves out what the schema of summarize_usage tells.
func (compareUsageIn) JSONSchemaExtend(s *jsonschema.Schema) { askedAlike(s) }

// links leads to the files, where not all changes are shown.
func (out compareUsageOut) links() []mcp.ResourceLink {
	if !out.Truncated {
		return nil
	}
	return append(proof(out.Before).link(), proof(out.After).link()...)
}

type usageChange struct {
	keys
	Unit    string   `json:"unit"`
	Before  string   `json:"before" jsonschema_description:"Exact"`
	After   string   `json:"after"`
	Change  string   `json:"change"`
	Percent string   `json:"percent,omitempty" jsonschema_description:"Of before"`
	Reading string   `json:"reading,omitempty" jsonschema_description:"Rounded"`
	New     bool     `json:"new,omitempty" jsonschema_description:"Not in the report before"`
	Gone    bool     `json:"gone,omitempty" jsonschema_description:"Not in the report after"`
	Why     []string `json:"why,omitempty"`
}

var compareUsage = tool[compareUsageIn, compareUsageOut]{
	name:  "compare_usage",
	title: "Compare usage",
	description: "What changed between two saved reports of one kind and level, largest changes first. " +
		"prepare_months for both first. Group by tenant to see who, and why. Arguments as in summarize_usage.",
	limit: func(compareUsageIn) time.Duration { return 2 * readingTimeout },
	meta:  pictured(),
	run:   runCompareUsage,
}

func runCompareUsage(ctx context.Context, s *service, in compareUsageIn) (compareUsageOut, error) {
	none := compareUsageOut{}
	if slices.Contains(in.GroupBy, "day") {
		return none, refused("The days of two reports are never the same ones: compare without day. summarize_usage groups by it.")
	}
	before, after, err := s.twoSources(ctx, in)
	if err != nil {
		return none, err
	}
	if err := alike(before.report, after.report); err != nil {
		return none, err
	}
	span, spanAfter := *before.report.Params().Period, *after.report.Params().Period
	if span.Start > spanAfter.Start {
		return none, refused(fmt.Sprintf("These reports are the wrong way round: the one before begins %s, the one after %s. Exchange them.", escape.Text(span.Start), escape.Text(spanAfter.Start)))
	}
	old, err := s.ask(ctx, before, in.usageQuestion)
	if err != nil {
		return none, err
	}
	now, err := s.ask(ctx, after, in.usageQuestion)
	if err != nil {
		return none, err
	}
	c := comparison{old, now}
	options := c.options(in.MinChangePercent)
	changes, unchanged := usage.Compare(old.summary, now.summary, options)
	asked := in
	asked.paging = paging{}
	arguments := []any{asked, old.stored.ID, now.stored.ID}
	pg, err := in.page(len(changes), func(i int) string { return keyOf(changes[i].Group) }, arguments)
	if err != nil {
		return none, err
	}
	shown := changes[pg.from:pg.to]
	items := within(c.shape(shown, in.IDs), (pg.to-pg.from)*mostOfGroup)
	if shown = shown[:len(items)]; len(shown) > 0 {
		pg = pg.upTo(len(shown), keyOf(shown[len(shown)-1].Group), arguments)
	}
	totals, idle := split(usage.CompareTotals(old.summary, now.summary, options), unusedChange)
	out := compareUsageOut{
		list:      listOf(pg, items),
		Unchanged: unchanged,
		Totals:    within(c.shape(totals, false), mostOfChanges),
		Rest:      within(c.shape(c.rest(totals, shown), false), mostOfChanges),
		Before:    sameProof(old.proof(s)),
		After:     sameProof(now.proof(s)),
	}
	var unused []string
	for _, t := range idle {
		unused = append(unused, t.Usage)
	}
	out.Unused = escape.Names(slices.Compact(unused), mostUnused)
	out.After.Warnings = append(out.After.Warnings, cutShort(len(out.Totals), len(totals))...)
	if length, lengthAfter := lengthOf(span), lengthOf(spanAfter); old.Measure == "delta" && length != lengthAfter {
		out.After.Warnings = append(out.After.Warnings, "Deltas are of periods of unlike length: "+length+" before, "+lengthAfter+" after.")
	}
	if !maps.EqualFunc(old.summary.MixedInfra, now.summary.MixedInfra, func(int, int) bool { return true }) {
		out.After.Warnings = append(out.After.Warnings, "Only one of the reports has rows with and without infrastructure in one tenant: what is new or gone with no_infra may be the same usage, written otherwise.")
	}
	if out.Truncated {
		out.Hint = fmt.Sprintf("Changes %d to %d of %d, largest first; all are in totals. For the others pass cursor, group by less, or filter.", pg.from+1, pg.to, pg.total)
	}
	return out, nil
}

// mostOfChanges is for changes what mostOfTotals is for sums: there are two proofs beside them.
const mostOfChanges = 3800

func unusedChange(t usage.Change) bool { return t.Before.IsZero() && t.After.IsZero() }

// twoSources finds what to compare.
func (s *service) twoSources(ctx context.Context, in compareUsageIn) (before, after source, err error) {
	if in.Before != "" || in.After != "" {
		if in.Before == "" || in.After == "" || in.Tenant != "" || in.Months != nil {
			return before, after, refused("Give before_report_id and after_report_id, or tenant and months.")
		}
		before, err = s.sourceOf(ctx, string(in.Before))
		if err == nil {
			after, err = s.sourceOf(ctx, string(in.After))
		}
		return before, after, err
	}
	months := in.Months
	if months == nil {
		last := wholeMonths()
		months = []string{last[1], last[0]}
	}
	if len(months) != 2 || months[0] >= months[1] {
		return before, after, refused("months must be two different ones, the earlier first, such as [\"2026-09\", \"2026-10\"].")
	}
	tenant, err := s.tenants.Resolve(ctx, in.Tenant)
	if err != nil {
		return before, after, err
	}
	return s.pair(ctx, tenant, months)
}

// pair finds two reports that can be compared: alike as far as there are such.
func (s *service) pair(ctx context.Context, tenant string, months []string) (before, after source, err error) {
	if after, err = s.sourceFor(ctx, tenant, months[1], nil); err != nil {
		return before, after, err
	}
	if before, err = s.sourceFor(ctx, tenant, months[0], after.report); !errors.As(err, new(refused)) {
		return before, after, err
	}
	if before, err = s.sourceFor(ctx, tenant, months[0], nil); err != nil {
		return before, after, err
	}
	if other, err := s.sourceFor(ctx, tenant, months[1], before.report); err == nil {
		after = other
	}
	return before, after, nil
}

// alike refuses what can't be compared.
func alike(before, after *acronis.Report) error {
	p, q := before.Params(), after.Params()
	for _, what := range []struct{ name, before, after string }{
		{"kind", p.Kind, q.Kind}, {"level", p.Level, q.Level}, {"subject", p.TenantID, q.TenantID},
	} {
		if what.before != what.after {
			return refused(fmt.Sprintf("These reports can't be compared: their %s differs, %s (report %s) and %s (report %s). prepare_months makes reports that can.",
				what.name, escape.Quote(what.before), escape.Text(before.ID), escape.Quote(what.after), escape.Text(after.ID)))
		}
	}
	return nil
}

// A comparison is one question answered by two reports.
type comparison struct{ before, after *answer }

func (c comparison) options(percent exact) usage.CompareOptions {
	return usage.CompareOptions{
		Measure: string(c.after.Measure), Scope: string(c.after.Scope), MinChangePercent: percent.Decimal,
		BeforeHidZeros: c.before.report.Params().HideZeroUsage, AfterHidZeros: c.after.report.Params().HideZeroUsage,
	}
}

// rest is what the totals hold beside the changes shown.
func (c comparison) rest(totals, shown []usage.Change) []usage.Change {
	if c.after.Measure != "delta" && (!c.before.addsUp() || !c.after.addsUp()) {
		return nil
	}
	var rest []usage.Change
	for _, t := range totals {
		for _, s := range shown {
			if s.Usage == t.Usage && s.NoInfra == t.NoInfra {
				t.Before, t.After = t.Before.Sub(s.Before), t.After.Sub(s.After)
			}
		}
		if !unusedChange(t) {
			rest = append(rest, t)
		}
	}
	return rest
}

// shape gives changes the form of results.
func (c comparison) shape(changes []usage.Change, ids bool) []usageChange {
	shaped := make([]usageChange, len(changes))
	for i, change := range changes {
		unit := c.after.units.of(change.Usage)
		shaped[i] = usageChange{
			keys: c.after.keys(change.Group, ids).cut(), Unit: escape.Shorten(escape.Text(string(unit))),
			Before: change.Before.String(), After: change.After.String(), Change: change.By().String(), Percent: change.Percent(),
			New: change.New, Gone: change.Gone, Why: c.why(change),
		}
		if reading := usage.Reading(change.By(), unit, change.Usage); reading != "" {
			shaped[i].Reading = fmt.Sprintf("%s to %s: %s", usage.Reading(change.Before, unit, change.Usage),
				usage.Reading(change.After, unit, change.Usage), reading)
		}
	}
	return shaped
}

// why is what happened to a tenant between the two periods' ends, as far as the
// tenants and the files tell.
func (c comparison) why(change usage.Change) []string {
	if change.Tenant == "" {
		return nil
	}
	var reasons []string
	from, to := c.before.report.Params().Period.End, c.after.report.Params().Period.End
	t, known := c.after.sel.find(change.Tenant)
	for _, event := range []struct{ what, at string }{
		{"created", t.CreatedAt}, {"switched to production", t.ProductionStartDate}, {"deleted", t.DeletedAt},
	} {
		if day, _, _ := strings.Cut(event.at, "T"); day > from && day <= to {
			reasons = append(reasons, event.what+" "+escape.Text(day))
		}
	}
	old, now := c.before.summary.Names[change.Tenant], c.after.summary.Names[change.Tenant]
	if old != "" && now != "" && old != now {
		reasons = append(reasons, "renamed, was "+escape.Quote(old))
	}
	if change.Gone && c.after.sel.astray(change.Tenant) {
		reasons = append(reasons, "below "+escape.Quote(cmp.Or(c.after.sel.tree.ParentName(t), "somebody else"))+" today")
	}
	if !known && c.after.sel.tree != nil {
		reasons = append(reasons, "not among the tenants any more")
	}
	return reasons
}
