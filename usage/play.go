package usage

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"slices"
)

// Summarize is the function [Summarize] for a file that was recorded. from has what was written to Query.Record. If
// that can't be read, the error is [ErrRecord].
func (r *Record) Summarize(ctx context.Context, from io.Reader, q Query) (*Summary, error) {
	q.Record = nil
	t := newTable(q.withLimits())
	t.cols, t.tenants.at = r.cols, make(map[string]uint32, r.tenants)
	if err := t.check(); err != nil {
		return nil, err
	}
	if err := t.addParts(); err != nil {
		return nil, err
	}
	p := player{t: t, bad: r.bad, r: bufio.NewReaderSize(from, 64<<10)}
	for t.out.Rows < r.rows-r.skipped {
		if t.out.Rows%(1<<12) == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		t.out.Rows++
		if p.row(); p.err != nil {
			return nil, p.err
		}
		if t.err != nil {
			return nil, t.err
		}
		if t.keptItems() > t.q.MaxKept {
			return nil, ErrTooMuch
		}
		if err := t.reserve(ctx); err != nil {
			return nil, Extrapolate(err, float64(t.out.Rows)/float64(r.rows))
		}
	}
	if p.visitBadRows(math.MaxInt64); t.err != nil {
		return nil, t.err
	}
	t.out.Rows, t.out.Skipped, t.out.BadRows, t.out.Unpacked = r.rows, r.skipped, r.bad, r.unpacked
	return t.settled(ctx), nil
}

// A player reads a record.
type player struct {
	t       *table
	r       *bufio.Reader
	shapes  []*shape
	rows    []scanner // a row of each shape
	tenants []*tenant
	last    *tenant
	line    int64    // of the row before
	bad     []BadRow // those that weren't visited
	texts   []byte
	err     error
}

// ErrRecord means that a record can't be read.
var ErrRecord = errors.New("the record of the file is damaged")

// row adds the next row to the table.
func (p *player) row() {
	code := p.uvarint()
	at := int(code>>2) - 1
	if p.line++; code&linesBetween != 0 {
		p.line += int64(p.uvarint())
	}
	if at == len(p.shapes) {
		p.addShape()
	}
	if code&otherTenant != 0 {
		p.last = p.tenant(int(p.uvarint()))
		p.t.last = p.last
	}
	p.numbers()
	if p.err == nil && (at < 0 || at >= len(p.shapes) || p.last == nil) {
		p.err = ErrRecord
	}
	if p.err != nil {
		return
	}
	t, sh := p.t, p.shapes[at]
	if t.q.EachRow != nil {
		if p.visitBadRows(p.line); t.err == nil {
			t.visit(p.line, p.last, sh)
		}
		return
	}
	t.add(p.last, sh)
	if p.last.Role.Counted && t.parts != nil {
		t.countInParts(&p.rows[at], p.last, sh)
	}
}

// visitBadRows calls EachRow for the bad rows before a line.
func (p *player) visitBadRows(before int64) {
	for p.t.q.EachRow != nil && p.t.err == nil && len(p.bad) > 0 && p.bad[0].Line < before {
		p.t.err = p.t.q.EachRow(&Row{Line: p.bad[0].Line, Problem: p.bad[0].Problem})
		p.bad = p.bad[1:]
	}
}

// addShape reads a shape that wasn't used before.
func (p *player) addShape() {
	s := scanner{row: p.appendText(nil)}
	for range p.uvarint() {
		if s.ends = append(s.ends, int(p.uvarint())); p.err != nil {
			return
		}
	}
	p.rows, p.shapes = append(p.rows, s), append(p.shapes, p.t.newShape(&s))
	p.t.texts += 2 * len(s.row)
}

// tenant returns a tenant by its number.
func (p *player) tenant(number int) *tenant {
	switch {
	case p.err != nil || number > len(p.tenants):
		return nil
	case number == len(p.tenants):
		p.texts = p.appendText(p.texts[:0])
		id := len(p.texts)
		p.texts = p.appendText(p.texts)
		kind := len(p.texts)
		p.texts = p.appendText(p.texts)
		p.tenants = append(p.tenants, p.t.newTenant(p.texts[:id], p.texts[id:kind], p.texts[kind:]))
	}
	return p.tenants[number]
}

// numbers reads the six numbers of a row.
func (p *player) numbers() {
	kind, err := p.r.ReadByte()
	if err != nil {
		p.err = ErrRecord
		return
	}
	n := &p.t.numbers
	switch sumKind(kind) {
	case inProduction:
		absolute, delta := Decimal{n: p.varint()}, Decimal{n: p.varint()}
		*n = [6]Decimal{0: absolute, 2: absolute, 3: delta, 5: delta}
	case onTrial:
		absolute, delta := Decimal{n: p.varint()}, Decimal{n: p.varint()}
		*n = [6]Decimal{1: absolute, 2: absolute, 4: delta, 5: delta}
	default:
		for i := range n {
			n[i] = Decimal{n: p.varint()}
		}
	}
}

func (p *player) uvarint() uint64 {
	n, err := binary.ReadUvarint(p.r)
	if err != nil {
		p.err = ErrRecord
	}
	return n
}

func (p *player) varint() int64 {
	n, err := binary.ReadVarint(p.r)
	if err != nil {
		p.err = ErrRecord
	}
	return n
}

// appendText reads a text of at most maxRow bytes.
func (p *player) appendText(b []byte) []byte {
	n := p.uvarint()
	if p.err != nil || n > maxRow {
		p.err = ErrRecord
		return b
	}
	b = slices.Grow(b, int(n))
	if _, err := io.ReadFull(p.r, b[len(b):len(b)+int(n)]); err != nil {
		p.err = ErrRecord
	}
	return b[:len(b)+int(n)]
}
