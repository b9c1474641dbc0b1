package usage

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// Sums are exact, whatever is added to them in whatever order.
func TestSumsAreExact(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	half := fromRat(big.NewRat(1, 2))
	values := []Decimal{{}, {n: 1}, {n: -1}, {n: 7}, {n: math.MaxInt64}, {n: math.MinInt64}, half}
	row := func() (numbers [6]Decimal) {
		absolute, delta := values[random.IntN(len(values))], values[random.IntN(len(values))]
		switch random.IntN(4) {
		case 0:
			return [6]Decimal{0: absolute, 2: absolute, 3: delta, 5: delta}
		case 1:
			return [6]Decimal{1: absolute, 2: absolute, 4: delta, 5: delta}
		case 2:
			for i := range numbers {
				numbers[i] = values[random.IntN(len(values))]
			}
		}
		return numbers
	}
	for range 2000 {
		var s sums
		var want [6]Decimal
		for range random.IntN(6) {
			numbers := row()
			s.addTo(s.of(3, 5), &numbers)
			for i := range want {
				want[i].add(numbers[i])
			}
		}
		got := s.numbers(s.of(3, 5))
		for i := range want {
			if got[i].Cmp(want[i]) != 0 {
				t.Fatalf("got %v, want %v", got, want)
			}
		}
	}
}

func TestSumsAreFound(t *testing.T) {
	var s sums
	const tenants, keys = 300, 100
	for range 2 {
		for tenant := range uint32(tenants) {
			for key := range uint32(keys) {
				s.addTo(s.of(tenant, key), &[6]Decimal{0: {n: int64(tenant + key)}, 2: {n: int64(tenant + key)}})
			}
		}
	}
	if s.n != tenants*keys {
		t.Errorf("%d sums, want %d", s.n, tenants*keys)
	}
	for i := range uint32(s.n) {
		if sm := s.at(i); sm.absolute != 2*int64(sm.tenant+sm.groupKey) {
			t.Fatalf("tenant %d, key %d: %d", sm.tenant, sm.groupKey, sm.absolute)
		}
	}
}
