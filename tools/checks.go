package tools

import (
	"fmt"
	"strings"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
)

// maxChecked is how many customers with differences are named.
const maxChecked = 5

// describeCheck says that the figures of a check agree, or for which customers
// they don't.
func describeCheck(c figures.Check) string {
	names, of := escape.Text(strings.Join(c.Usages, " + ")), escape.Text(c.Of)
	what, other := "", of
	switch c.Kind {
	case figures.SumCheck:
		what = names + " should be the sum of " + of
	case figures.SplitCheck:
		what = names + " should add up to " + of
	case figures.PartCheck:
		what = names + " should not exceed " + of
	case figures.ReadingsCheck:
		what, other = "The delta of "+names+" should be the difference of the readings at the ends of both months", "by the readings"
	}
	if len(c.Differing) == 0 {
		return fmt.Sprintf("%s: true for %s.", what, escape.Count(c.Customers, "customer"))
	}
	var texts []string
	for _, d := range c.Differing[:min(len(c.Differing), maxChecked)] {
		texts = append(texts, fmt.Sprintf("%s %s, %s %s", d.Tenant, d.Says, other, d.Other))
	}
	if more := len(c.Differing) - len(texts); more > 0 {
		texts = append(texts, fmt.Sprintf("%d more", more))
	}
	return fmt.Sprintf("%s, but differs for %d of %s: %s.", what, len(c.Differing), escape.Count(c.Customers, "customer"), strings.Join(texts, "; "))
}

// checkTexts returns the checks of all months whose figures agree. The others
// are warnings.
func (m *months) checkTexts() []string {
	var texts []string
	for i, a := range m.answers {
		for _, c := range a.Checks {
			if len(c.Differing) > 0 {
				continue
			}
			text := describeCheck(c)
			if len(m.answers) > 1 {
				text = m.names[i] + ": " + text
			}
			texts = append(texts, text)
		}
	}
	return texts
}
