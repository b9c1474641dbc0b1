package acronis

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// A Finder is a writer that finds out whether a stored report contains secrets of
// a client. Searching all of a large report as [Client.Redact] does would take longer
// than reading it. So a Finder examines only cells in which it sees a sign of a
// secret: some of its characters in a row, or what may separate or hide them, such
// as an escape, a colon or a character without width. It finds no secret with blanks
// or a single line end between all its characters, but one of at least 29 characters
// that is broken into two lines.
type Finder struct {
	tokens  *tokenSource
	unread  []byte              // the cell that has not ended yet
	without map[string]struct{} // cells that were examined
	found   bool
}

// NewFinder returns a Finder. It is not safe for concurrent use.
func (c *Client) NewFinder() *Finder {
	return &Finder{tokens: &c.tokens, without: map[string]struct{}{}}
}

const (
	// maxCell is how long a cell may be to be examined at once, and cellOverlap how
	// much of a longer one is examined twice.
	maxCell     = 1 << 20
	cellOverlap = 64 << 10

	// maxLine is longer than a line in which searchParts doesn't find a part of a secret.
	maxLine = partLength + longDistance + 7

	// maxWithout is how many cells are remembered.
	maxWithout = 4 << 10
)

// Write reads unpacked text. It never fails.
func (f *Finder) Write(p []byte) (int, error) {
	if f.found {
		return len(p), nil
	}
	r := f.tokens.redactor.Load()
	n := len(p)
	if len(f.unread) > 0 {
		end := bytes.IndexByte(p, r.cellEnd) + 1
		if end == 0 {
			end = len(p)
		}
		f.unread = append(f.unread, p[:end]...)
		p = p[end:]
		if len(p) > 0 || f.unread[len(f.unread)-1] == r.cellEnd {
			f.search(r, f.unread)
			f.unread = f.unread[:0]
		} else if len(f.unread) > maxCell {
			f.search(r, f.unread)
			f.unread = append(f.unread[:0], f.unread[len(f.unread)-cellOverlap:]...)
		}
	}
	end := bytes.LastIndexByte(p, r.cellEnd) + 1
	f.search(r, p[:end])
	f.unread = append(f.unread, p[end:]...)
	return n, nil
}

// Found reports whether there was a secret in what has been written.
func (f *Finder) Found() bool {
	f.search(f.tokens.redactor.Load(), f.unread)
	return f.found
}

// search looks for signs of secrets in whole cells.
func (f *Finder) search(r *redactor, text []byte) {
	for _, secret := range r.exact {
		f.found = f.found || len(secret) >= shortestSecret && bytes.Contains(text, secret)
	}
	if len(r.patterns) == 0 || len(text) < shortestPattern {
		return
	}
	f.searchParts(r, text)
	always := func([]byte) bool { return true }
	f.searchSign(r, text, '\\', always)
	f.searchSign(r, text, ':', always)
	f.searchSign(r, text, '%', beginsPercent)
	f.searchSign(r, text, '&', beginsEntity)
	f.searchHidden(r, text)
}

// searchParts looks for parts of secrets, at such distances that none is missed.
func (f *Finder) searchParts(r *redactor, text []byte) {
	const d = shortDistance
	p := r.parts()
	known := &p.filter
	i := 0
	for ; i+8*d <= len(text); i += 8 * d {
		some := (*[8 * d]byte)(text[i:])
		odd := known.mayBegin(some[:]) | known.mayBegin(some[2*d:]) | known.mayBegin(some[4*d:]) | known.mayBegin(some[6*d:])
		if p.distance == d {
			odd |= known.mayBegin(some[d:]) | known.mayBegin(some[3*d:]) | known.mayBegin(some[5*d:]) | known.mayBegin(some[7*d:])
		}
		if odd&1 != 0 {
			next := f.lookUp(r, p, text, i, i+8*d)
			i = max(i, next-next%(8*d)-8*d)
		}
	}
	f.lookUp(r, p, text, i, len(text))
}

