package figures

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/interrupt"
	"acronis-reports-mcp/memory"
	"acronis-reports-mcp/usage"
)

// checkReadings compares the delta of compute points with the difference
// between their readings at the end of the month and of the month before, if
// that month has a report. It is not documented whether the delta includes the
// first day of the period.
func (e *Engine) checkReadings(ctx context.Context, a *Answer, file *store.File, c Criteria) error {
	points := slices.DeleteFunc(slices.Clone(a.Summary.Totals), func(t usage.Group) bool { return !usage.IsComputePoints(t.Usage) || zero(t.Delta) })
	before, ok := monthBefore(*a.Report.Params().Period)
	if len(points) == 0 || !a.isChange(points[0].Usage) || !ok || a.Report.Params().Kind != "usage_summary" {
		return nil
	}
	tenant := c.Subject
	if a.About != "" {
		tenant = a.About
	}
	earlier, err := e.earlier.get(tenant, before, a.Report, func() (Source, error) { return e.findSource(ctx, tenant, before, a.Report) })
	if missing := (*MissingError)(nil); errors.As(err, &missing) && missing.Unusable == nil {
		return nil // nothing to compare with
	}
	if err != nil {
		a.notCompared = err
		return ctx.Err()
	}
	usages := usagesOf(points)
	found, err := e.compareReadings(ctx, a, file, earlier, c, usages)
	var outer *readingsError
	switch {
	case errors.As(err, &outer):
		a.notCompared = outer.error
		return ctx.Err()
	case err != nil:
		return err
	}
	check := Check{Kind: ReadingsCheck, Usages: usages, Customers: found.customers}
	for _, d := range found.differing {
		check.Differing = append(check.Differing, a.checked(d.tenant, d.usage, d.says, d.other))
	}
	if err := check.sort(ctx); err != nil {
		return err
	}
	a.addCheck(check)
	return nil
}

// A readingsError means that the file of the month before can't be read.
type readingsError struct{ error }

// compareReadings compares the deltas of usages with the readings in the file of
// the month before, unless that has been done for an earlier question.
func (e *Engine) compareReadings(ctx context.Context, a *Answer, file *store.File, earlier Source, c Criteria, usages []string) (compared, error) {
	key := c.checksKey(a) + earlier.Stored.ID + strings.Join(usages, ",")
	if kept, ok := e.readingChecks.get(key); ok {
		return kept, nil
	}
	q := a.byTenant(usages)
	now, release, err := e.groupsByTenant(ctx, a, file, c, q)
	if err != nil {
		return compared{}, err
	}
	defer release()
	then, err := e.readings(ctx, earlier, c, q)
	if err != nil {
		return compared{}, &readingsError{err}
	}
	defer memory.Release(ctx, then.Reserved)
	found, err := readingsOf(ctx, then.Groups, now, a.Scope)
	if err != nil {
		return compared{}, err
	}
	if err := found.withoutWholes(ctx, a, c, then.Groups, now); err != nil {
		return compared{}, err
	}
	e.readingChecks.put(ctx, key, found, found.bytes())
	return found, nil
}

// readings adds up the readings in the file of another month.
func (e *Engine) readings(ctx context.Context, from Source, c Criteria, q usage.Query) (*usage.Summary, error) {
	file, err := e.open(ctx, from.Report.ID, from.Stored)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	_, sum, err := e.sum(ctx, file, c, q)
	return sum, withSource(from, e.explainFileError(from.Report.ID, from.Stored.ID, file.SHA256, err))
}

// readingsOf compares the customers that are in both files. The error is that of the
// context.
func readingsOf(ctx context.Context, then, now usage.Groups, scope string) (c compared, err error) {
	check := interrupt.New(ctx)
	type key struct{ tenant, usage string }
	readings := map[key]usage.Decimal{}
	for _, g := range then.All() {
		if err := check.Err(); err != nil {
			return c, err
		}
		if k := (key{g.Tenant, g.Usage}); !g.NotBelow {
			readings[k] = readings[k].Add(g.Absolute.In(scope))
		}
	}
	for _, g := range now.All() {
		if err := check.Err(); err != nil {
			return c, err
		}
		before, known := readings[key{g.Tenant, g.Usage}]
		if !known || g.NotBelow {
			continue
		}
		used, delta := g.Absolute.In(scope).Sub(before), g.Delta.In(scope)
		if used.IsZero() && delta.IsZero() {
			continue
		}
		c.customers++
		if used.Cmp(delta) != 0 {
			c.differing = append(c.differing, difference{g.Tenant, g.Usage, delta, used})
		}
	}
	return c, nil
}

// monthBefore returns the month before a period that is a whole month.
func monthBefore(p acronis.ReportPeriod) (before acronis.ReportPeriod, ok bool) {
	start, err := time.Parse(time.DateOnly, p.Start)
	if err != nil || !LengthOf(p).WholeMonth {
		return before, false
	}
	return acronis.ReportPeriod{
		Start: start.AddDate(0, -1, 0).Format(time.DateOnly), End: start.AddDate(0, 0, -1).Format(time.DateOnly),
	}, true
}
