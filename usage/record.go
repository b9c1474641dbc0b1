package usage

import (
	"bufio"
	"encoding/binary"
	"io"
)

// A Record has the rows of a file in a form that is read several times as fast: what rows have in common is written
// once, and numbers aren't text. It is made by [Summarize]; see Query.Record.
type Record struct {
	cols            *columns
	rows, skipped   int64 // skipped: the bad ones of rows
	bad             []BadRow
	unpacked        int64
	shapes, tenants uint32
}

// HasAllRows reports whether the record has all rows for Query.EachRow. Of bad rows it has only a few.
func (r *Record) HasAllRows() bool { return r.skipped == int64(len(r.bad)) }

// A recorder writes the rows of a file. Each row has the number of its shape, and if that isn't known from the row before, the
// number of its tenant and how many lines are between. A number that wasn't used before is followed by the shape's row or the tenant's texts.
type recorder struct {
	w       *bufio.Writer
	record  Record
	last    uint32 // number of the tenant of the row before
	line    int64  // of the row before
	buf     []byte
	unknown bool // there is something that can't be recorded
}

// What is known of a row beside its shape: bits of the number before it.
const (
	otherTenant  = 1
	linesBetween = 2
)

// newRecorder returns a recorder, or nil without a writer. Files with numbers that aren't integers of 64 bits, or with
// too many shapes, have no record.
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
	code := uint64(sh.number) << 2
	if tn.index != r.last || r.record.tenants == 0 {
		code |= otherTenant
	}
	if s.line != r.line+1 {
		code |= linesBetween
	}
	b = binary.AppendUvarint(b, code)
	if code&linesBetween != 0 {
		b = binary.AppendUvarint(b, uint64(s.line-r.line-1))
	}
	r.line = s.line
	if isNew {
		b = appendText(b, s.row)
		b = binary.AppendUvarint(b, uint64(len(s.ends)))
		for _, end := range s.ends {
			b = binary.AppendUvarint(b, uint64(end))
		}
	}
	if code&otherTenant != 0 {
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
