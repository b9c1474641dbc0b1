package tools

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Each list that is cut is named, even if the totals are whole.
func TestTotalsCut(t *testing.T) {
	got := [][]string{
		totalsCut(cutList{"totals", 3, 3}, cutList{"span_totals", 0, 0}),
		totalsCut(cutList{"totals", 3, 3}, cutList{"span_totals", 1, 2}),
		totalsCut(cutList{"totals", 18, 119}, cutList{"span_totals", 9, 60}, cutList{"sums of the rest", 4, 5}),
	}
	want := [][]string{
		nil,
		{"Only 1 of 2 span_totals are shown, in the order of their names. Give usages to see the others."},
		{"Only 18 of 119 totals and 9 of 60 span_totals and 4 of 5 sums of the rest are shown, in the order of their names. Give usages to see the others."},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
}
