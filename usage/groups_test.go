package usage_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/usage"
)

// infraFile has a tenant with storage with and without infra.*, and usages of which each tenant has only one of them.
const infraFile = fullHeader +
	"app,t1,customer,storage,std,,,,100,0,100,0,0,0\n" +
	"app,t1,customer,storage,std,i1,acronis,,60,0,60,0,0,0\n" +
	"app,t1,customer,storage,adv,i2,local,p1,40,0,40,0,0,0\n" +
	"app,t2,customer,storage,std,,,,7,0,7,0,0,0\n" +
	"app,t1,customer,vms,std,,,,3,0,3,0,0,0\n" +
	"app,t2,customer,vms,std,i1,,,4,0,4,0,0,0\n"

// list returns all groups.
func list(groups usage.Groups) (all []usage.Group) {
	for _, g := range groups.All() {
		all = append(all, g)
	}
	return all
}

func TestGroups(t *testing.T) {
	tests := []struct {
		name string
		q    usage.Query
		want string
	}{
		{"by nothing", usage.Query{}, `
storage 100/0/100 0/0/0
storage (no infra) 107/0/107 0/0/0
vms 7/0/7 0/0/0
`},
		{"by infra", usage.Query{By: []usage.Key{usage.ByInfra}}, `
storage (no infra) 107/0/107 0/0/0
storage i1 60/0/60 0/0/0
storage i2 40/0/40 0/0/0
vms 3/0/3 0/0/0
vms i1 4/0/4 0/0/0
`},
		{"by backend and owner", usage.Query{By: []usage.Key{usage.ByBackend, usage.ByOwner}}, `
storage (no infra) 107/0/107 0/0/0
storage acronis 60/0/60 0/0/0
storage local p1 40/0/40 0/0/0
vms 7/0/7 0/0/0
`},
		{"by tenant and edition", usage.Query{By: []usage.Key{usage.ByTenant, usage.ByEdition}}, `
storage t1 adv 40/0/40 0/0/0
storage t1 std 60/0/60 0/0/0
storage t1 std (no infra) 100/0/100 0/0/0
vms t1 std 3/0/3 0/0/0
storage t2 std (no infra) 7/0/7 0/0/0
vms t2 std 4/0/4 0/0/0
`},
		{"usages", usage.Query{Wants: named("V*S", "x")}, "\nvms 7/0/7 0/0/0\n"},
		{"an edition", usage.Query{Wants: func(i usage.Item) bool { return i.Edition == "adv" }}, "\nstorage 40/0/40 0/0/0\n"},
		{"a tenant", usage.Query{RoleOf: func(id, kind string) usage.Role {
			return usage.Role{Counted: id == "t2" && kind == "customer"}
		}}, "\nstorage 7/0/7 0/0/0\nvms 4/0/4 0/0/0\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := summarize(t, infraFile, test.q)
			if diff := cmp.Diff(test.want, "\n"+lines(list(s.Groups))); diff != "" {
				t.Errorf("groups (-want +got):\n%s", diff)
			}
			if n := s.Counted + s.Skipped + s.LeftOut + s.Filtered; n != 6 {
				t.Errorf("%d rows accounted for, want 6", n)
			}
		})
	}
}

// named wants items whose usage name or offering item matches a pattern.
func named(patterns ...string) func(usage.Item) bool {
	return func(i usage.Item) bool {
		return slices.ContainsFunc(patterns, func(p string) bool { return usage.Like(p, i.Usage) || usage.Like(p, i.OfferingItem) })
	}
}

// storagesFile has a tenant with two storages of the same backend and owner, and a second edition on one of them.
const storagesFile = fullHeader +
	"app,t1,customer,pw_base_storage,pck_per_workload,i1,abgw,vendor,100,0,100,0,0,0\n" +
	"app,t1,customer,pw_base_storage,pck_per_workload,i2,abgw,vendor,50,0,50,0,0,0\n" +
	"app,t1,customer,pg_base_storage,pck_per_gigabyte,i2,abgw,vendor,7,0,7,0,0,0\n"

// Two storages are two groups, and the editions of a usage are one group unless
// the query is by edition.
func TestStorages(t *testing.T) {
	for _, test := range []struct {
		by   []usage.Key
		want string
	}{
		{[]usage.Key{usage.ByInfra}, "storage i1 100/0/100 0/0/0\nstorage i2 57/0/57 0/0/0\n"},
		{[]usage.Key{usage.ByOfferingItem}, "storage pg_base_storage 7/0/7 0/0/0\nstorage pw_base_storage 150/0/150 0/0/0\n"},
		{nil, "storage 157/0/157 0/0/0\n"},
	} {
		if diff := cmp.Diff(test.want, lines(list(summarize(t, storagesFile, usage.Query{By: test.by}).Groups))); diff != "" {
			t.Errorf("by %v (-want +got):\n%s", test.by, diff)
		}
	}
	for _, word := range []string{"storage", "pg_base_storage"} {
		s := summarize(t, storagesFile, usage.Query{Wants: named(word)})
		if want := map[string]int64{"storage": 3, "pg_base_storage": 1}[word]; s.Counted != want {
			t.Errorf("%s: %d rows counted, want %d", word, s.Counted, want)
		}
	}
}

