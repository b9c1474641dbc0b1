//go:build nightly

package tools_test

import (
	"maps"
	"slices"
	"testing"
)

// TestAllLongArguments gives every argument of every tool each of the long values.
func TestAllLongArguments(t *testing.T) { longInput(t, slices.Sorted(maps.Keys(catalogue(t)))) }
