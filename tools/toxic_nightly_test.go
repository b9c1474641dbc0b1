//go:build nightly

package tools_test

import "testing"

// TestAllFaults combines every network that fails with every way in which the
// client is used. It takes about 50 seconds, most of them waiting.
func TestAllFaults(t *testing.T) {
	crossAll(t, func(networkFault, apiUse) bool { return true })
}
