package acronis

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// slowTenant is decoded in the same way as all other objects of the API.
type slowTenant struct{ Tenant }

func (t *slowTenant) UnmarshalJSON(data []byte) error {
	_, err := decodeObject(data, &t.Tenant)
	return err
}

// FuzzTenants checks that a page decoded while it arrives has the same tenants and
// cursor as one that is decoded like other objects, and that both ways accept the
// same pages.
func FuzzTenants(f *testing.F) {
	f.Add([]byte(`{"items":[{"id":"a","name":"A","kind":"customer","parent_id":null}],"paging":{"cursors":{"after":"x"}}}`))
	f.Fuzz(func(t *testing.T, in []byte) {
		reader := &tenantReader{redact: func(b []byte) []byte { return b }, shared: map[string]string{}}
		got, err := reader.read(bytes.NewReader(in))
		var want page[slowTenant]
		wantErr := json.Unmarshal(in, &want)
		if err != nil && wantErr == nil && stricter(err) {
			return
		}
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("%q: %v, where it should be %v", in, err, wantErr)
		}
		if err != nil {
			return
		}
		var tenants []Tenant
		for _, tenant := range want.items {
			tenants = append(tenants, tenant.Tenant)
		}
		if diff := cmp.Diff(tenants, reader.tenants); diff != "" || got.after != want.after {
			t.Fatalf("%q: after %q (-want +got):\n%s", in, got.after, diff)
		}
		for _, tenant := range reader.tenants {
			for _, text := range tenant.texts() {
				if !utf8.ValidString(*text) {
					t.Fatalf("%q is not UTF-8", *text)
				}
			}
		}
	})
}

// stricter reports whether an error is about something that the other decoder
// accepts: a field that appears twice, once as null.
func stricter(err error) bool { return strings.Contains(err.Error(), "appears twice") }

// An internal test, because 512 MiB of tenants would take as much memory.
func TestTenantsOf512MiB(t *testing.T) {
	for kept, want := range map[int]bool{512 << 20: true, 512<<20 + 1: false} {
		l := &TenantList{reader: &tenantReader{kept: kept}, cursors: map[string]bool{}}
		if err := l.advance(tenantPage{}); (err == nil) != want || !want && !strings.Contains(err.Error(), "more than 512 MiB") {
			t.Errorf("%d bytes: %v", kept, err)
		}
	}
}
