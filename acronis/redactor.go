package acronis

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"sync"
)

// A redactor removes secrets from texts. It is immutable and safe for concurrent
// use.
type redactor struct {
	exact    [][]byte                // the longest first, in case one is a part of another
	patterns map[uint64][]pattern    // by their last shortestPattern bytes
	filter   [filterBits / 64]uint64 // has a bit for each key of patterns, at its hash

	parts   func() *parts // of secrets with patterns
	cellEnd byte          // is in no secret: a comma, or else a line end
}

// filterBits is large enough that, even with many secrets, few bits are set. Most
// of a text is therefore never looked up in the map.
const filterBits = 1 << 16

func filterBit(key uint64) uint64 { return key * 0x9e3779b97f4a7c15 >> (64 - 16) }

func newRedactor(secrets []*secret) *redactor {
	r := &redactor{patterns: map[uint64][]pattern{}, cellEnd: ','}
	var plain [][]byte
	for _, s := range secrets {
		plain = append(plain, s.plain...)
		r.exact = append(r.exact, s.exact...)
		for _, p := range s.patterns {
			key := binary.LittleEndian.Uint64(p.text[len(p.text)-shortestPattern:])
			if slices.ContainsFunc(r.patterns[key], func(q pattern) bool { return bytes.Equal(p.text, q.text) }) {
				continue
			}
			r.patterns[key] = append(r.patterns[key], p)
			bit := filterBit(key)
			r.filter[bit/64] |= 1 << (bit % 64)
		}
	}
	r.parts = partsOf(plain)
	if slices.ContainsFunc(slices.Concat(plain, r.exact), func(spelling []byte) bool { return bytes.IndexByte(spelling, ',') >= 0 }) {
		r.cellEnd = '\n'
	}
	slices.SortFunc(r.exact, func(a, b []byte) int { return cmp.Or(len(b)-len(a), bytes.Compare(a, b)) })
	return r
}

const redacted = "[redacted]"

// redact returns text without its secrets; of those with exact spellings, without
// the ones that have at least shortest bytes. If there are none, it returns text.
func (r *redactor) redact(text []byte, shortest int) []byte {
	text = r.redactPatterns(text)
	for _, secret := range r.exact {
		if len(secret) >= shortest && bytes.Contains(text, secret) {
			text = bytes.ReplaceAll(text, secret, []byte(redacted))
		}
	}
	return text
}

// normalForms has buffers for redactPatterns.
var normalForms = sync.Pool{New: func() any { return new([]byte) }}

func (r *redactor) redactPatterns(text []byte) []byte {
	if len(r.patterns) == 0 || len(text) < shortestPattern {
		return text
	}
	spans := r.findIn(text, 1)
	if len(spans) == 0 {
		return text
	}
	return cut(text, spans)
}

// maxDecoded is how many times a text is decoded, if it was escaped more than once.
const maxDecoded = 3

// findIn returns where a text contains secrets, in order and without overlaps.
func (r *redactor) findIn(text []byte, times int) []span {
	buffer := normalForms.Get().(*[]byte)
	defer normalForms.Put(buffer)
	*buffer = appendNormalForm(slices.Grow((*buffer)[:0], len(text)), text)
	normal := *buffer
	spans := r.find(normal)
	if times < maxDecoded && len(normal) < len(text) && hasEscapes(normal) {
		spans = merge(append(spans, r.findIn(normal, times+1)...))
	}
	if len(spans) == 0 {
		return nil
	}
	return spansOf(text, spans)
}

// hasEscapes reports whether a normal form has escapes, because the text was escaped
// more than once.
func hasEscapes(normal []byte) bool {
	if bytes.IndexByte(normal, '\\') >= 0 {
		return true
	}
	for _, sign := range []struct {
		char     byte
		confirms func(after []byte) bool
	}{{'%', beginsPercent}, {'&', beginsEntity}} {
		for i := 0; ; i++ {
			next := bytes.IndexByte(normal[i:], sign.char)
			if next < 0 {
				break
			}
			if i += next; sign.confirms(normal[i+1:]) {
				return true
			}
		}
	}
	return false
}

// A span is a part of a normal form.
type span struct{ begin, end int }

// find returns where a normal form contains secrets, in order and without overlaps.
func (r *redactor) find(normal []byte) (spans []span) {
	// In a malicious text, long patterns could be compared at every byte. Only such
	// a text exceeds this limit, and then all of it is removed.
	budget := 16*len(normal) + 1<<20
	for end := shortestPattern; end <= len(normal); end++ {
		key := binary.LittleEndian.Uint64(normal[end-shortestPattern:])
		if bit := filterBit(key); r.filter[bit/64]&(1<<(bit%64)) == 0 {
			continue
		}
		for _, p := range r.patterns[key] {
			found, compared := p.endsAt(normal, end)
			if found != nil {
				spans = append(spans, *found)
			}
			if budget -= compared; budget < 0 {
				return []span{{0, len(normal)}}
			}
		}
	}
	return merge(spans)
}

// endsAt returns the span of a pattern that ends at end, or nil, and the number of
// bytes compared.
func (p pattern) endsAt(normal []byte, end int) (found *span, compared int) {
	same := 0
	for same < len(p.text) && same < end && normal[end-1-same] == p.text[len(p.text)-1-same] {
		same++
	}
	begin := end - same
	if same < len(p.text) {
		if same < max(len(p.text)-maxMisread, shortestEncoded-maxMisread) {
			return nil, same
		}
		begin = max(0, begin-1) // what was read as an escape contains the first characters
	}
	if p.before && begin > 0 && isBase64(normal[begin-1]) {
		begin--
	}
	if p.after && end < len(normal) && isBase64(normal[end]) {
		end++
	}
	return &span{begin, end}, same
}

// isBase64 reports whether a byte of a normal form may be a base64 digit.
func isBase64(c byte) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '/' }

// merge sorts spans and joins those that overlap.
func merge(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int { return a.begin - b.begin })
	merged := spans[:0]
	for _, s := range spans {
		if n := len(merged); n > 0 && s.begin < merged[n-1].end {
			merged[n-1].end = max(merged[n-1].end, s.end)
		} else {
			merged = append(merged, s)
		}
	}
	return merged
}

// spansOf returns the parts of a text that correspond to spans of its normal form.
func spansOf(text []byte, spans []span) (found []span) {
	var unit []byte
	i, at := 0, 0 // in text and in its normal form
	step := func() {
		unit, i = appendNormalUnit(unit[:0], text, i)
		at += len(unit)
	}
	for _, s := range spans {
		begin := i
		for at <= s.begin { // else a span before contains it
			begin = i
			step()
		}
		for at < s.end {
			step()
		}
		found = append(found, span{begin, i})
	}
	return merge(found)
}

// cut replaces spans of a text.
func cut(text []byte, spans []span) []byte {
	var out []byte
	kept := 0
	for _, s := range spans {
		out = append(append(out, text[kept:s.begin]...), redacted...)
		kept = s.end
	}
	return append(out, text[kept:]...)
}
