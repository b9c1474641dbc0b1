package tenants

import (
	"fmt"
	"testing"
	"time"

	"acronis-reports-mcp/acronis"
)

// TestNamesOfManyTenants has a distributor's: work that grows with the square
// of them would take half a minute.
func TestNamesOfManyTenants(t *testing.T) {
	var all []acronis.Tenant
	for i := range 100_000 {
		all = append(all, acronis.Tenant{ID: fmt.Sprint(i), Name: fmt.Sprint("Customer ", i%99_000)})
	}
	tree := Build("", all)
	begin := time.Now()
	names := tree.Names()
	if took := time.Since(begin); len(names) != 99_000 || took > 5*time.Second {
		t.Errorf("%d names in %v", len(names), took)
	}
}
