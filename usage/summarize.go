package usage

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
)

const (
	maxUnpacked = 8 << 30
	maxKept     = 6_000_000 // 2 to 3 GB of memory
	maxBadRows  = 5         // bad rows that are reported
	maxWord     = 1 << 10   // bytes of a value that is kept for each tenant or group
)

// Summarize reads a file in the format csv_v2_0, which may be compressed by gzip, and adds up its rows. It reads the
// file once and doesn't keep it.
//
// The error is a [*FileError] if the file can't be read to its end or isn't a report, and [ErrNoSKU], [ErrNoDay],
// [ErrOverDays] or [ErrTooMuch] if the file can't answer the query. When ctx ends, Summarize returns its error as soon
// as a pending Read of r has returned.
func Summarize(ctx context.Context, r io.Reader, q Query) (*Summary, error) {
	q = q.withLimits()
	u := unpack(ctx, r, q.MaxUnpacked)
	defer u.close()
	t, s := newTable(q), newScanner(u)
	err := t.readHeader(s)
	if err == nil {
		err = t.readRows(ctx, s)
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, located(err, s, t.out.Rows, u)
	}
	t.out.Unpacked = u.read
	t.out.Record = t.recorder.done(t)
	return t.settled(ctx), nil
}

// withLimits returns the query with the default limits.
func (q Query) withLimits() Query {
	q.MaxUnpacked, q.MaxKept = cmp.Or(q.MaxUnpacked, maxUnpacked), cmp.Or(q.MaxKept, maxKept)
	return q
}

// located adds to a FileError how far the file was read.
func located(err error, s *scanner, rows int64, u *unpacker) error {
	if e := (*FileError)(nil); errors.As(err, &e) {
		e.Line, e.Rows, e.Unpacked = max(s.line, 1), rows, u.read
	}
	return err
}

// readHeader reads the header and checks that the file can answer the query.
func (t *table) readHeader(s *scanner) (err error) {
	if t.cols, err = readColumns(s); err != nil {
		return err
	}
	if err := t.check(); err != nil {
		return err
	}
	if len(t.cols.dayCandidates) == 0 { // else shapes would depend on whether days are kept apart
		t.recorder = newRecorder(t.q.Record)
	}
	return t.addParts()
}

// readColumns reads the header.
func readColumns(s *scanner) (*columns, error) {
	if !s.scan() {
		if s.err == io.EOF {
			return nil, &FileError{Problem: "is empty"}
		}
		return nil, fileError(s.err)
	}
	if s.problem != "" {
		return nil, &FileError{Problem: "has an invalid header: it " + s.problem}
	}
	return findColumns(s)
}

// check refuses a query that is invalid or that the file can't answer.
func (t *table) check() error {
	for _, key := range t.q.By {
		if key != ByTenant && key != ByDay && !slices.Contains(mergeableKeys[:], key) {
			return fmt.Errorf("no such key: %q", key)
		}
	}
	if !slices.Contains([]string{"", "last", "max", "average"}, t.q.OverDays) {
		return fmt.Errorf("over days: %q is none of last, max and average", t.q.OverDays)
	}
	t.daily = t.daily || t.q.OverDays != "" && t.cols.dayCertain
	switch {
	case slices.Contains(t.q.By, BySKU) && t.cols.sku < 0:
		return ErrNoSKU
	case t.daily && len(t.cols.dayCandidates) == 0:
		return ErrNoDay
	case t.daily && !t.byDay && t.q.OverDays == "":
		return ErrOverDays
	}
	return nil
}

