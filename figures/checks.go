package figures

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/interrupt"
	"acronis-reports-mcp/usage"
)

// A Check compares figures of the same customer that should agree: a usage with
// the one whose sum it should be, parts with the usage that they should add up
// to, or the compute points used in a period with the difference of the
// readings before and after.
type Check struct {
	Kind      CheckKind
	Usages    []string // usage names: one, or all parts of a SplitCheck
	Of        string   // usage that they are compared with
	Customers int      // number of customers compared
	Differing []CheckedCustomer
}

// A CheckKind says what a [Check] compares.
type CheckKind int

// The kinds of checks.
const (
	SumCheck      CheckKind = iota // Usages should equal the sum of Of
	SplitCheck                     // Usages together should equal Of
	PartCheck                      // Usages should not exceed Of
	ReadingsCheck                  // the delta of Usages should equal the difference of the readings
)

// A CheckedCustomer is a customer whose figures differ: the reading of a usage,
// and the reading that it was compared with.
type CheckedCustomer struct {
	Tenant      string // name of the customer
	Says, Other string // readings
}

// checks makes the checks that are possible for the usages of an answer.
func (e *Engine) checks(ctx context.Context, a *Answer, file *store.File, c Criteria) error {
	relations := relationsOf(usagesOf(slices.DeleteFunc(slices.Clone(a.Summary.Totals), Unused)), a.Summary.Items)
	if len(relations) > 0 || len(a.Summary.Beside) > 0 { // else later questions would compare nothing again
		kept, err := e.comparisons(ctx, a, file, c)
		if err != nil {
			return err
		}
		for _, r := range relations {
			check, err := r.check(ctx, a, kept[r.key()])
			if err != nil {
				return err
			}
			a.addCheck(check)
		}
	}
	return e.checkReadings(ctx, a, file, c)
}

// byTenant returns the query of an answer, grouped by tenant and limited to
// some usages.
func (a *Answer) byTenant(usages []string) usage.Query {
	return usage.Query{
		Kind: a.Report.Params().Kind, By: []usage.Key{usage.ByTenant}, OverDays: overDays(a.Measure),
		UsageOf: a.Catalogue.UsageOf, Wants: a.Catalogue.filter(usages),
	}
}

// again is sum for a file that was read before.
func (e *Engine) again(ctx context.Context, file *store.File, c Criteria, q usage.Query) (*Selection, *usage.Summary, error) {
	if err := file.Rewind(); err != nil {
		return nil, nil, err
	}
	return e.sum(ctx, file, c, q)
}

// addCheck adds a check if it compared anything.
func (a *Answer) addCheck(c Check) {
	if c.Customers > 0 {
		a.Checks = append(a.Checks, c)
	}
}

// A relation says how usages should relate to another usage.
type relation struct {
	kind   CheckKind
	usages []string
	of     string
}

// relationsOf returns the relations between usages. A usage is compared with all
// its parts in the file, even those that the question leaves out, because only all
// together add up to it.
func relationsOf(usages []string, items []usage.Item) []relation {
	var all []relation
	splits := map[string]bool{} // usages that are split
	for _, name := range usages {
		switch n := usage.NameOf(name, ""); {
		case n.SumOf != "":
			all = append(all, relation{SumCheck, []string{name}, n.SumOf})
		case n.Split && !splits[n.PartOf]:
			splits[n.PartOf] = true
			all = append(all, relation{SplitCheck, splitOf(n.PartOf, items), n.PartOf})
		case n.Split:
		case n.PartOf != "":
			all = append(all, relation{PartCheck, []string{name}, n.PartOf})
		}
	}
	return all
}

// splitOf returns the usages in a file that another one is split into.
func splitOf(whole string, items []usage.Item) []string {
	var parts []string
	for _, item := range items {
		if n := usage.NameOf(item.Usage, ""); n.Split && n.PartOf == whole && !slices.Contains(parts, item.Usage) {
			parts = append(parts, item.Usage)
		}
	}
	slices.Sort(parts)
	return parts
}

// check returns what was compared as a check of an answer.
func (r relation) check(ctx context.Context, a *Answer, found compared) (Check, error) {
	c := Check{Kind: r.kind, Usages: r.usages, Of: r.of, Customers: found.customers}
	for d := range interrupt.Seq(ctx, slices.Values(found.differing)) {
		c.Differing = append(c.Differing, a.checked(d.tenant, r.of, d.says, d.other))
	}
	return c, c.sort(ctx)
}

func (a *Answer) checked(tenant, usageName string, says, other usage.Decimal) CheckedCustomer {
	unit := a.Catalogue.Unit(usageName)
	return CheckedCustomer{a.Name(tenant), usage.Reading(says, unit, usageName), usage.Reading(other, unit, usageName)}
}

func (c *Check) sort(ctx context.Context) error {
	return interrupt.SortFunc(ctx, c.Differing, func(x, y CheckedCustomer) int {
		return cmp.Or(cmp.Compare(strings.ToLower(x.Tenant), strings.ToLower(y.Tenant)), cmp.Compare(x.Says, y.Says))
	})
}
