package figures

import (
	"context"
	"maps"
	"strings"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/usage"
)

// A Comparison is the difference of two reports' answers to the same question.
type Comparison struct {
	Before, After *Answer
	Changes       []usage.Change // of groups, the largest change first
	Unchanged     int            // number of groups
	Totals        []usage.Change // of all usages that have a value, changed or not
	Idle          []string       // usages without a value
}

// Compare answers a question from two sources and compares the answers. It
// leaves out changes below a percentage. The error is an [*IncomparableError]
// if the sources differ in more than their periods, an [*OrderError] if they
// are in the wrong order, or one of [Engine.Ask] and [CheckFilters].
func (e *Engine) Compare(ctx context.Context, before, after Source, q Question, minChangePercent usage.Decimal) (*Comparison, error) {
	if err := comparable(before.Report, after.Report); err != nil {
		return nil, err
	}
	p, next := before.Report.Params(), after.Report.Params()
	if p.Period.Start > next.Period.Start {
		return nil, &OrderError{p.Period.Start, next.Period.Start}
	}
	c := &Comparison{}
	var err error
	if c.Before, err = e.Ask(ctx, before, q); err != nil {
		return nil, err
	}
	if c.After, err = e.Ask(ctx, after, q); err != nil {
		return nil, err
	}
	if err := CheckFilters(c.Before, c.After); err != nil {
		return nil, err
	}
	o := usage.CompareOptions{
		Measure: c.After.Measure, Scope: c.After.Scope, MinChangePercent: minChangePercent,
		BeforeHidZeros: p.HideZeroUsage, AfterHidZeros: next.HideZeroUsage,
	}
	c.Changes, c.Unchanged = usage.Compare(c.Before.Summary, c.After.Summary, o)
	c.splitTotals(usage.CompareTotals(c.Before.Summary, c.After.Summary, o))
	return c, nil
}

// splitTotals separates the totals without a value.
func (c *Comparison) splitTotals(totals []usage.Change) {
	for _, t := range totals {
		switch {
		case !nothing(t):
			c.Totals = append(c.Totals, t)
		case len(c.Idle) == 0 || c.Idle[len(c.Idle)-1] != t.Usage:
			c.Idle = append(c.Idle, t.Usage)
		}
	}
}

// comparable returns an error for reports that can't be compared.
func comparable(before, after *acronis.Report) error {
	p, q := before.Params(), after.Params()
	for _, property := range []struct{ name, before, after string }{
		{"kind", p.Kind, q.Kind}, {"level", p.Level, q.Level}, {"subject", p.TenantID, q.TenantID},
	} {
		if property.before != property.after {
			return &IncomparableError{property.name, property.before, property.after, before.ID, after.ID}
		}
	}
	return nil
}

// Remainder returns the totals without the changes shown.
func (c *Comparison) Remainder(shown []usage.Change) []usage.Change {
	if c.After.Measure != Change && (!c.Before.AddsUp() || !c.After.AddsUp()) {
		return nil
	}
	var left []usage.Change
	for _, t := range c.Totals {
		for _, s := range shown {
			if s.Usage == t.Usage && s.NoInfra == t.NoInfra {
				t.Before, t.After = t.Before.Sub(s.Before), t.After.Sub(s.After)
			}
		}
		if !nothing(t) {
			left = append(left, t)
		}
	}
	return left
}

// nothing reports whether a group is 0 in both reports.
func nothing(c usage.Change) bool { return c.Before.IsZero() && c.After.IsZero() }

// A Reason is an event that explains why a tenant's figures changed between two
// periods.
type Reason struct {
	Kind ReasonKind
	Day  string // YYYY-MM-DD, of Created, InProduction and WasDeleted
	Name string // of Renamed, the old name; of NowBelow, the name of the new parent, or "" if unknown
}

// A ReasonKind is a kind of event.
type ReasonKind int

// The kinds of events.
const (
	Created ReasonKind = iota
	InProduction
	WasDeleted
	Renamed
	NowBelow
	NoTenant // it is no longer among the tenants
)

// Reasons returns why a tenant's figures changed, as far as the list of tenants
// and the files show it.
func (c *Comparison) Reasons(change usage.Change) []Reason {
	if change.Tenant == "" {
		return nil
	}
	var reasons []Reason
	selection := c.After.Selection
	from, to := c.Before.Report.Params().Period.End, c.After.Report.Params().Period.End
	t, known := selection.Tree.Find(change.Tenant)
	for _, event := range []struct {
		kind ReasonKind
		at   string
	}{{Created, t.CreatedAt}, {InProduction, t.ProductionStartDate}, {WasDeleted, t.DeletedAt}} {
		if day, _, _ := strings.Cut(event.at, "T"); day > from && day <= to {
			reasons = append(reasons, Reason{Kind: event.kind, Day: day})
		}
	}
	old, now := c.Before.Summary.Names[change.Tenant], c.After.Summary.Names[change.Tenant]
	if old != "" && now != "" && old != now {
		reasons = append(reasons, Reason{Kind: Renamed, Name: old})
	}
	if change.Gone && selection.movedAway(change.Tenant) {
		reasons = append(reasons, Reason{Kind: NowBelow, Name: selection.Tree.ParentName(t)})
	}
	if !known && selection.Readable {
		reasons = append(reasons, Reason{Kind: NoTenant})
	}
	return reasons
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
