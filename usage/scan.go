package usage

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math/bits"
)

const (
	bufferSize = 256 << 10
	maxRow     = 1 << 20
)

var errOpenQuote = errors.New("has a quote that is not closed")

// A scanner reads rows of CSV as RFC 4180 has it; lines may end with LF alone, and empty ones are no rows.
type scanner struct {
	r        io.Reader
	buf      []byte
	pos, end int   // of what is in buf and not used up
	err      error // of r, or errOpenQuote

	line      int64  // where the row begins, from 1
	lines     int64  // before pos
	row       []byte // fields with a byte between them
	ends      []int  // of the fields in row
	problem   string // with the row, or ""
	quotes    bool   // whether the row has any
	rowBuffer []byte // for rows that are not as in buf
}

func newScanner(r io.Reader) *scanner {
	s := &scanner{r: r, buf: make([]byte, bufferSize)}
	for s.end < 3 && s.fill() {
	}
	if bytes.HasPrefix(s.buf[:s.end], []byte("\xef\xbb\xbf")) {
		s.pos = 3
	}
	return s
}

// fill reads more behind what is there, and reports whether there is more to look at.
func (s *scanner) fill() bool {
	s.end = copy(s.buf, s.buf[s.pos:s.end])
	s.pos = 0
	if s.err != nil || s.end == len(s.buf) {
		return false
	}
	var n int
	n, s.err = s.r.Read(s.buf[s.end:])
	s.end += n
	return n > 0 || s.err == nil
}

// scan goes to the next row, and reports whether there is one. What it returned before is gone.
func (s *scanner) scan() bool {
	for {
		unread := s.buf[s.pos:s.end]
		n := bytes.IndexByte(unread, '\n')
		if n < 0 && s.fill() {
			continue
		}
		if n < 0 || bytes.IndexByte(unread[:n], '"') >= 0 {
			if !s.scanQuoted() {
				return false
			}
		} else {
			s.pos += n + 1
			s.lines++
			s.line = s.lines
			s.splitLine(unread[:n])
		}
		if len(s.row) > 0 || s.quotes || s.problem != "" {
			return true
		}
	}
}

// splitLine takes a line without quotes.
func (s *scanner) splitLine(line []byte) {
	if n := len(line); n > 0 && line[n-1] == '\r' {
		line = line[:n-1]
	}
	s.row, s.ends, s.problem, s.quotes = line, s.ends[:0], "", false
	i := 0
	for ; i+8 <= len(line); i += 8 {
		for found := commas(binary.LittleEndian.Uint64(line[i:])); found != 0; found &= found - 1 {
			s.ends = append(s.ends, i+bits.TrailingZeros64(found)/8)
		}
	}
	for ; i < len(line); i++ {
		if line[i] == ',' {
			s.ends = append(s.ends, i)
		}
	}
	s.ends = append(s.ends, len(line))
}

// commas sets the highest bit of each of eight bytes that is a comma, and no other.
func commas(eight uint64) uint64 {
	const low = 0x7f7f7f7f7f7f7f7f
	x := eight ^ 0x2c2c2c2c2c2c2c2c
	return ^((x&low + low) | x | low)
}

// field is the i-th of the row, from 0; nil for -1.
func (s *scanner) field(i int) []byte {
	if i <= 0 {
		if i < 0 {
			return nil
		}
		return s.row[:s.ends[0]]
	}
	return s.row[s.ends[i-1]+1 : s.ends[i]]
}
