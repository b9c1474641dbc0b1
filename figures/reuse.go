package figures

import (
	"context"
	"errors"
	"slices"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/memory"
	"acronis-reports-mcp/usage"
)

// Requirements say which existing report of a whole month can be used.
type Requirements struct {
	Period acronis.ReportPeriod
	Level  string // "" means any that lists each customer of the tenant
	SKUs   bool   // it must have SKUs
	Fresh  bool   // it must have been made within the last hour
}

// freshFor is how old a fresh report may be. It is long enough that a repeated
// call doesn't create another report.
const freshFor = time.Hour

// A Reusable is an existing report of a month.
type Reusable struct {
	Candidate             // its Report is nil if there is none
	Rows      RowsFound   // if it is ready
	Passed    []Candidate // unsuitable reports of the month: damaged, failed or made early
}

// RowsFound says whether a file has rows for the tenant of the question.
type RowsFound int

// The values of RowsFound.
const (
	SomeRows RowsFound = iota // there are some; assumed for tenants that aren't customers or units
	NoRows                    // the file has no rows
	NoneOfIt                  // the file has no rows of the customer or unit
)

// FindReusable returns the best existing report of a month: one that is ready,
// whose file it reads; else one in progress; else one whose file was made
// before the usage of the last day had to be complete.
func (s *Search) FindReusable(ctx context.Context, r Requirements) (Reusable, error) {
	var found Reusable
	var making, early []Candidate
	for c, err := range s.candidates(ctx, r.wanted()) {
		switch {
		case err != nil:
			return Reusable{}, err
		case r.Fresh && !isFresh(c.Stored):
		case c.Status == InProgress:
			making = append(making, c)
		case c.Status != Ready:
			found.Passed = append(found.Passed, c)
		case c.MadeBeforeDue():
			early = append(early, c)
		default:
			if ok, err := s.use(ctx, &found, c); ok || err != nil {
				return found, err
			}
		}
	}
	if making != nil {
		found.Candidate = making[0]
		return found, nil
	}
	for _, c := range early {
		if ok, err := s.use(ctx, &found, c); ok || err != nil {
			return found, err
		}
	}
	return found, nil
}

// use reads the file of a ready candidate, and chooses the candidate if the
// file isn't damaged.
func (s *Search) use(ctx context.Context, found *Reusable, c Candidate) (ok bool, err error) {
	rows, err := s.Read(ctx, c.Source)
	if broken := (*FileError)(nil); errors.As(err, &broken) {
		c.Status, c.Problem = Damaged, broken.Err
		found.Passed = append(found.Passed, c)
		return false, nil
	}
	if err != nil {
		return false, err
	}
	found.Candidate, found.Rows = c, rows
	return true, nil
}

// Read reads a stored report to its end and returns whether it has rows for the
// tenant. If the report can't be read, the error is a [*FileError].
func (s *Search) Read(ctx context.Context, from Source) (RowsFound, error) {
	rows, err := s.engine.tenantsIn(ctx, from.Report.ID, from.Stored)
	switch {
	case errors.Is(err, usage.ErrTooMuch), errors.As(err, new(*memory.LimitError)): // it was readable so far
		return SomeRows, nil
	case err != nil:
		return SomeRows, err
	case len(rows) == 0:
		return NoRows, nil
	case !s.isCustomer() || slices.ContainsFunc(rows, func(t usage.Tenant) bool { return t.ID == s.Tenant.ID }):
		return SomeRows, nil
	}
	return NoneOfIt, nil
}

func (s *Search) isCustomer() bool { return acronis.IsCustomer(s.Tenant.Kind) }

// Refresh returns the current status of a report that was in progress.
func (s *Search) Refresh(ctx context.Context, c Candidate) (Candidate, error) {
	now, err := s.engine.candidate(ctx, c.Report)
	now.About, now.ByMonth = c.About, c.ByMonth
	return now, err
}

// wanted returns which candidates are suitable.
func (r Requirements) wanted() wanted {
	return wanted{
		period: r.Period,
		levels: func(kind string, fromAbove bool) []string {
			levels := levelsFor(kind, fromAbove)
			if !fromAbove && !acronis.IsCustomer(kind) { // only levels that list each customer
				levels = levelsFor(kind, true)
			}
			if r.Level != "" {
				levels = slices.DeleteFunc(levelsFor(kind, fromAbove), func(level string) bool { return level != r.Level })
			}
			return levels
		},
		fits: func(report *acronis.Report) bool { return !r.SKUs || report.Params().ShowSKUs },
	}
}

// isFresh reports whether a file was made within the last hour. A file without
// a date counts as fresh.
func isFresh(f acronis.StoredReport) bool {
	at, known := MadeAt(f)
	return !known || time.Since(at) < freshFor
}

// Subject returns the tenant that a new report must be about: the tenant
// itself, or the nearest one above it that isn't deleted.
func (s *Search) Subject() acronis.Tenant {
	for _, of := range s.line {
		if of.DeletedAt == "" {
			return of.Tenant
		}
	}
	return s.Tenant
}
