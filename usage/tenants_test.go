package usage_test

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/usage"
)

func TestTenants(t *testing.T) {
	const head = "tenant.kind,tenant.id,name,application.id," +
		"usage.absolute.production,usage.absolute.trial,usage.absolute.total,usage.delta.production,usage.delta.trial,usage.delta.total\n"
	file := head +
		"customer,b,vms,x,1,0,1,0,0,0\n" +
		"customer,a,vms,x,1,0,1,0,0,0\n" +
		"customer,b,vms,x,1,0,1,0,0,0\n" +
		"\"fol\"\"der\",\"c,d\",vms,x,1,0,1,0,0,0\n" +
		"partner,bad number,vms,x,one,0,1,0,0,0\n" +
		"partner,,vms,x,1,0,1,0,0,0\n" +
		"partner,no name,,x,1,0,1,0,0,0\n" +
		"partner,too short\n" +
		"partner,\"line\nbreak\",vms,x,1,0,1,0,0,0\n" +
		"partner," + strings.Repeat("x", 1<<10+1) + ",vms,x,1,0,1,0,0,0\n"
	got, err := usage.Tenants(t.Context(), strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	want := []usage.Tenant{{ID: "b", Kind: "customer"}, {ID: "a", Kind: "customer"}, {ID: "c,d", Kind: `fol"der`}, {ID: "bad number", Kind: "partner"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("tenants (-want +got):\n%s", diff)
	}
}

// Tenants and Summarize return the same tenants of a large file, and the same errors.
func TestTenantsAsSummarizeHasThem(t *testing.T) {
	none := func(string, string) usage.Role { return usage.Role{} }
	whole, err := io.ReadAll(generate(20_000))
	if err != nil {
		t.Fatal(err)
	}
	inGzip := zip(t, string(whole))
	for name, file := range map[string][]byte{
		"text": whole, "gzip": inGzip, "cut": inGzip[:len(inGzip)-9], "empty": nil,
		"open quote": append(bytes.Clone(whole), '"'), "no columns": []byte("a,b\n1,2\n"), "bad header": []byte("\"a\"b\n"),
	} {
		got, gotErr := usage.Tenants(t.Context(), bytes.NewReader(file))
		summary, wantErr := usage.Summarize(t.Context(), bytes.NewReader(file), usage.Query{RoleOf: none})
		if (gotErr == nil) != (wantErr == nil) || wantErr != nil && gotErr.Error() != wantErr.Error() {
			t.Errorf("%s: error %v, want %v", name, gotErr, wantErr)
		} else if wantErr == nil {
			if diff := cmp.Diff(slices.Collect(summary.Tenants.All()), got); diff != "" || len(got) != 1000 {
				t.Errorf("%s: %d tenants (-want +got):\n%s", name, len(got), diff)
			}
		}
	}
}

func BenchmarkTenants(b *testing.B) {
	file, _ := packed()
	for b.Loop() {
		if _, err := usage.Tenants(b.Context(), bytes.NewReader(file)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(*benchmarkRows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
