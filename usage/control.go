package usage

import (
	"cmp"
	"math/big"
	"slices"
)

// maxDifferences is how many differences are reported.
const maxDifferences = 5

// controlKey is what control totals are grouped by.
type controlKey struct{ usage, edition, infraID, backend, owner string }

// A control has two sides whose sums should be equal.
type control struct{ subject, children [6]Decimal }

// controlOf returns the control of a shape.
func (t *table) controlOf(sh *shape) *control {
	if sh.controlSums == nil {
		if t.controls[sh.controlKey] == nil {
			t.controls[sh.controlKey] = &control{}
		}
		sh.controlSums = t.controls[sh.controlKey]
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
	var subject, children bool
	for _, tn := range t.tenants {
		subject = subject || tn.role.Subject
		children = children || tn.role.Child
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
			}
		}
	}
	if c.Differing = len(c.Differences); c.Differing > 0 {
		c.Status = "differs"
	}
	slices.SortFunc(c.Differences, bySize)
	c.Differences = slices.Clip(c.Differences[:min(c.Differing, maxDifferences)])
	return c
}

func (k controlKey) difference(i int, sums *control) Difference {
	return Difference{
		Usage: k.usage, Edition: k.edition, InfraID: k.infraID, Backend: k.backend, Owner: k.owner,
		Measure: []string{"absolute", "delta"}[i/3], Scope: []string{"production", "trial", "total"}[i%3],
		Subject: sums.subject[i], Children: sums.children[i],
	}
}

// bySize sorts the largest differences first. Sums have different units, so it compares their ratio to the
// greater side, and only if that is equal the amount.
func bySize(a, b Difference) int {
	return cmp.Or(
		b.relativeSize().Cmp(a.relativeSize()), b.size().Cmp(a.size()),
		cmp.Compare(a.Usage, b.Usage), cmp.Compare(a.Edition, b.Edition), cmp.Compare(a.InfraID, b.InfraID),
		cmp.Compare(a.Backend, b.Backend), cmp.Compare(a.Owner, b.Owner),
		cmp.Compare(a.Measure, b.Measure), cmp.Compare(a.Scope, b.Scope),
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
