package tenants

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"acronis-reports-mcp/acronis"
)

// TestBuild builds trees of tenants in random order, some of them twice and some
// with a parent that is missing.
func TestBuild(t *testing.T) {
	for seed := range uint64(50) {
		random := rand.New(rand.NewPCG(seed, 0))
		given := map[string]acronis.Tenant{}
		all := []acronis.Tenant{{ID: "0", Name: "Root"}}
		for i := 1; i < 200; i++ {
			parent := fmt.Sprint(random.IntN(i))
			if random.IntN(50) == 0 {
				parent = "missing"
			}
			all = append(all, acronis.Tenant{ID: fmt.Sprint(i), ParentID: parent, Name: fmt.Sprint("Name ", random.IntN(9))})
		}
		for _, tenant := range all {
			given[tenant.ID] = tenant
		}
		all = append(all, all[:20]...)
		random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		tree, err := Build(t.Context(), "0", all)
		if err != nil {
			t.Fatal(err)
		}
		if len(tree.All) != len(given) || tree.All[0].ID != "0" {
			t.Fatalf("seed %d: %d tenants, the first is %s", seed, len(tree.All), tree.All[0].ID)
		}
		places := map[string]int{"missing": -1}
		last := map[string]acronis.Tenant{} // the previous child, by parent
		for i, tenant := range tree.All {
			places[tenant.ID] = i
			if found, ok := tree.Find(tenant.ID); !ok || found != given[tenant.ID] || tenant != found {
				t.Fatalf("seed %d: found %v, want %v", seed, found, given[tenant.ID])
			}
			above := slices.Collect(tree.Ancestors(tenant.ID))
			if want := ancestorsIn(given, tenant); !slices.Equal(above, want) {
				t.Fatalf("seed %d: above %s are %v, want %v", seed, tenant.ID, above, want)
			}
			if tenant.ID == "0" || tenant.ParentID == "missing" {
				continue
			}
			if parent, ok := places[tenant.ParentID]; !ok || parent >= i {
				t.Fatalf("seed %d: %s is before its parent", seed, tenant.ID)
			}
			if before := last[tenant.ParentID]; cmp.Or(cmp.Compare(before.Name, tenant.Name), cmp.Compare(before.ID, tenant.ID)) > 0 {
				t.Fatalf("seed %d: %v is before %v", seed, before, tenant)
			}
			last[tenant.ParentID] = tenant
		}
	}
}

func ancestorsIn(all map[string]acronis.Tenant, t acronis.Tenant) (ids []string) {
	for t.ParentID != "" {
		ids = append(ids, t.ParentID)
		t = all[t.ParentID]
	}
	return ids
}

func TestFold(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	letters := []rune("aAzZ  \t\n\v\f\r09_\x00äÄß\u00a0\u2003İ")
	for range 10_000 {
		var b strings.Builder
		for range random.IntN(100) {
			b.WriteRune(letters[random.IntN(len(letters)-random.IntN(len(letters)))])
		}
		name := b.String()
		if got, want := Fold(name), strings.ToLower(strings.Join(strings.Fields(name), " ")); got != want {
			t.Fatalf("%q: got %q, want %q", name, got, want)
		}
	}
}
