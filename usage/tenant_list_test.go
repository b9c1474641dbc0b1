package usage_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/usage"
)

// Files whose results share texts keep their own names, tenants and groups.
func TestSharedTexts(t *testing.T) {
	file := func(name string, from, to int) string {
		var b strings.Builder
		b.WriteString(generatedHeader)
		for i := from; i < to; i++ {
			fmt.Fprintf(&b, "a,t%d,customer,%s %d,vms,standard,,,,,%d,%[4]d,0,0,0,0,0,0,0\n", i, name, i, i)
		}
		return b.String()
	}
	texts := usage.NewTexts()
	for _, text := range []string{file("Contoso", 0, 3000), file("Renamed", 1500, 4000), file("Contoso", 3999, 4000)} {
		q := usage.Query{By: []usage.Key{usage.ByTenant}}
		alone := summarize(t, text, q)
		q.Texts = texts
		shared := summarize(t, text, q)
		if diff := cmp.Diff(lines(list(alone.Groups)), lines(list(shared.Groups))); diff != "" {
			t.Errorf("groups (-alone +shared):\n%s", diff)
		}
		if diff := cmp.Diff(slices.Collect(alone.Tenants.All()), slices.Collect(shared.Tenants.All())); diff != "" {
			t.Errorf("tenants (-alone +shared):\n%s", diff)
		}
		for _, id := range []string{"t0", "t1500", "t2999", "t3999", "t4000", ""} {
			if a, b := alone.Tenants.Name(id), shared.Tenants.Name(id); a != b {
				t.Errorf("%s is called %q, and with shared texts %q", id, a, b)
			}
		}
	}
}
