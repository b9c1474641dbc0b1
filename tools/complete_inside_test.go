package tools

import (
	"fmt"
	"testing"
	"time"

	"acronis-reports-mcp/acronis"
)

// TestCompletionOfManyTenants has a distributor's: work that grows with the
// square of them would take half a minute a key stroke.
func TestCompletionOfManyTenants(t *testing.T) {
	var tenants []acronis.Tenant
	for i := range 100_000 {
		tenants = append(tenants, acronis.Tenant{ID: fmt.Sprint(i), Name: fmt.Sprint("Customer ", i%99_000)})
	}
	s := &service{forest: newForest()}
	s.forest.now = plant("", tenants)
	begin := time.Now()
	names := completer{s}.tenantNames(t.Context())
	if took := time.Since(begin); len(names) != 99_000 || took > 5*time.Second {
		t.Errorf("%d names in %v", len(names), took)
	}
}
