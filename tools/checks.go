package tools

import (
	"fmt"
	"strings"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
)

// maxChecked is how many customers a check names.
const maxChecked = 5

// describeCheck says that a check holds, or for whom it doesn't.
func describeCheck(c figures.Check) string {
	names, of := escape.Text(strings.Join(c.Usages, " + ")), escape.Text(c.Of)
	what, holds, other := "", "equal", of
	switch c.Kind {
	case figures.SumCheck:
		what = names + " is said to be the sum of " + of
	case figures.SplitCheck:
		what = names + " are said to be " + of + " by workload"
	case figures.PartCheck:
		what, holds = names+" is a part of "+of, "not more"
	case figures.StandingsCheck:
		what, other = names+" used by the column delta, compared with the standings at the ends of both months", "by the standings"
	}
	if len(c.Differing) == 0 {
		return fmt.Sprintf("%s: %s for %s.", what, holds, escape.Count(c.Customers, "customer"))
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

// checkTexts are the checks of all months that hold; those that don't are warnings.
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
