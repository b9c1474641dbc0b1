package interrupt_test

import (
	"cmp"
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"acronis-reports-mcp/interrupt"
)

func TestErr(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	check := interrupt.New(ctx)
	rounds := 0
	for ; rounds < 10_000 && check.Err() == nil; rounds++ {
		if rounds == 1000 {
			cancel()
		}
	}
	if rounds <= 1000 || rounds > 2000 {
		t.Errorf("%d rounds, 1000 of them before the context ended", rounds)
	}
}

func TestSortFunc(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for name, sort := range map[string]func(context.Context, []int, func(a, b int) int) error{
		"SortFunc": interrupt.SortFunc[[]int, int], "SortStableFunc": interrupt.SortStableFunc[[]int, int],
	} {
		for _, stop := range []int{0, 1000, 100_000} {
			numbers := random.Perm(20_000)
			ctx, cancel := context.WithCancel(t.Context())
			compared := 0
			err := sort(ctx, numbers, func(a, b int) int {
				if compared++; compared == stop {
					cancel()
				}
				return cmp.Compare(a, b)
			})
			switch {
			case stop > 0:
				if err == nil || compared > stop+1000 {
					t.Errorf("%s, stopped after %d comparisons: %v after %d", name, stop, err, compared)
				}
			case err != nil || !slices.IsSorted(numbers):
				t.Errorf("%s: not sorted: %v", name, err)
			}
			cancel()
			slices.Sort(numbers)
			for i, n := range numbers {
				if i != n {
					t.Fatalf("%d is missing", i)
				}
			}
		}
	}
}

func TestSeq(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	numbers := make([]int, 10_000)
	all, some, broken := 0, 0, 0
	for range interrupt.Seq(ctx, slices.Values(numbers)) {
		all++
	}
	for range interrupt.Seq(ctx, slices.Values(numbers)) {
		if broken++; broken == 1000 {
			break
		}
	}
	for range interrupt.Seq(ctx, slices.Values(numbers)) {
		if some++; some == 1000 {
			cancel()
		}
	}
	if all != len(numbers) || broken != 1000 || some < 1000 || some > 2000 {
		t.Errorf("%d without an end, %d until a break, %d when the context ended after 1000", all, broken, some)
	}
}
