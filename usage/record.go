package usage

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"slices"
)

// A Record has the rows of a file in a form that is read several times as fast: what rows have in common is written
// once, and numbers aren't text. It is made by [Summarize]; see Query.Record.
type Record struct {
	cols            *columns
	rows, skipped   int64
	bad             []BadRow
	unpacked        int64
	shapes, tenants uint32
}

// A recorder writes the rows of a file. Each row has the number of its shape and of its tenant if that differs from the
// row before. A number that wasn't used before is followed by the shape's row or the tenant's texts.
type recorder struct {
	w       *bufio.Writer
	record  Record
	last    uint32 // number of the tenant of the row before
	buf     []byte
	unknown bool // there is something that can't be recorded
}

// A row whose numbers are not integers, or a file with too many shapes, isn't recorded.
func newRecorder(w io.Writer) *recorder {
	if w == nil {
		return nil
	}
	return &recorder{w: bufio.NewWriterSize(w, 64<<10)}
}

// add records the current row.
func (r *recorder) add(s *scanner, c *columns, tn *tenant, sh *shape, numbers *[6]Decimal) {
	if r.unknown {
		return
	}
	b := r.buf[:0]
	isNew := sh.number == 0
	if isNew {
		r.record.shapes++
		sh.number = r.record.shapes
	}
	code := uint64(sh.number) << 1
	if tn.index != r.last || r.record.tenants == 0 {
		code |= 1
	}
	b = binary.AppendUvarint(b, code)
	if isNew {
		b = appendText(b, s.row)
		b = binary.AppendUvarint(b, uint64(len(s.ends)))
		for _, end := range s.ends {
			b = binary.AppendUvarint(b, uint64(end))
		}
	}
	if code&1 != 0 {
		b = binary.AppendUvarint(b, uint64(tn.index))
		if tn.index == r.record.tenants {
			r.record.tenants++
			name := s.field(c.tenantName)
			b = appendText(appendText(appendText(b, s.field(c.tenant)), s.field(c.kind)), name[:min(len(name), maxWord)])
		}
		r.last = tn.index
	}
	kind, absolute, delta := compact(numbers)
	b = append(b, byte(kind))
	if kind != other {
		b = binary.AppendVarint(binary.AppendVarint(b, absolute), delta)
	} else {
		for _, n := range numbers {
			r.unknown = r.unknown || n.r != nil
			b = binary.AppendVarint(b, n.n)
		}
	}
	r.buf = b
	_, err := r.w.Write(b)
	r.unknown = r.unknown || err != nil || r.record.shapes > maxShapes
}

func appendText(b, text []byte) []byte {
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}

// done returns the record when all rows have been read, or nil if it isn't whole.
func (r *recorder) done(t *table) *Record {
	if r == nil || r.unknown || r.w.Flush() != nil {
		return nil
	}
	r.record.cols, r.record.rows, r.record.skipped = t.cols, t.out.Rows, t.out.Skipped
	r.record.bad, r.record.unpacked = t.out.BadRows, t.out.Unpacked
	return &r.record
}

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
	p := player{t: t, r: bufio.NewReaderSize(from, 64<<10)}
	for t.out.Rows < r.rows-r.skipped {
		if t.out.Rows%(1<<12) == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		t.out.Rows++
		if p.row(); p.err != nil {
			return nil, p.err
		}
		if t.keptItems() > t.q.MaxKept {
			return nil, ErrTooMuch
		}
		if err := t.reserve(ctx); err != nil {
			return nil, Extrapolate(err, float64(t.out.Rows)/float64(r.rows))
		}
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
	texts   []byte
	err     error
}

// ErrRecord means that a record can't be read.
var ErrRecord = errors.New("the record of the file is damaged")

// row adds the next row to the table.
func (p *player) row() {
	code := p.uvarint()
	at := int(code>>1) - 1
	if at == len(p.shapes) {
		p.addShape()
	}
	if code&1 != 0 {
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
	t.add(p.last, sh)
	if p.last.Role.Counted && t.parts != nil {
		t.countInParts(&p.rows[at], p.last, sh)
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
