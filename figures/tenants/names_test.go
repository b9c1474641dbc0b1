package tenants

import (
	"fmt"
	"testing"
	"time"

	"acronis-reports-mcp/acronis"
)

// TestNamesOfManyTenants lists the names of as many tenants as a distributor
// has. It takes less time than building the tree. Work that grows with the
// square of the number would take hundreds of times as long.
func TestNamesOfManyTenants(t *testing.T) {
	var all []acronis.Tenant
	for i := range 100_000 {
		all = append(all, acronis.Tenant{ID: fmt.Sprint(i), Name: fmt.Sprint("Customer ", i%99_000)})
	}
	begin := time.Now()
	tree, err := Build(t.Context(), "", all)
	if err != nil {
		t.Fatal(err)
	}
	built := time.Now()
	names, err := tree.Names(t.Context())
	if took := time.Since(built); err != nil || len(names) != 99_000 || took > 30*built.Sub(begin) {
		t.Errorf("%d names in %v, after the tree was built in %v", len(names), took, built.Sub(begin))
	}
}
