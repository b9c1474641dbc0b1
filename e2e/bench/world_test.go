package main

import (
	"encoding/json"
	"testing"
)

// The tables compare tenants of 1.5 KB.
func TestTenantsAreAsLargeAsRealOnes(t *testing.T) {
	seen := map[string]bool{}
	for i := range 1000 {
		var got struct {
			ID, Name, Kind string
			ParentID       string `json:"parent_id"`
		}
		raw := tenantJSON(i)
		if err := json.Unmarshal([]byte(raw), &got); err != nil {
			t.Fatalf("tenant %d: %v: %s", i, err, raw)
		}
		if len(raw) < 1450 || len(raw) > 1600 {
			t.Errorf("tenant %d has %d bytes, want about 1500", i, len(raw))
		}
		if i > 0 && !seen[got.ParentID] {
			t.Errorf("the parent of tenant %d comes after it: %s", i, raw)
		}
		if seen[got.ID] {
			t.Errorf("tenant %d has the id of another one", i)
		}
		seen[got.ID] = true
	}
}
