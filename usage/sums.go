package usage

// A sum has the numbers of a group. There may be millions, so it is small, and has no pointers.
type sum struct {
	tenant   uint32 // index in table.tenants; 0 if the query isn't by tenant
	groupKey uint32 // index in groupKeys
	merged
	kind            sumKind
	absolute, delta int64
}

// merged records which rows were added together.
type merged struct {
	index uint32 // in mergedValueSets, of the first row that isn't zero
	keys  keySet // in which a later row differs from it
	used  bool   // whether a row isn't zero
}

// A sumKind says what the numbers of a sum are. Nearly all tenants are in production or on trial, not both, so that two
// numbers say what the six of a row do.
type sumKind uint8

const (
	inProduction sumKind = iota // absolute and delta are production and total; trial is 0
	onTrial                     // they are trial and total; production is 0
	other                       // absolute is an index in sums.others
)

// sums has sums in the order in which they were added.
type sums struct {
	blocks [][]sum // all but the last have sumsInBlock
	n      int
	others [][6]Decimal
	slots  []uint32 // a hash table: indexes of sums plus 1, by tenant and groupKey
}

const sumsInBlock = 1 << 13

func (s *sums) at(i uint32) *sum { return &s.blocks[i/sumsInBlock][i%sumsInBlock] }

// of returns the sum of a tenant and a group's key. It adds one if there is none.
func (s *sums) of(tenant, groupKey uint32) *sum {
	if 4*s.n >= 3*len(s.slots) {
		s.grow()
	}
	at := s.slot(tenant, groupKey)
	if s.slots[at] == 0 {
		s.slots[at] = s.add(tenant, groupKey) + 1
	}
	return s.at(s.slots[at] - 1)
}

// add adds a sum that of doesn't find, and returns its index.
func (s *sums) add(tenant, groupKey uint32) uint32 {
	i := uint32(s.n)
	if s.n++; i%sumsInBlock == 0 {
		s.blocks = append(s.blocks, make([]sum, 0, sumsInBlock))
	}
	last := &s.blocks[i/sumsInBlock]
	*last = append(*last, sum{tenant: tenant, groupKey: groupKey})
	return i
}

// slot returns where the index of a sum is in slots, or belongs.
func (s *sums) slot(tenant, groupKey uint32) uint32 {
	last := uint32(len(s.slots) - 1)
	hash := (uint64(tenant)<<32 | uint64(groupKey)) * 0x9e3779b97f4a7c15
	for at := uint32(hash>>32) & last; ; at = (at + 1) & last {
		if i := s.slots[at]; i == 0 || s.at(i-1).tenant == tenant && s.at(i-1).groupKey == groupKey {
			return at
		}
	}
}

// grow doubles slots.
func (s *sums) grow() {
	s.slots = make([]uint32, max(2*len(s.slots), 64))
	for i := range uint32(s.n) {
		s.slots[s.slot(s.at(i).tenant, s.at(i).groupKey)] = i + 1
	}
}

// addTo adds the numbers of a row, or of another sum, to a sum.
func (s *sums) addTo(sm *sum, numbers *[6]Decimal) {
	kind, absolute, delta := compact(numbers)
	switch {
	case kind != other && absolute == 0 && delta == 0:
		return
	case kind != other && sm.kind != other && sm.absolute == 0 && sm.delta == 0:
		sm.kind = kind
	}
	if kind != other && kind == sm.kind {
		a, d := sm.absolute+absolute, sm.delta+delta
		if (a^sm.absolute)&(a^absolute) >= 0 && (d^sm.delta)&(d^delta) >= 0 { // no overflow
			sm.absolute, sm.delta = a, d
			return
		}
	}
	if sm.kind != other {
		s.set(sm, s.numbers(sm))
	}
	all := &s.others[sm.absolute]
	for i := range all {
		all[i].add(numbers[i])
	}
}

// set makes a sum one of the kind other.
func (s *sums) set(sm *sum, numbers [6]Decimal) {
	s.others = append(s.others, numbers)
	sm.kind, sm.absolute, sm.delta = other, int64(len(s.others)-1), 0
}

// numbers returns the six numbers of a sum.
func (s *sums) numbers(sm *sum) [6]Decimal {
	absolute, delta := Decimal{n: sm.absolute}, Decimal{n: sm.delta}
	switch sm.kind {
	case inProduction:
		return [6]Decimal{0: absolute, 2: absolute, 3: delta, 5: delta}
	case onTrial:
		return [6]Decimal{1: absolute, 2: absolute, 4: delta, 5: delta}
	}
	return s.others[sm.absolute]
}

// compact returns the six numbers of a row as two, unless the kind is other.
func compact(n *[6]Decimal) (kind sumKind, absolute, delta int64) {
	for i := range n {
		if n[i].r != nil {
			return other, 0, 0
		}
	}
	switch {
	case n[1].n == 0 && n[4].n == 0 && n[0].n == n[2].n && n[3].n == n[5].n:
		return inProduction, n[2].n, n[5].n
	case n[0].n == 0 && n[3].n == 0 && n[1].n == n[2].n && n[4].n == n[5].n:
		return onTrial, n[2].n, n[5].n
	}
	return other, 0, 0
}
