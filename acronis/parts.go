package acronis

import (
	"encoding/binary"
	"sync"
)

// partLength is how many bytes a [Finder] compares at once.
const partLength = 8

// If a secret is long enough, the distance is so small that it is found even with one
// line end in it.
const (
	minDistance = 8
	maxDistance = 24
)

// lowerCase has the bits that make letters lower case.
const lowerCase = 0x2020202020202020

// parts are parts of the plain spellings of secrets. Of eight bytes at each multiple
// of distance in a text, at least one belongs to them wherever there is such a
// spelling.
type parts struct {
	known    map[uint64]struct{}
	filter   [filterBits / 64]uint64 // has a bit for each key of known, at its hash
	distance int
}

func newParts(spellings [][]byte) *parts {
	p := &parts{known: map[uint64]struct{}{}, distance: maxDistance}
	for _, spelling := range spellings {
		p.distance = min(p.distance, max(minDistance, len(spelling)/2-partLength+1))
	}
	for _, spelling := range spellings {
		for i := range p.distance {
			part := binary.LittleEndian.Uint64(spelling[i:]) | lowerCase
			p.known[part] = struct{}{}
			bit := filterBit(part)
			p.filter[bit/64] |= 1 << (bit % 64)
		}
	}
	return p
}

// partsOf returns the parts once they are needed.
func partsOf(spellings [][]byte) func() *parts {
	return sync.OnceValue(func() *parts { return newParts(spellings) })
}
