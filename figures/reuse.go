package figures

import (
	"context"
	"errors"
	"slices"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/usage"
)

// Requirements are what a report of a whole month must be like to be used again.
type Requirements struct {
	Period acronis.ReportPeriod
	Level  string // "" means any that has the tenant's customers one by one
	SKUs   bool   // it must have them
	Fresh  bool   // it must not be older than an hour
}

// freshFor is how old a fresh report may be, so that a repeated call doesn't
// create one more.
const freshFor = time.Hour

// A Reusable is the report of a month that exists already.
type Reusable struct {
	Candidate             // its Report is nil if there is none
	Rows      RowsFound   // of one that is ready
	Passed    []Candidate // reports of the month that weren't chosen: damaged, failed or made early
}

// RowsFound says what a file has for the tenant asked about.
type RowsFound int

// What a file may have.
const (
	SomeRows RowsFound = iota // it is assumed, of tenants that aren't customers or units
	NoRows                    // none at all
	NoneOfIt                  // none of the customer or unit
)

// FindReusable returns the best report of a month that exists: one that is ready,
// whose file it reads, else one being made, else one whose file was made before
// the usage of the last day had to be complete.
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

// use reads the file of a candidate that is ready, and chooses it if it isn't damaged.
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

// Read reads a stored report to its end and says what it has for the tenant. One
// that can't be read is a [*FileError].
func (s *Search) Read(ctx context.Context, from Source) (RowsFound, error) {
	rows, err := s.engine.tenantsIn(ctx, from.Report.ID, from.Stored)
	switch {
	case errors.Is(err, usage.ErrTooMuch): // it could be read that far
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

func (s *Search) isCustomer() bool { return s.Tenant.Kind == "customer" || s.Tenant.Kind == "unit" }

// Refresh returns how far a report is that was being made.
func (s *Search) Refresh(ctx context.Context, c Candidate) (Candidate, error) {
	now, err := s.engine.candidate(ctx, c.Report)
	now.About, now.ByMonth = c.About, c.ByMonth
	return now, err
}

// wanted is what candidates must be like.
func (r Requirements) wanted() wanted {
	return wanted{
		period: r.Period,
		levels: func(kind string, fromAbove bool) []string {
			levels := levelsFor(kind, fromAbove)
			if !fromAbove && kind != "customer" && kind != "unit" { // customers one by one
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

// isFresh reports whether a file is of the last hour. One without a date is.
func isFresh(f acronis.StoredReport) bool {
	at, known := MadeAt(f)
	return !known || time.Since(at) < freshFor
}

// Subject returns the tenant that a new report has to be about: the nearest that
// isn't deleted.
func (s *Search) Subject() acronis.Tenant {
	for _, of := range s.line {
		if of.DeletedAt == "" {
			return of.Tenant
		}
	}
	return s.Tenant
}
