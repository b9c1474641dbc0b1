package tools

import (
	"context"
	"errors"
	"slices"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/usage"
)

type compareUsageIn struct {
	usageQuestion `schema:"brief"`
	Order         changeOrder `json:"order,omitempty" jsonschema_description:"Default change, the largest first"`
	Detail        detail      `json:"detail,omitempty"`
	paging
}

type compareUsageOut struct {
	answerHead
	list[usageChanges]
	Unused []string `json:"unused,omitempty" jsonschema_description:"Usages without a value"`
	Cut    []string `json:"cut,omitempty" jsonschema_description:"Usages that did not fit: name them in usages"`
	Before proof    `json:"before" schema:"brief" jsonschema_description:"Like proof in summarize_usage"`
	After  proof    `json:"after" schema:"brief"`
}

// usageChanges are the changes of one usage, all in one unit.
type usageChanges struct {
	Usage         string      `json:"usage"`
	Label         string      `json:"label"`
	NoInfra       bool        `json:"no_infra,omitempty"`
	Class         usage.Class `json:"class,omitempty"`
	ClassInferred bool        `json:"class_inferred,omitempty"`
	Unit          string      `json:"unit"`
	change                    // of all groups
	Changed       int         `json:"changed" jsonschema_description:"How many groups changed"`
	Unchanged     int         `json:"unchanged"`

	// Changes and FromZero are apart, because no percentage compares the latter.
	Changes  []groupChange `json:"changes,omitempty" schema:"brief" jsonschema_description:"Keys as in summarize_usage; gone: not in the later report; why: what happened to the tenant, and which of its units changed"`
	FromZero []groupChange `json:"from_zero,omitempty" schema:"brief" jsonschema_description:"Groups that had nothing before"`
	Rest     *change       `json:"rest,omitempty" schema:"brief" jsonschema_description:"Groups that are not shown, added up"`
}

// change is how amounts of one unit differ.
type change struct {
	Before       string `json:"before" jsonschema_description:"Exact"`
	After        string `json:"after"`
	Change       string `json:"change"`
	Percent      string `json:"percent,omitempty" jsonschema_description:"Of before"`
	Reading      string `json:"reading" jsonschema_description:"Rounded"`
	TrialBefore  string `json:"trial_before,omitempty" jsonschema_description:"Of tenants on trial, not in before"`
	TrialAfter   string `json:"trial_after,omitempty"`
	TrialReading string `json:"trial_reading,omitempty"`
}

// groupChange is how a group of a usage changed.
type groupChange struct {
	figures.Keys
	change
	Gone bool     `json:"gone,omitempty"`
	Why  []string `json:"why,omitempty"`
}

var compareUsage = tool[compareUsageIn, compareUsageOut]{
	name:  "compare_usage",
	title: "Compare usage",
	description: "Compare two months, by default the last two complete ones, by tenant: for each usage what changed, the largest change first, and why. " +
		"limit applies to each usage. Call prepare_months for both months first.",
	limit: func(compareUsageIn) time.Duration { return 2 * readingTimeout },
	meta:  pictureMeta(),
	run:   runCompareUsage,
}

func runCompareUsage(ctx context.Context, s *service, in compareUsageIn) (compareUsageOut, error) {
	none := compareUsageOut{}
	if slices.Contains(in.GroupBy, "day") {
		return none, refused("Two reports never have the same days: compare them without day. summarize_usage can group by day.")
	}
	q := in.question()
	if q.By == nil {
		q.By = []usage.Key{usage.ByTenant}
	}
	var before, after figures.Source
	var c *figures.Comparison
	err := s.figures.WithoutDamaged(func() (err error) {
		if before, after, err = findSources(ctx, s, in.usageQuestion); err == nil {
			c, err = s.figures.Compare(ctx, before, after, q, string(in.Order))
		}
		return err
	})
	if err != nil {
		return none, err
	}
	m := newMonths(s, []monthSource{{month: monthOf(before), source: before}, {month: monthOf(after), source: after}}, []*figures.Answer{c.Before, c.After}, in.Detail == "full")
	out := compareUsageOut{answerHead: m.head(), Before: m.proofs[0], After: m.proofs[1], Unused: escape.Names(c.Idle, maxUnusedNames)}
	out.Warnings = append(out.Warnings, s.warningTexts(c.Warnings())...)
	asked := in
	asked.paging = paging{}
	err = out.fill(c, in.paging, []any{asked, c.Before.Stored.ID, c.After.Stored.ID}, in.Detail == "full")
	return out, err
}

// findSources finds what to compare: two months of a tenant, as far as there are
// reports that can be compared, or two reports.
func findSources(ctx context.Context, s *service, in usageQuestion) (before, after figures.Source, err error) {
	if len(in.ReportIDs) == 0 && len(in.Months) == 0 {
		in.Months = wholeMonths()[:2]
	}
	if len(in.ReportIDs) == 0 && len(in.Months) == 2 && in.Months[0] != in.Months[1] {
		return findComparable(ctx, s, in)
	}
	found, err := in.sources(ctx, s, nil)
	if err != nil {
		return before, after, err
	}
	if err := allThere(in, found); err != nil {
		return before, after, err
	}
	if len(found) != 2 {
		return before, after, refused("Give two months, or two report_ids, the earlier first.")
	}
	return found[0].source, found[1].source, nil
}

// findComparable finds reports of two months that can be compared.
func findComparable(ctx context.Context, s *service, in usageQuestion) (before, after figures.Source, err error) {
	tenant, err := s.tenants.Resolve(ctx, in.Tenant)
	if err != nil {
		return before, after, err
	}
	first, err := periodOf(min(in.Months[0], in.Months[1]), "", "")
	if err != nil {
		return before, after, err
	}
	second, err := periodOf(max(in.Months[0], in.Months[1]), "", "")
	if err != nil {
		return before, after, err
	}
	find, bySKU := s.figures.FindSources, slices.Contains(in.GroupBy, "sku")
	if bySKU {
		find = s.figures.FindSourcesWithSKUs
	}
	before, after, err = find(ctx, tenant, first, second)
	if err == nil && bySKU {
		err = checkSKUs(ctx, s, tenant, [2]acronis.ReportPeriod{first, second}, [2]figures.Source{before, after})
	}
	if errors.As(err, new(*figures.MissingError)) { // perhaps of both months
		found, err := in.sources(ctx, s, nil)
		if err == nil {
			err = allThere(in, found)
		}
		return before, after, err
	}
	return before, after, err
}
