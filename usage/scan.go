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

// A scanner reads rows of CSV as in RFC 4180. Lines may also end with LF, and empty lines are skipped.
type scanner struct {
	r        io.Reader
	buf      []byte
	pos, end int   // the unread part of buf
	err      error // from r, or errOpenQuote

	line      int64  // where the row begins, from 1
	lines     int64  // number of lines before pos
	row       []byte // the fields, with one byte between them
	ends      []int  // where the fields end in row
	problem   string // why the row can't be read, or ""
	quotes    bool   // whether the row has quotes
	rowBuffer []byte // for rows that are copied from buf
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

// fill reads more into buf, and reports whether it may contain more.
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

// scan reads the next row, and reports whether there is one. Fields of the previous row are no longer valid.
func (s *scanner) scan() bool {
	for {
		unread := s.buf[s.pos:s.end]
		if s.skipEmptyLines(unread) {
			continue
		}
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

// Runs of empty lines are compared with text, which is the fastest way to skip them: a
// small gzip file may have billions.
var (
	emptyLF   = bytes.Repeat([]byte("\n"), 4<<10)
	emptyCRLF = bytes.Repeat([]byte("\r\n"), 2<<10)
)

// skipEmptyLines skips many empty lines at once, and reports whether there were so many.
func (s *scanner) skipEmptyLines(unread []byte) bool {
	switch {
	case bytes.HasPrefix(unread, emptyLF):
		s.pos += len(emptyLF)
		s.lines += int64(len(emptyLF))
	case bytes.HasPrefix(unread, emptyCRLF):
		s.pos += len(emptyCRLF)
		s.lines += int64(len(emptyCRLF) / 2)
	default:
		return false
	}
	return true
}

// splitLine makes a row of a line without quotes.
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

// commas returns a number in which the highest bit is set in each of the eight bytes that is a comma.
func commas(eight uint64) uint64 {
	const low = 0x7f7f7f7f7f7f7f7f
	x := eight ^ 0x2c2c2c2c2c2c2c2c
	return ^((x&low + low) | x | low)
}

// field returns the field with an index, or nil for -1.
func (s *scanner) field(i int) []byte {
	if i <= 0 {
		if i < 0 {
			return nil
		}
		return s.row[:s.ends[0]]
	}
	return s.row[s.ends[i-1]+1 : s.ends[i]]
}