// lookUp looks up the parts at i and at multiples of the distance after it, before end.
// It returns the next of these, after the cells that were examined: a malicious cell may
// consist of parts.
func (f *Finder) lookUp(r *redactor, p *parts, text []byte, i, end int) (next int) {
	for ; i < end && i+partLength <= len(text); i += p.distance {
		part := partAt(text, i)
		if p.filter.may(part)&1 == 0 {
			continue
		}
		if _, ok := p.known[part]; ok {
			i += (f.examine(r, text, i) - i) / p.distance * p.distance
		}
	}
	return i
}

// searchSign looks for a character that is rare in stored reports.
func (f *Finder) searchSign(r *redactor, text []byte, sign byte, confirms func(after []byte) bool) {
	for i := 0; ; i++ {
		next := bytes.IndexByte(text[i:], sign)
		if next < 0 {
			return
		}
		i += next
		if confirms(text[i+1:]) {
			i = f.examine(r, text, i) - 1
		}
	}
}

func beginsPercent(after []byte) bool {
	_, ok := hexDigits(after, 0, 2)
	return ok
}

func beginsEntity(after []byte) bool {
	return len(after) > 1 && (after[0] == '#' || after[0]|0x20 >= 'a' && after[0]|0x20 <= 'z') && entityEnd(after[:min(longestEntity, len(after))]) > 0
}

// searchHidden looks for characters without width, for control characters, and for
// several line ends within a few characters.
func (f *Finder) searchHidden(r *redactor, text []byte) {
	omitted := mayBeOmitted()
	done, lineEnd := 0, -maxLine
	check := func(at int) {
		switch c := text[at]; {
		case at < done || c >= ' ' && omitted[c] == 0:
		case c == '\n':
			if at-lineEnd < maxLine {
				done = f.examine(r, text, at)
			}
			lineEnd = at
		case c == '\r' && at+1 < len(text) && text[at+1] == '\n':
		case c < ' ', isHidden(text[at:]):
			done = f.examine(r, text, at)
		}
	}
	i := 0
	for ; i+32 <= len(text); i += 32 {
		some := (*[32]byte)(text[i:])
		a, b := binary.LittleEndian.Uint64(some[:]), binary.LittleEndian.Uint64(some[8:])
		c, d := binary.LittleEndian.Uint64(some[16:]), binary.LittleEndian.Uint64(some[24:])
		if ((a-lowerCase)|a|(b-lowerCase)|b|(c-lowerCase)|c|(d-lowerCase)|d)&highBits == 0 {
			continue // no byte is less than a blank or beyond ASCII
		}
		for signs := signsIn(a) | signsIn(b)<<8 | signsIn(c)<<16 | signsIn(d)<<24; signs != 0; signs &= signs - 1 {
			check(i + bits.TrailingZeros64(signs))
		}
	}
	for ; i < len(text); i++ {
		check(i)
	}
}

const highBits = 0x8080808080808080

// signsIn returns a bit for each of eight bytes that is less than a blank (and
// sometimes for a blank after one), or begins a character of several bytes.
func signsIn(eight uint64) uint64 {
	signs := ((eight-lowerCase)&^eight | eight&(eight<<1)) & highBits
	return signs >> 7 * 0x0102040810204080 >> 56 // moves each bit to the highest byte
}

func isHidden(text []byte) bool {
	r, _ := utf8.DecodeRune(text)
	return isOmitted(r)
}

// examine looks for secrets in the cell around text[at], and returns its end.
func (f *Finder) examine(r *redactor, text []byte, at int) (end int) {
	end = bytes.IndexByte(text[at:], r.cellEnd) + at
	if end < at {
		end = len(text)
	}
	cell := text[bytes.LastIndexByte(text[:at], r.cellEnd)+1 : end]
	if _, ok := f.without[string(cell)]; ok || f.found {
		return end
	}
	f.found = !bytes.Equal(r.redactPatterns(cell), cell)
	if len(f.without) >= maxWithout {
		clear(f.without)
	}
	f.without[string(cell)] = struct{}{}
	return end
}
