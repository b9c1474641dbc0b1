//go:build nightly

package tools_test

import "testing"

// TestAllFaults crosses every network that goes wrong with every way in which
// the client is used. It takes about 50 seconds, all of them waiting.
func TestAllFaults(t *testing.T) {
	crossAll(t, func(networkFault, apiUse) bool { return true })
}
