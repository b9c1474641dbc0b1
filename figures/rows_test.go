package figures

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/usage"
)

// The tenants that have rows in a file are found only once: the second time the
// file isn't read.
func TestTenantsWithRowsAreKept(t *testing.T) {
	const content = "application.id,tenant.id,tenant.kind,name,usage.absolute.production,usage.absolute.trial,usage.absolute.total," +
		"usage.delta.production,usage.delta.trial,usage.delta.total\na,t1,partner,vms,1,0,1,0,0,0\na,t2,customer,vms,1,0,1,0,0,0\n"
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	opened, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	file := &store.File{File: opened, SHA256: "hash"}
	want := []usage.Tenant{{ID: "t1", Kind: "partner"}, {ID: "t2", Kind: "customer"}}
	var c tenantsByFile
	first, err := c.get(t.Context(), file)
	if diff := cmp.Diff(want, first); diff != "" || err != nil {
		t.Errorf("tenants (-want +got):\n%s%v", diff, err)
	}
	if whole, err := io.ReadAll(file); string(whole) != content || err != nil {
		t.Errorf("the file is left at another place: %q, %v", whole, err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := c.get(t.Context(), file)
	if diff := cmp.Diff(want, again); diff != "" || err != nil {
		t.Errorf("the second time (-want +got):\n%s%v", diff, err)
	}
}

func TestTenantsWithRowsAreBounded(t *testing.T) {
	var c tenantsByFile
	half := make([]usage.Tenant, maxCachedTenants/2)
	for _, hash := range []string{"a", "b", "b", "c"} {
		c.put(t.Context(), hash, half)
	}
	c.put(t.Context(), "larger than all", make([]usage.Tenant, maxCachedTenants+1))
	var kept []string
	for _, hash := range []string{"a", "b", "c", "larger than all"} {
		if _, ok := c.kept(hash); ok {
			kept = append(kept, hash)
		}
	}
	if got := strings.Join(kept, " "); got != "b c" || c.total != maxCachedTenants {
		t.Errorf("kept: %s, %d tenants", got, c.total)
	}
}
