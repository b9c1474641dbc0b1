package figures

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"sync"

	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/interrupt"
	"acronis-reports-mcp/memory"
	"acronis-reports-mcp/usage"
)

// compared is what a check found: how many customers were compared, and those whose
// amounts differ. It belongs to a file and a selection, not to a question.
type compared struct {
	customers int
	differing []difference
}

// A difference is two amounts of a customer that should be equal.
type difference struct {
	tenant, usage string
	says, other   usage.Decimal
}

// bytes returns how much memory is used, as far as it matters.
func (c compared) bytes() int64 { return int64(len(c.differing)) * 150 }

// checkable reports whether an item is needed for a check.
func checkable(item usage.Item) bool {
	n := usage.NameOf(item.Usage, "")
	return n.SumOf != "" || n.PartOf != "" || wholeUsages()[item.Usage] || usage.IsComputePoints(item.Usage)
}

// wholeUsages are the usages that others are a part or the sum of.
var wholeUsages = sync.OnceValue(func() map[string]bool {
	whole := map[string]bool{}
	for _, n := range usage.Names() {
		whole[n.SumOf], whole[n.PartOf] = true, true
	}
	return whole
})

// checksKey identifies a file, the rows that are counted, and what is compared.
func (c Criteria) checksKey(a *Answer) string {
	return c.checksKeyOf(a.SHA256, a.Question, a.Catalogue)
}

func (c Criteria) checksKeyOf(hash string, q Question, catalogue *Catalogue) string {
	wanted := sha256.Sum256([]byte(strings.Join(slices.Sorted(slices.Values(c.Wanted)), ",")))
	tree := c.Tree.ID()
	if c.partial() {
		tree = "some" // only the kinds in the file decide
	}
	return fmt.Sprint(hash, c.Level, c.Subject, wanted, tree, c.Readable, q.Scope, overDays(q.Measure), catalogue.id)
}

// areChecked reports whether the relations in a file were compared for an earlier
// question.
func (e *Engine) areChecked(c Criteria, q Question, catalogue *Catalogue, file *store.File) bool {
	_, ok := e.relationChecks.get(c.checksKeyOf(file.SHA256, q, catalogue))
	return ok
}

// comparisons returns what the checks of all relations in a file found, by their
// keys. They are made for the first question.
func (e *Engine) comparisons(ctx context.Context, a *Answer, file *store.File, c Criteria) (map[string]compared, error) {
	key := c.checksKey(a)
	if kept, ok := e.relationChecks.get(key); ok {
		return kept, nil
	}
	found, bytes := map[string]compared{}, int64(0)
	if relations := relationsOf(usagesIn(a.Summary.Items), a.Summary.Items); len(relations) > 0 {
		q := a.byTenant(nil)
		q.Wants = checkable
		groups, release, err := e.groupsByTenant(ctx, a, file, c, q)
		if err != nil {
			return nil, err
		}
		defer release()
		if found, err = compareAll(ctx, groups, relations, a.Scope); err != nil {
			return nil, err
		}
	}
	for _, one := range found {
		bytes += one.bytes()
	}
	e.relationChecks.put(ctx, key, found, bytes)
	return found, nil
}

// groupsByTenant returns the groups of a query by tenant that needs only checkable items.
// They were made beside those of the answer, or else the file is read again. release
// gives back the memory that was reserved for them.
func (e *Engine) groupsByTenant(ctx context.Context, a *Answer, file *store.File, c Criteria, q usage.Query) (groups usage.Groups, release func(), err error) {
	if len(a.Summary.Beside) > 0 {
		return a.Summary.Beside[0], func() {}, nil
	}
	_, sum, err := e.again(ctx, file, c, q)
	if err != nil {
		return groups, nil, err
	}
	return sum.Groups, func() { memory.Release(ctx, sum.Reserved) }, nil
}

// usagesIn returns the usage names of items.
func usagesIn(items []usage.Item) []string {
	var names []string
	for _, item := range items {
		names = append(names, item.Usage)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// An amount is what a customer uses of a usage.
type amount struct {
	sum  usage.Decimal
	some bool // one of its groups isn't 0
}

// compareAll compares the amounts of customers by all relations. Groups must be in
// the order of their tenants. The error is that of the context.
func compareAll(ctx context.Context, groups usage.Groups, relations []relation, scope string) (map[string]compared, error) {
	check := interrupt.New(ctx)
	found := make([]compared, len(relations))
	amounts, tenant := map[string]amount{}, ""
	compare := func() {
		for i, r := range relations {
			r.compare(tenant, amounts, &found[i])
		}
		clear(amounts)
	}
	for _, g := range groups.All() {
		if err := check.Err(); err != nil {
			return nil, err
		}
		if g.NotBelow {
			continue
		}
		if g.Tenant != tenant {
			compare()
			tenant = g.Tenant
		}
		value := g.Absolute.In(scope)
		before := amounts[g.Usage]
		amounts[g.Usage] = amount{before.sum.Add(value), before.some || !value.IsZero()}
	}
	compare()
	byKey := map[string]compared{}
	for i, r := range relations {
		byKey[r.key()] = found[i]
	}
	return byKey, nil
}

// compare compares the amounts of a customer.
func (r relation) compare(tenant string, amounts map[string]amount, found *compared) {
	var says usage.Decimal
	some := false
	for _, name := range r.usages {
		says, some = says.Add(amounts[name].sum), some || amounts[name].some
	}
	if !some {
		return
	}
	found.customers++
	other := amounts[r.of].sum
	if order := says.Cmp(other); order > 0 || order < 0 && r.kind != PartCheck {
		found.differing = append(found.differing, difference{tenant, r.of, says, other})
	}
}

// key identifies a relation.
func (r relation) key() string { return fmt.Sprint(r.kind, r.usages, r.of) }