// readRows adds up all rows.
func (t *table) readRows(ctx context.Context, s *scanner) error {
	for s.scan() {
		t.out.Rows++
		problem := t.addRow(s)
		if t.err != nil {
			return t.err
		}
		if t.keptItems() > t.q.MaxKept {
			return ErrTooMuch
		}
		if err := t.reserve(ctx); err != nil {
			return err
		}
		if problem != "" {
			t.out.Skipped++
			if s.lines > s.line {
				problem += fmt.Sprintf("; it spans lines %d to %d", s.line, s.lines)
			}
			if t.q.EachRow != nil {
				if err := t.q.EachRow(&Row{Line: s.line, Problem: problem}); err != nil {
					return err
				}
			}
			if len(t.out.BadRows) < maxBadRows {
				t.out.BadRows = append(t.out.BadRows, BadRow{s.line, problem})
			}
		}
	}
	if s.err != io.EOF {
		return fileError(s.err)
	}
	if t.daily && t.cols.day < 0 && t.out.Rows > 0 {
		return ErrNoDay
	}
	return nil
}

// keptItems returns how much is kept of the file, in items of about the same size.
func (t *table) keptItems() (n int) {
	for _, part := range t.parts {
		n += part.sums.n
	}
	return n + t.sums.n + t.tenants.n + len(t.controls) + len(t.partners) + len(t.wholes) + t.traced + len(t.mergedValueSets.all) + len(t.groupKeys.all) + len(t.infras) + len(t.infraOfMany) + len(t.sums.others)
}

// addRow adds a row, or returns its problem.
func (t *table) addRow(s *scanner) (problem string) {
	c := t.cols
	if problem := c.malformed(s); problem != "" {
		return problem
	}
	if t.err = t.checkDay(s); t.err != nil {
		return ""
	}
	if problem := c.nameless(s); problem != "" {
		return problem
	}
	for i := range t.numbers {
		if problem := c.number(s, i, &t.numbers[i]); problem != "" {
			return problem
		}
	}
	sh, problem := t.shapeOf(s)
	if problem != "" {
		return problem
	}
	tn := t.tenantOf(s)
	if t.recorder != nil {
		t.recorder.add(s, c, tn, sh, &t.numbers)
	}
	if t.q.EachRow != nil {
		t.visit(s.line, tn, sh)
		return ""
	}
	t.add(tn, sh)
	if tn.Role.Counted && t.parts != nil {
		t.countInParts(s, tn, sh)
	}
	return ""
}

// checkDay finds the column of days, if days are kept apart. A usage_summary normally has one row for the whole
// period. If it has several days all the same, adding them up is an error unless the query says how.
func (t *table) checkDay(s *scanner) error {
	c := t.cols
	if t.daily && c.day < 0 {
		return c.chooseDayColumn(s)
	}
	if t.daily || !c.dayCertain || t.q.Kind != "usage_summary" {
		return nil
	}
	day := dayOf(s.field(c.dayCandidates[0]))
	if t.oneDay == nil && isDay(day) {
		t.oneDay = bytes.Clone(day)
	}
	if t.oneDay != nil && !bytes.Equal(day, t.oneDay) && isDay(day) {
		return ErrOverDays
	}
	return nil
}

// add adds the numbers of a row to its control and its group.
func (t *table) add(tn *tenant, sh *shape) {
	if tn.Role.Subject || tn.Role.Child {
		t.controlOf(sh, tn.Role.Whole).add(tn.Role, &t.numbers)
	}
	if tn.Role.Partner != "" || tn.Role.IsPartner {
		t.addBetween(tn, sh)
	}
	if tn.Role.MayHaveMoved {
		t.trace(tn, sh)
	}
	if tn.Role.Whole != "" && sh.wanted && (tn.Role.Subject || tn.Role.Counted) {
		t.addToWhole(tn.Role, sh)
	}
	if !sh.listed && (tn.Role.Counted || tn.Role.Whole != "" && tn.Role.Subject) {
		t.list(sh)
	}
	switch {
	case !tn.Role.Counted:
		t.out.LeftOut++
	case !sh.wanted:
		t.out.Filtered++
	default:
		t.out.Counted++
		t.count(tn, sh)
	}
}

// list adds the item of a shape to Items, once.
func (t *table) list(sh *shape) {
	sh.listed = true
	if !t.items[sh.item] {
		t.items[sh.item] = true
		t.out.Items = append(t.out.Items, sh.item)
	}
}
