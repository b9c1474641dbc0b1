package figures

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strings"

	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/usage"
)

// A Check compares, customer by customer, a usage that is said to be the sum of
// another, usages that are said to be its parts, or how compute points stood
// before and after with what was used in between.
type Check struct {
	Kind      CheckKind
	Usages    []string // their names: one, but the parts of a split
	Of        string   // the usage that they are compared with
	Customers int      // compared
	Differing []CheckedCustomer
}

// A CheckKind is what a [Check] compares.
type CheckKind int

// The kinds of checks.
const (
	SumCheck       CheckKind = iota // Usages have the sum of Of
	SplitCheck                      // all Usages together are Of
	PartCheck                       // Usages aren't more than Of
	StandingsCheck                  // the delta of Usages is the difference of the standings
)

// A CheckedCustomer is one whose figures differ: what a usage says, and what it
// is compared with, in its unit.
type CheckedCustomer struct {
	Tenant      string // its name
	Says, Other string // readings
}

// checks makes those that the usages of an answer allow. The file is read from
// its beginning again.
func (e *Engine) checks(ctx context.Context, a *Answer, file *store.File, c Criteria) error {
	relations := relationsOf(a.Summary.Totals)
	if len(relations) > 0 {
		q := a.byTenant(usagesIn(relations))
		sum, err := e.again(ctx, file, c, q)
		if err != nil {
			return err
		}
		for _, r := range relations {
			a.addCheck(r.check(a, sum))
		}
	}
	return e.checkStandings(ctx, a, file, c)
}

// byTenant is the query of some usages by tenant, that is otherwise that of an answer.
func (a *Answer) byTenant(usages []string) usage.Query {
	return usage.Query{
		Kind: a.Report.Params().Kind, By: []usage.Key{usage.ByTenant}, OverDays: overDays(a.Measure),
		UsageOf: a.Catalogue.UsageOf, Wants: a.Catalogue.filter(usages),
	}
}

// again adds up a file once more.
func (e *Engine) again(ctx context.Context, file *store.File, c Criteria, q usage.Query) (*usage.Summary, error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	_, sum, err := e.sum(ctx, file, c, q)
	return sum, err
}

// addCheck keeps a check that compared something.
func (a *Answer) addCheck(c Check) {
	if c.Customers > 0 {
		a.Checks = append(a.Checks, c)
	}
}

// A relation is what some usages are said to be of another.
type relation struct {
	kind   CheckKind
	usages []string
	of     string
}

// relationsOf are those between the usages of totals. Usages of which there is
// nothing have none.
func relationsOf(totals []usage.Group) []relation {
	var all []relation
	splits := map[string]int{} // indexes in all
	for _, name := range usagesOf(slices.DeleteFunc(slices.Clone(totals), Unused)) {
		switch n := usage.NameOf(name, ""); {
		case n.SumOf != "":
			all = append(all, relation{SumCheck, []string{name}, n.SumOf})
		case n.Split:
			at, known := splits[n.PartOf]
			if !known {
				at = len(all)
				splits[n.PartOf] = at
				all = append(all, relation{SplitCheck, nil, n.PartOf})
			}
			all[at].usages = append(all[at].usages, name)
		case n.PartOf != "":
			all = append(all, relation{PartCheck, []string{name}, n.PartOf})
		}
	}
	return all
}

func usagesIn(relations []relation) []string {
	var names []string
	for _, r := range relations {
		names = append(names, append(r.usages, r.of)...)
	}
	return names
}

// check compares the amounts of customers.
func (r relation) check(a *Answer, sum *usage.Summary) Check {
	c := Check{Kind: r.kind, Usages: r.usages, Of: r.of}
	says, other := map[string]usage.Decimal{}, map[string]usage.Decimal{}
	for _, g := range sum.Groups {
		value := g.Absolute.In(a.Scope)
		switch {
		case g.NotBelow:
		case g.Usage == r.of:
			other[g.Tenant] = other[g.Tenant].Add(value)
		case slices.Contains(r.usages, g.Usage) && !value.IsZero():
			says[g.Tenant] = says[g.Tenant].Add(value)
		}
	}
	for tenant, value := range says {
		c.Customers++
		if order := value.Cmp(other[tenant]); order > 0 || order < 0 && r.kind != PartCheck {
			c.Differing = append(c.Differing, a.checked(tenant, r.of, value, other[tenant]))
		}
	}
	c.sort()
	return c
}

func (a *Answer) checked(tenant, usageName string, says, other usage.Decimal) CheckedCustomer {
	unit := a.Catalogue.Unit(usageName)
	return CheckedCustomer{a.Name(tenant), usage.Reading(says, unit, usageName), usage.Reading(other, unit, usageName)}
}

func (c *Check) sort() {
	slices.SortFunc(c.Differing, func(x, y CheckedCustomer) int {
		return cmp.Or(cmp.Compare(strings.ToLower(x.Tenant), strings.ToLower(y.Tenant)), cmp.Compare(x.Says, y.Says))
	})
}