func TestTotals(t *testing.T) {
	s := summarize(t, infraFile, usage.Query{By: []usage.Key{usage.ByTenant, usage.ByInfra}})
	want := "storage 100/0/100 0/0/0\nstorage (no infra) 107/0/107 0/0/0\nvms 7/0/7 0/0/0\n"
	if diff := cmp.Diff(want, lines(s.Totals)); diff != "" {
		t.Errorf("totals (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]int{"storage": 1}, s.MixedInfra); diff != "" {
		t.Errorf("mixed infra (-want +got):\n%s", diff)
	}
}

func TestManyUsages(t *testing.T) {
	file := strings.Builder{}
	file.WriteString(fullHeader)
	for i := range 600 {
		name := "usage" + strings.Repeat("x", i)
		file.WriteString("a,t,customer," + name + ",e,,,,1,0,1,0,0,0\na,t,customer," + name + ",e,i,,,1,0,1,0,0,0\n")
	}
	if s := summarize(t, file.String(), usage.Query{}); s.Groups.Len() != 1200 || len(s.MixedInfra) != 600 {
		t.Errorf("%d groups, %d usages of mixed infra; want 1200, 600", s.Groups.Len(), len(s.MixedInfra))
	}
}

func TestSKU(t *testing.T) {
	file := strings.Replace(shortHeader, "\n", ",item.sku\n", 1) + "a,t,customer,storage,1,0,1,0,0,0,S1\na,t,customer,storage,2,0,2,0,0,0,S2\n"
	s := summarize(t, file, usage.Query{By: []usage.Key{usage.BySKU}})
	if want := "storage S1 1/0/1 0/0/0\nstorage S2 2/0/2 0/0/0\n"; lines(list(s.Groups)) != want {
		t.Errorf("got %s, want %s", lines(list(s.Groups)), want)
	}
	if diff := cmp.Diff(map[usage.Key]int{usage.BySKU: 1}, summarize(t, file, usage.Query{}).Merged); diff != "" {
		t.Errorf("merged (-want +got):\n%s", diff)
	}
	_, err := usage.Summarize(t.Context(), strings.NewReader(shortHeader), usage.Query{By: []usage.Key{usage.BySKU}})
	if !errors.Is(err, usage.ErrNoSKU) {
		t.Errorf("got %v, want ErrNoSKU", err)
	}
}

func TestEditionColumnMissing(t *testing.T) {
	row := "a,t,customer,storage,1,0,1,0,0,0\n"
	s := summarize(t, shortHeader+row, usage.Query{By: []usage.Key{usage.ByEdition, usage.ByApplication}})
	if want := "storage a standard 1/0/1 0/0/0\n"; lines(list(s.Groups)) != want {
		t.Errorf("got %s, want %s", lines(list(s.Groups)), want)
	}
}

func TestTooMuch(t *testing.T) {
	for most, want := range map[int]error{2002: nil, 2001: usage.ErrTooMuch} {
		rows := &strings.Builder{}
		fmt.Fprintln(rows, "application.id,tenant.id,tenant.kind,name,usage.absolute.production,usage.absolute.trial,usage.absolute.total,usage.delta.production,usage.delta.trial,usage.delta.total")
		for i := range 1000 {
			fmt.Fprintf(rows, "a,t%d,customer,storage,1,0,1,0,0,0\n", i)
		}
		_, err := usage.Summarize(t.Context(), strings.NewReader(rows.String()), usage.Query{By: []usage.Key{usage.ByTenant}, RoleOf: everything, MaxKept: most})
		if !errors.Is(err, want) {
			t.Errorf("at most %d: %v", most, err)
		}
	}
}

func TestExactSums(t *testing.T) {
	file := shortHeader +
		"a,t,customer,storage,0.1,9223372036854775807,123456789012345678901234567890,-5,1e3,+3\n" +
		"a,t,customer,storage,0.2,1,0.000000000000000000000000000001,-12.50,.5,5.\n"
	s := summarize(t, file, usage.Query{})
	want := "storage 0.3/9223372036854775808/123456789012345678901234567890.000000000000000000000000000001 -17.5/1000.5/8\n"
	if diff := cmp.Diff(want, lines(list(s.Groups))); diff != "" {
		t.Errorf("groups (-want +got):\n%s", diff)
	}
}

func TestPlaceIsAskedOnce(t *testing.T) {
	asked := map[string]int{}
	row := func(id string) string { return "a," + id + ",customer,storage,1,0,1,0,0,0\n" }
	roleOf := func(id, kind string) usage.Role {
		asked[id+" "+kind]++
		return usage.Role{}
	}
	file := shortHeader + row("t1") + row("t2") + row("t1") + row("t1")
	if _, err := usage.Summarize(t.Context(), strings.NewReader(file), usage.Query{RoleOf: roleOf}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]int{"t1 customer": 1, "t2 customer": 1}, asked); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
}

func TestQueriesThatMakeNoSense(t *testing.T) {
	for _, q := range []usage.Query{{By: []usage.Key{"colour"}}, {OverDays: "median"}} {
		if _, err := usage.Summarize(t.Context(), strings.NewReader(shortHeader), q); err == nil {
			t.Errorf("%+v is answered", q)
		}
	}
}
