package usage_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/usage"
)

// nestedFile has reseller r1 with a and m, and with the reseller s, which has b; and reseller r2 with c.
const nestedFile = fullHeader +
	"a,p,partner,storage,std,i,b,o,207,0,207,0,0,0\n" +
	"a,r1,partner,storage,std,i,b,o,167,0,167,0,0,0\n" +
	"a,s,partner,storage,std,i,b,o,7,0,7,0,0,0\n" +
	"a,r2,partner,storage,std,i,b,o,40,0,40,0,0,0\n" +
	"a,a,customer,storage,std,i,b,o,110,0,110,0,0,0\n" +
	"a,m,customer,storage,std,i,b,o,50,0,50,0,0,0\n" +
	"a,b,customer,storage,std,i,b,o,7,0,7,0,0,0\n" +
	"a,c,customer,storage,std,i,b,o,40,0,40,0,0,0\n"

func TestBetween(t *testing.T) {
	for _, test := range []struct {
		name, now string // the partner above m now, "" for the subject
		equal     map[string]bool
		moves     []usage.Move
	}{
		{"nobody moved", "r1", map[string]bool{"r1": true, "s": true, "r2": true}, nil},
		{"to another reseller", "r2", map[string]bool{"r1": false, "s": true, "r2": false},
			[]usage.Move{{Tenant: "m", Whole: "r1", Away: true}, {Tenant: "m", Whole: "r2"}}},
		{"to a reseller below", "s", map[string]bool{"r1": false, "s": false, "r2": true},
			[]usage.Move{{Tenant: "m", Whole: "r1", Away: true}, {Tenant: "m", Whole: "s"}}},
		{"to the subject", "", map[string]bool{"r1": false, "s": true, "r2": true}, []usage.Move{{Tenant: "m", Whole: "r1", Away: true}}},
		{"to a partner without rows", "new", map[string]bool{"r1": false, "s": true, "r2": true}, []usage.Move{{Tenant: "m", Whole: "r1", Away: true}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			above := map[string]string{"s": "r1", "a": "r1", "m": test.now, "b": "s", "c": "r2"}
			s := summarize(t, nestedFile, usage.Query{Wants: named("vms"), RoleOf: func(id, kind string) usage.Role {
				return usage.Role{
					Counted: kind == "customer", Child: kind == "customer", Subject: id == "p", MayHaveMoved: kind == "customer",
					Partner: above[id], IsPartner: kind == "partner" && id != "p",
				}
			}})
			got, want := []any{s.PartnersEqual, s.Between, s.Moves}, []any{test.equal, test.moves, []usage.Move(nil)}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("equal partners, moves between them, and of the subject (-want +got):\n%s", diff)
			}
		})
	}
}
