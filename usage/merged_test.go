package usage_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/usage"
)

func TestMerged(t *testing.T) {
	ofT2 := func(id, _ string) usage.Role { return usage.Role{Counted: id == "t2", Child: true} }
	for _, test := range []struct {
		name, file string
		q          usage.Query
		want       map[usage.Key]int
	}{
		{"by nothing", infraFile, usage.Query{},
			map[usage.Key]int{usage.ByEdition: 1, usage.ByInfra: 2, usage.ByBackend: 1, usage.ByOwner: 1}},
		{"by infra and edition", infraFile, usage.Query{By: []usage.Key{usage.ByInfra, usage.ByEdition}}, map[usage.Key]int{}},
		{"by tenant", infraFile, usage.Query{By: []usage.Key{usage.ByTenant}},
			map[usage.Key]int{usage.ByEdition: 1, usage.ByInfra: 1, usage.ByBackend: 1, usage.ByOwner: 1}},
		{"two storages of one owner", storagesFile, usage.Query{By: []usage.Key{usage.ByBackend, usage.ByOwner}}, map[usage.Key]int{usage.ByInfra: 1, usage.ByOfferingItem: 1, usage.ByEdition: 1}},
		{"two storages by infra", storagesFile, usage.Query{By: []usage.Key{usage.ByInfra}}, map[usage.Key]int{usage.ByOfferingItem: 1, usage.ByEdition: 1}},
		{"of one tenant", infraFile, usage.Query{RoleOf: ofT2}, map[usage.Key]int{}},
		{"over days", mergedDays, usage.Query{Kind: "usage_daily", OverDays: "last"}, map[usage.Key]int{usage.ByEdition: 1}},
		{"by day", mergedDays, usage.Query{By: []usage.Key{usage.ByDay}}, map[usage.Key]int{}},
	} {
		if diff := cmp.Diff(test.want, summarize(t, test.file, test.q).Merged); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// Adding zeros merges nothing, whatever they are measured as.
func TestMergedZeros(t *testing.T) {
	file := fullHeader +
		"a,t,customer,storage,std,i1,b,o,0,0,0,0,0,0\n" +
		"a,t,customer,storage,std,i2,b,o,5,1,6,0,0,0\n" +
		"a,t,customer,storage,std,i3,b,o,0,0,0,-2,0,-2\n" +
		"a,t,customer,storage,std,i4,b,o,0,1,1,3,0,3\n" +
		"a,t,customer,vms,std,i5,b,o,0,0,0,0,0,0\n" +
		"a,t,customer,vms,std,i6,b,o,0,0,0,0,0,0\n"
	for _, test := range []struct {
		measure, scope string
		merged         int
	}{
		{"", "", 1},
		{"end", "production", 1}, // i4 is on trial, which is shown
		{"billed", "total", 1},
		{"change", "production", 1},
		{"change", "trial", 0},
	} {
		got := summarize(t, file, usage.Query{Measure: test.measure, Scope: test.scope}).Merged
		if got[usage.ByInfra] != test.merged || len(got) > 1 {
			t.Errorf("%s of %s: merged %v, want infra in %d groups", test.measure, test.scope, got, test.merged)
		}
	}
	var none usage.Query
	none.Wants = named("vms")
	if got := summarize(t, file, none).Merged; len(got) > 0 {
		t.Errorf("merged zeros: %v", got)
	}
	file = strings.Replace(file, "0,1,1,3,0,3", "0,0,0,3,0,3", 1)
	if got := summarize(t, file, usage.Query{Measure: "end", Scope: "production"}).Merged; len(got) > 0 {
		t.Errorf("one storage has a value: merged %v", got)
	}
}

// mergedDays has a different edition on the second day.
var mergedDays = strings.Replace(fullHeader, "\n", ",date\n", 1) +
	"a,t,customer,storage,std,,,,1,0,1,1,0,1,2025-01-01\na,t,customer,storage,adv,,,,1,0,1,1,0,1,2025-01-02\n"
