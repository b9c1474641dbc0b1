package usage_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/usage"
)

// resellersFile has two resellers, and what they have below them at the end of the month: r1 has a, b and m, r2 has c.
const resellersFile = fullHeader +
	"a,r1,partner,storage,std,i,b,o,160,0,160,16,0,16\n" +
	"a,r2,partner,storage,std,i,b,o,40,0,40,4,0,4\n" +
	"a,a,customer,storage,std,i,b,o,100,0,100,10,0,10\n" +
	"a,b,customer,storage,std,i,b,o,10,0,10,1,0,1\n" +
	"a,m,customer,storage,std,i,b,o,50,0,50,5,0,5\n" +
	"a,c,customer,storage,std,i,b,o,40,0,40,4,0,4\n" +
	"a,r1,partner,vms,std,,,,7,0,7,0,0,0\n" +
	"a,a,customer,vms,std,,,,7,0,7,0,0,0\n"

// movedTo gives the tenants of resellersFile their roles, if m is below another reseller now.
func movedTo(reseller string, asked ...string) func(id, kind string) usage.Role {
	below := map[string]string{"a": "r1", "b": "r1", "c": "r2", "m": reseller, "r1": "r1", "r2": "r2"}
	return func(id, kind string) usage.Role {
		r := usage.Role{MayHaveMoved: id == "m" || id == "b"}
		for _, whole := range asked {
			if below[id] == whole {
				r.Whole, r.Subject, r.Child, r.Counted = whole, kind == "partner", kind != "partner", kind != "partner"
			}
		}
		return r
	}
}

func TestNotBelow(t *testing.T) {
	for _, test := range []struct {
		name           string
		file           string
		query          usage.Query
		groups, totals string
		control        string
		moves          []usage.Move
	}{
		{"moved away", "", usage.Query{RoleOf: movedTo("r2", "r1"), Wants: named("storage")},
			"storage 110/0/110 11/0/11\nstorage (not below) 50/0/50 5/0/5\n", "storage 160/0/160 16/0/16\n", "differs",
			[]usage.Move{{Tenant: "m", Whole: "r1", Away: true}}},
		{"moved here", "", usage.Query{RoleOf: movedTo("r2", "r2")},
			"storage 90/0/90 9/0/9\nstorage (not below) -50/0/-50 -5/0/-5\n", "storage 40/0/40 4/0/4\n", "differs",
			[]usage.Move{{Tenant: "m", Whole: "r2"}}},
		{"by tenant", "", usage.Query{RoleOf: movedTo("r2", "r1"), By: []usage.Key{usage.ByTenant, usage.ByOfferingItem}, Wants: named("storage")},
			"storage a storage 100/0/100 10/0/10\nstorage b storage 10/0/10 1/0/1\nstorage r1 storage (not below) 50/0/50 5/0/5\n",
			"storage 160/0/160 16/0/16\n", "differs", []usage.Move{{Tenant: "m", Whole: "r1", Away: true}}},
		{"both resellers", "", usage.Query{RoleOf: movedTo("r2", "r1", "r2"), By: []usage.Key{usage.ByTenant}, Wants: named("storage")},
			"storage a 100/0/100 10/0/10\nstorage b 10/0/10 1/0/1\nstorage c 40/0/40 4/0/4\nstorage m 50/0/50 5/0/5\n" +
				"storage r1 (not below) 50/0/50 5/0/5\nstorage r2 (not below) -50/0/-50 -5/0/-5\n",
			"storage 200/0/200 20/0/20\n", "differs", []usage.Move{{Tenant: "m", Whole: "r1", Away: true}, {Tenant: "m", Whole: "r2"}}},
		{"nobody moved", "", usage.Query{RoleOf: movedTo("r1", "r1"), Wants: named("storage")},
			"storage 160/0/160 16/0/16\n", "storage 160/0/160 16/0/16\n", "reconciled", nil},
		{"moved in the period", strings.NewReplacer("160,0,160,16,0,16", "110,0,110,-34,0,-34").Replace(resellersFile),
			usage.Query{RoleOf: movedTo("r2", "r1"), Wants: named("storage")},
			"storage 110/0/110 11/0/11\nstorage (not below) 0/0/0 -45/0/-45\n", "storage 110/0/110 -34/0/-34\n", "differs",
			[]usage.Move{{Tenant: "m", Whole: "r1", Away: true}}},
		{"no explanation", strings.Replace(resellersFile, "160,0,160", "161,0,161", 1),
			usage.Query{RoleOf: movedTo("r2", "r1"), Wants: named("storage")},
			"storage 110/0/110 11/0/11\nstorage (not below) 51/0/51 5/0/5\n", "storage 161/0/161 16/0/16\n", "differs", nil},
		{"own rows without infrastructure", strings.NewReplacer("a,r1,partner,storage,std,i,b,o,160", "a,r1,partner,storage,std,,,,160").Replace(resellersFile),
			usage.Query{RoleOf: movedTo("r1", "r1"), Wants: named("storage"), By: []usage.Key{usage.ByInfra}},
			"storage i 160/0/160 16/0/16\n", "storage 160/0/160 16/0/16\n", "differs", nil},
		{"no own rows of a usage", strings.Replace(resellersFile, "a,r1,partner,vms,std,,,,7,0,7,0,0,0\n", "", 1),
			usage.Query{RoleOf: movedTo("r1", "r1"), Wants: named("vms")},
			"vms 7/0/7 0/0/0\n", "vms 7/0/7 0/0/0\n", "differs", nil},
		{"an own row of zeros that is left out", strings.Replace(resellersFile, "a,r1,partner,vms,std,,,,7,0,7,0,0,0\n", "", 1),
			usage.Query{RoleOf: movedTo("r1", "r1"), Wants: named("vms"), ZerosHidden: true},
			"vms 7/0/7 0/0/0\nvms (not below) -7/0/-7 0/0/0\n", "vms 0/0/0 0/0/0\n", "differs", nil},
		{"no rows of its own", strings.ReplaceAll(resellersFile, "a,r1,", "a,other,"), usage.Query{RoleOf: movedTo("r2", "r1"), Wants: named("storage")},
			"storage 110/0/110 11/0/11\n", "storage 110/0/110 11/0/11\n", "cannot check", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.file == "" {
				test.file = resellersFile
			}
			s := summarize(t, test.file, test.query)
			got := []any{lines(list(s.Groups)), lines(s.Totals), s.Control.Status, s.Moves}
			want := []any{test.groups, test.totals, test.control, test.moves}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("groups, totals, control and moves (-want +got):\n%s", diff)
			}
		})
	}
}
