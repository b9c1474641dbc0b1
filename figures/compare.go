package figures

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/usage"
)

// A Comparison is the difference of two reports' answers to the same question.
type Comparison struct {
	Before, After *Answer
	Usages        []usage.UsageChanges // those with a value: billable ones first, then those that changed first
	Idle          []string             // usages without a value

	units     map[usage.Group][]usage.Change // by the customer's keys; see Comparison.Units
	haveUnits map[string]bool                // customers
	movedInto map[string][]string            // ids of tenants by that of the tenant that has gained them; see Comparison.gained
}

// The orders of changes within a usage.
const (
	OrderByChange  = "change"
	OrderByPercent = "percent"
	OrderByGrowth  = "growth"
	OrderByName    = "name"
)

// changeBytes is how much memory the change of a group uses, in bytes.
const changeBytes = 100

// Compare answers a question from two sources and compares the answers. An empty
// order is [OrderByChange]. The error is an [*IncomparableError] if the sources
// differ in more than their periods, an [*OrderError] if they are in the wrong
// order, or one of [Engine.Ask] and [CheckFilters].
func (e *Engine) Compare(ctx context.Context, before, after Source, q Question, order string) (*Comparison, error) {
	if err := comparable(before.Report, after.Report); err != nil {
		return nil, e.withNames(ctx, err, before, after)
	}
	p, next := before.Report.Params(), after.Report.Params()
	if p.Period.Start > next.Period.Start {
		return nil, &OrderError{p.Period.Start, next.Period.Start}
	}
	c := &Comparison{}
	q.compared, q.AllTenants = true, q.AllTenants || q.ByTenant() // a move is a cause of changes
	var err error
	q.Texts = usage.NewTexts()
	if c.Before, err = e.Ask(ctx, before, q); err != nil {
		return nil, usage.ExtrapolateFiles(err, 0, 2)
	}
	if c.After, err = e.Ask(ctx, after, q); err != nil {
		return nil, err
	}
	if err := reserve(ctx, c.After.Summary, max(c.Before.Summary.Groups.Len(), c.After.Summary.Groups.Len())*changeBytes); err != nil {
		return nil, err
	}
	if err := CheckFilters(c.Before, c.After); err != nil {
		return nil, err
	}
	options := usage.CompareOptions{
		Measure: c.After.Measure, Scope: c.After.Scope, Order: map[string]usage.ChangeOrder{OrderByPercent: usage.PercentFirst, OrderByGrowth: usage.GrowthFirst}[order],
		BeforeHidZeros: p.HideZeroUsage, AfterHidZeros: next.HideZeroUsage,
	}
	usages, err := usage.Compare(ctx, c.Before.Summary, c.After.Summary, options)
	if err != nil {
		return nil, err
	}
	c.setUsages(usages)
	if err := c.compareUnits(ctx, options); err != nil {
		return nil, err
	}
	if order == OrderByName {
		return c, c.orderByName(ctx)
	}
	return c, nil
}

// setUsages separates the usages without a value, and puts the others in order.
func (c *Comparison) setUsages(all []usage.UsageChanges) {
	for _, u := range all {
		if changed(u) || !u.Total.Nothing() {
			c.Usages = append(c.Usages, u)
		} else if !slices.Contains(c.Idle, u.Total.Usage) {
			c.Idle = append(c.Idle, u.Total.Usage)
		}
	}
	classes := map[[3]string]int{}
	slices.SortStableFunc(c.Usages, func(a, b usage.UsageChanges) int {
		return cmp.Or(cmp.Compare(classRank(classes, a.Total.Group), classRank(classes, b.Total.Group)), number(changed(b))-number(changed(a)))
	})
}

func changed(u usage.UsageChanges) bool { return u.Count() > 0 }

// orderByName puts the changes of each usage in the order of the tenants' names,
// those of one tenant in the order of their keys.
func (c *Comparison) orderByName(ctx context.Context) error {
	ranks, err := tenantRanks(ctx, []*Answer{c.Before, c.After})
	if err != nil {
		return err
	}
	for _, u := range c.Usages {
		_ = u.Changes.SortByTenant(ctx, func(id string) uint32 { return ranks[id] })
		_ = u.FromZero.SortByTenant(ctx, func(id string) uint32 { return ranks[id] })
	}
	return ctx.Err()
}

// withNames adds the sources to an [*IncomparableError], and replaces the ids of
// subjects that differ with names, if they are known.
func (e *Engine) withNames(ctx context.Context, err error, before, after Source) error {
	var differ *IncomparableError
	if !errors.As(err, &differ) {
		return err
	}
	if differ.Sources = [2]Source{before, after}; differ.What == "subject" {
		for _, id := range []*string{&differ.Before, &differ.After} {
			if name, known := e.Tenants.Name(ctx, *id); known {
				*id = name
			}
		}
	}
	return err
}

// comparable returns an error for reports that can't be compared.
func comparable(before, after *acronis.Report) error {
	p, q := before.Params(), after.Params()
	for _, property := range []struct{ name, before, after string }{
		{"kind", p.Kind, q.Kind}, {"level", p.Level, q.Level}, {"subject", p.TenantID, q.TenantID},
	} {
		if property.before != property.after {
			return &IncomparableError{What: property.name, Before: property.before, After: property.after, BeforeID: before.ID, AfterID: after.ID}
		}
	}
	return nil
}

// Remainder returns the total of a usage without the changes shown, and whether
// anything is left. It returns nothing where groups do not add up to totals.
func (c *Comparison) Remainder(u usage.UsageChanges, shown []usage.Change) (left usage.Change, some bool) {
	if !c.After.isChange(u.Total.Usage) && (!c.Before.AddsUp() || !c.After.AddsUp()) {
		return left, false
	}
	left = u.Total
	for _, s := range shown {
		left.Before, left.After = left.Before.Sub(s.Before), left.After.Sub(s.After)
		left.TrialBefore, left.TrialAfter = left.TrialBefore.Sub(s.TrialBefore), left.TrialAfter.Sub(s.TrialAfter)
	}
	return left, !left.Nothing()
}

// Warnings returns what users must know about the comparison, in addition to
// the warnings of the two answers.
func (c *Comparison) Warnings() []Warning {
	var w []Warning
	lengths := [2]Length{LengthOf(*c.Before.Report.Params().Period), LengthOf(*c.After.Report.Params().Period)}
	if c.After.Measure == Change && lengths[0] != lengths[1] {
		w = append(w, Warning{Kind: UnlikePeriods, Lengths: lengths})
	}
	if !maps.EqualFunc(c.Before.Summary.MixedInfra, c.After.Summary.MixedInfra, func(int, int) bool { return true }) {
		w = append(w, Warning{Kind: MixedInfraInOne})
	}
	return w
}

// A Length is the length of a period. The zero Length is unknown.
type Length struct {
	WholeMonth bool // of any month
	Days       int  // number of days, of other periods
}

// LengthOf returns the length of a period. All whole months have the same
// length.
func LengthOf(p acronis.ReportPeriod) Length {
	from, err := time.Parse(time.DateOnly, p.Start)
	to, err2 := time.Parse(time.DateOnly, p.End)
	switch {
	case err != nil || err2 != nil:
		return Length{}
	case from.Day() == 1 && to.Equal(from.AddDate(0, 1, -1)):
		return Length{WholeMonth: true}
	}
	return Length{Days: int(to.Sub(from).Hours()/24) + 1}
}
