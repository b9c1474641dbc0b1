package prices

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"acronis-reports-mcp/usage"
)

// In 64 bits the amounts are the same, also at their limits.
func TestSmallCalculation(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	number := func(texts ...string) *usage.Decimal {
		d, err := usage.ParseDecimal(texts[random.IntN(len(texts))])
		if err != nil {
			t.Fatal(err)
		}
		return &d
	}
	small, large := 0, 0
	for range 20_000 {
		r := &Row{
			Per:      Per{*number("1", "3", "100", "9223372036854775807"), []Measure{GiB, TiB, Item, ComputePoint}[random.IntN(4)]},
			Price:    number("0", "0.01", "0.0123456789", "1", "4.5", "99999999999", "9223372036854775807", "1e30"),
			Currency: []string{"EUR", "JPY", "KWD"}[random.IntN(3)],
		}
		switch random.IntN(4) {
		case 0:
			r.Round.Up = true
		case 1:
			r.Round.Nearest = number("0.01", "1", "7", "1000000", "4611686018427387904")
		}
		if random.IntN(3) == 0 {
			r.AtLeast = number("0", "0.5", "1000", "4611686018427387904")
		}
		included := *number("0", "0", "1", "100", "0.5", "4611686018427387903")
		base := usage.NewDecimal(int64(random.Uint64()) >> random.IntN(64))
		c := newCalculation(r, r.Per.Measure, big.NewInt(1))
		if _, whole := included.Int64(); !whole {
			c = newCalculation(r, r.Per.Measure, big.NewInt(2))
		}
		want := wholeOf(new(scratch).round(c.sum(new(scratch), base, included), c.divisor))
		if c.small == nil {
			large++
			continue
		}
		got, ok := c.small.amount(base, included)
		if !ok {
			large++
			continue
		}
		if small++; got.Cmp(want) != 0 {
			t.Fatalf("%s base units of %+v: %s, want %s", base, r, got, want)
		}
	}
	if small < 2000 || large < 2000 {
		t.Errorf("%d amounts in 64 bits, %d not", small, large)
	}
}
