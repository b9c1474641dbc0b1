package tools

import (
	"fmt"
	"strings"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
)

// attributionUnknown is part of every warning about moved tenants.
const attributionUnknown = "Whose usage it is after a move is not documented."

// describeOwnRowDiffers says that the own rows of selected tenants differ from
// the rows that are now below them.
func describeOwnRowDiffers(w figures.Warning) string {
	who := describeMoves(w.Moved)
	if who == "" {
		who = " Who moved can't be seen in the file."
	}
	return tenantNames(w) + ": the rows of the tenants below now do not add up to the own rows in the file. " + whereDifference(w) + who + " " + attributionUnknown
}

// describeSubjectRowDiffers says that the own rows of the report's subject differ
// from the rows counted.
func describeSubjectRowDiffers(w figures.Warning) string {
	text := tenantNames(w) + ": the rows counted do not add up to its own rows in the file. " + whereDifference(w)
	if who := describeMoves(w.Moved); who != "" {
		return text + who + " " + attributionUnknown
	}
	if w.Source.Report.Params().Kind == "usage_current" {
		return text + " In a report of kind usage_current this is normal: each tenant is inside its own billing period."
	}
	return text + " Why can't be seen in the file: check control.differences before billing."
}

// describeCustomersInOwnRow says that own rows have more than those of partners.
func describeCustomersInOwnRow(w figures.Warning) string {
	return tenantNames(w) + ": this level lists partners only, and the own rows in the file have direct customers too. " + whereDifference(w)
}

// whereDifference says where the difference between own rows and those below is.
func whereDifference(w figures.Warning) string {
	if w.Count == 0 {
		return "The difference is in no row of this answer: it is of other usages, another measure or scope, of how rows are split, or cancels out."
	}
	return "The difference is in rows marked not_in_rows_below, so totals equal the own rows."
}

// describeMoves lists the moves that explain differences, or returns "" if
// there are none.
func describeMoves(moved []figures.Moved) string {
	var texts []string
	for _, m := range moved[:min(len(moved), maxMovedNames)] {
		if m.Away {
			texts = append(texts, fmt.Sprintf("%s, no longer below %s (now below %s)", m.Name, m.Whole, m.Parent))
		} else {
			texts = append(texts, fmt.Sprintf("%s, which was not yet below %s", m.Name, m.Whole))
		}
	}
	if texts == nil {
		return ""
	}
	return " It is exactly the usage of " + strings.Join(texts, "; and of ") + "."
}

// maxMovedNames is how many tenants that moved are named.
const maxMovedNames = 10

// movedNames returns the names of tenants that moved away, with their parents
// now.
func movedNames(moved []figures.Moved) []string {
	var names []string
	for _, m := range moved[:min(len(moved), maxMovedNames)] {
		names = append(names, fmt.Sprintf("%s (now below %s)", escape.Shorten(m.Name), escape.Shorten(m.Parent)))
	}
	if more := len(moved) - len(names); more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	return names
}

// describeOtherReport names two reports that may give different figures.
func describeOtherReport(w figures.Warning) string {
	return fmt.Sprintf("Report %s, about %s, has this period too and may give different figures, because tenants have moved. This answer is from report %s, about %s.",
		escape.Text(w.Sources[1].Report.ID), escape.Shorten(w.Names[1]), escape.Text(w.Sources[0].Report.ID), escape.Shorten(w.Names[0]))
}
