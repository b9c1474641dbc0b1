//go:build nightly

package tools_test

import "testing"

// TestAllCallsEndInTime has a million tenants, each with rows in the files.
func TestAllCallsEndInTime(t *testing.T) { endInTime(t, newLargeCentre(t, 1_000_000, 80_000)) }
