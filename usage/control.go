package usage

import (
	"cmp"
	"maps"
	"math/big"
	"slices"
)

// maxDifferences is how many differences are reported.
const maxDifferences = 5

// controlKey is what control totals are grouped by.
type controlKey struct {
	usage, edition, infraID, backend, owner string
	whole                                   string // see Role.Whole
}

// A control has two sides whose sums should be equal.
type control struct{ subject, children [6]Decimal }

// controlOf returns the control of a shape, for the whole of a role.
func (t *table) controlOf(sh *shape, whole string) *control {
	if sh.controlSums == nil || sh.controlWhole != whole {
		key := sh.controlKey
		key.whole = whole
		if t.controls[key] == nil {
			t.controls[key] = &control{}
		}
		sh.controlSums, sh.controlWhole = t.controls[key], whole
	}
	return sh.controlSums
}

func (c *control) add(p Role, numbers *[6]Decimal) {
	for i, n := range numbers {
		if p.Subject {
			c.subject[i].add(n)
		}
		if p.Child {
			c.children[i].add(n)
		}
	}
}

// controlTotals compares the control totals of the whole file.
func (t *table) controlTotals() Control {
	t.dropUncheckable()
	var subject, children bool
	for i := range t.tenants.n {
		role := &t.tenants.get(uint32(i)).Role
		subject = subject || role.Subject
		children = children || role.Child && (role.Whole == "" || t.hasRows(role.Whole))
	}
	switch {
	case !subject:
		return Control{Status: "cannot check", Why: "the file has no rows of the subject itself"}
	case !children:
		return Control{Status: "cannot check", Why: "the file has no rows of children of the subject"}
	}
	c := Control{Status: "reconciled", Compared: len(t.controls) * 6}
	for key, sums := range t.controls {
		for i := range sums.subject {
			if sums.subject[i].Cmp(sums.children[i]) != 0 {
				c.Differences = append(c.Differences, key.difference(i, sums))
				if key.whole != "" && !slices.Contains(c.Wholes, key.whole) {
					c.Wholes = append(c.Wholes, key.whole)
				}
			}
		}
	}
	if c.Differing = len(c.Differences); c.Differing > 0 {
		c.Status = "differs"
	}
	slices.Sort(c.Wholes)
	slices.SortFunc(c.Differences, bySize)
	c.Differences = slices.Clip(c.Differences[:min(c.Differing, maxDifferences)])
	return c
}

// hasRows reports whether a whole has rows of its own.
func (t *table) hasRows(whole string) bool {
	tn := t.tenants.find(whole)
	return tn != nil && tn.Role.Subject
}

// dropUncheckable removes the control totals of wholes that have no rows of their own.
func (t *table) dropUncheckable() {
	maps.DeleteFunc(t.controls, func(key controlKey, _ *control) bool { return key.whole != "" && !t.hasRows(key.whole) })
}

func (k controlKey) difference(i int, sums *control) Difference {
	return Difference{
		Usage: k.usage, Edition: k.edition, InfraID: k.infraID, Backend: k.backend, Owner: k.owner,
		Measure: []string{"absolute", "delta"}[i/3], Scope: []string{"production", "trial", "total"}[i%3],
		Subject: sums.subject[i], Children: sums.children[i], Whole: k.whole,
	}
}

// bySize sorts the largest differences first. Sums have different units, so it compares their ratio to the
// greater side, and only if that is equal the amount.
func bySize(a, b Difference) int {
	return cmp.Or(
		b.relativeSize().Cmp(a.relativeSize()), b.size().Cmp(a.size()),
		cmp.Compare(a.Usage, b.Usage), cmp.Compare(a.Edition, b.Edition), cmp.Compare(a.InfraID, b.InfraID),
		cmp.Compare(a.Backend, b.Backend), cmp.Compare(a.Owner, b.Owner),
		cmp.Compare(a.Measure, b.Measure), cmp.Compare(a.Scope, b.Scope), cmp.Compare(a.Whole, b.Whole),
	)
}

func (d Difference) size() *big.Rat {
	r := d.Subject.Sub(d.Children).Rat()
	return r.Abs(r)
}

func (d Difference) relativeSize() *big.Rat {
	a, b := d.Subject.Rat(), d.Children.Rat()
	if a.Abs(a).Cmp(b.Abs(b)) < 0 {
		a = b
	}
	return d.size().Quo(d.size(), a)
}
