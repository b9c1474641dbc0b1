package acronis

import (
	"encoding/binary"
	"sync"
)

// A [Finder] looks up partLength bytes of a text at once, at each multiple of a distance.
// With the short distance it meets a part of a secret wherever 15 of its bytes are in a
// row, with the long one, for long secrets, wherever 26 are.
const (
	partLength    = 5
	shortDistance = 11
	longDistance  = 2 * shortDistance
)

// lowerCase has the bits that make letters lower case.
const lowerCase = 0x2020202020202020

// parts are parts of the plain spellings of secrets.
type parts struct {
	known    map[uint64]struct{} // their numbers
	filter   partsFilter
	distance int
}

func newParts(spellings [][]byte) *parts {
	p := &parts{known: map[uint64]struct{}{}, distance: longDistance}
	for _, spelling := range spellings {
		if len(spelling)/2 < partLength+longDistance-1 { // either of two lines may be too short
			p.distance = shortDistance
		}
	}
	for _, spelling := range spellings {
		// If a line ends too early, the next one has one of these parts.
		for i := range min(partLength+2*p.distance, len(spelling)-partLength+1) {
			part := partAt(spelling, i)
			p.known[part] = struct{}{}
			p.filter.add(part)
		}
	}
	return p
}

// partAt returns a number for the part at text[i]. Other parts have other numbers.
func partAt(text []byte, i int) uint64 {
	if i+8 <= len(text) {
		return partOf(text[i:])
	}
	var eight [8]byte
	copy(eight[:], text[i:])
	return partOf(eight[:])
}

// partOf returns a number for the first part of eight bytes. It ignores letter case,
// and its highest bits depend on the whole part, but not on the bytes after it.
func partOf(eight []byte) uint64 {
	const mixes = 0x9e3779b97f4a7c15 << (64 - 8*partLength) & (1<<64 - 1)
	return (binary.LittleEndian.Uint64(eight) | lowerCase) * mixes
}

// A partsFilter has a bit for each known part, at its highest 17 bits. A map takes
// much longer to say that a part isn't known.
type partsFilter [1 << 17 / 64]uint64

func (f *partsFilter) add(part uint64) { f[part>>53] |= 1 << (part >> 47 % 64) }

// may returns an odd number if a part may be known. Several can be combined with |.
func (f *partsFilter) may(part uint64) uint64 { return f[part>>53] >> (part >> 47 % 64) }

// mayBegin is may for the first part of eight bytes. The compiler makes faster code
// of it than of a call of may.
func (f *partsFilter) mayBegin(eight []byte) uint64 {
	part := partOf(eight)
	return f[part>>53] >> (part >> 47 % 64)
}

// partsOf returns the parts once they are needed.
func partsOf(spellings [][]byte) func() *parts {
	return sync.OnceValue(func() *parts { return newParts(spellings) })
}
