package usage

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

// The order of changes doesn't depend on whether their numbers are integers.
func TestOrderOfChanges(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for _, order := range []ChangeOrder{LargestFirst, PercentFirst, GrowthFirst} {
		var before, after, exactBefore, exactAfter listOf
		third := big.NewRat(1, 3)
		for range 300 {
			group := func() (integer, fraction Group) {
				value, trial := random.Int64N(9)-4, random.Int64N(3)
				integer.Absolute = Amounts{Production: Decimal{n: value}, Trial: Decimal{n: trial}}
				times := func(n int64) Decimal { return Decimal{r: new(big.Rat).Mul(big.NewRat(n, 1), third)} }
				fraction.Absolute = Amounts{Production: times(value), Trial: times(trial)}
				return integer, fraction
			}
			a, x := group()
			b, y := group()
			exactBefore, exactAfter = append(exactBefore, a), append(exactAfter, b)
			before, after = append(before, x), append(after, y)
		}
		o := CompareOptions{Measure: "end", Scope: "production"}
		sorted := func(of *sides) (indexes []int32) {
			c := Changes{of: of}
			for i := range int32(of.before.Len()) {
				if change := of.change(i, i); !change.Before.IsZero() {
					c.add(change, i, i)
				}
			}
			if err := c.sort(t.Context(), order); err != nil {
				t.Fatal(err)
			}
			for _, one := range c.list {
				indexes = append(indexes, one.before)
			}
			return indexes
		}
		if got, want := sorted(&sides{exactBefore, exactAfter, o}), sorted(&sides{before, after, o}); !slices.Equal(got, want) || len(got) < 200 {
			t.Errorf("order %v: integers are ordered as %v, and their thirds as %v", order, got, want)
		}
	}
}
