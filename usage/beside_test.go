package usage_test

import (
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/usage"
)

// The groups of a part are those of a query of its own, whatever the query beside it
// is.
func TestBeside(t *testing.T) {
	generated, err := io.ReadAll(generate(2000))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, file string
		q          usage.Query
		wants      string
	}{
		{"mixed infra", infraFile, usage.Query{By: []usage.Key{usage.ByInfra}}, "storage"},
		{"generated", string(generated), usage.Query{By: []usage.Key{usage.ByEdition}, Wants: named("vms")}, "storage"},
		{"days", daysFile, usage.Query{Kind: "usage_daily", OverDays: "max"}, "storage"},
		{"by day", daysFile, usage.Query{Kind: "usage_daily", By: []usage.Key{usage.ByDay}, OverDays: "average"}, "storage"},
	} {
		alone := usage.Query{Kind: test.q.Kind, OverDays: test.q.OverDays, By: []usage.Key{usage.ByTenant}, Wants: named(test.wants)}
		want := sumsOf(summarize(t, test.file, alone).Groups)
		test.q.Beside = []usage.Part{{By: alone.By, Wants: alone.Wants}}
		s := summarize(t, test.file, test.q)
		if diff := cmp.Diff(want, sumsOf(s.Beside[0])); diff != "" || len(want) == 0 {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
		test.q.Beside = nil
		if diff := cmp.Diff(lines(list(summarize(t, test.file, test.q).Groups)), lines(list(s.Groups))); diff != "" {
			t.Errorf("%s, the query itself (-alone +beside):\n%s", test.name, diff)
		}
	}
}

// sumsOf returns the readings of groups by tenant and usage, with and without
// infra.* together.
func sumsOf(groups usage.Groups) map[[2]string]string {
	sums := map[[2]string]usage.Decimal{}
	for _, g := range groups.All() {
		key := [2]string{g.Tenant, g.Usage}
		sums[key] = sums[key].Add(g.Absolute.Total).Add(g.Delta.Total)
	}
	texts := map[[2]string]string{}
	for key, sum := range sums {
		texts[key] = sum.String()
	}
	return texts
}
