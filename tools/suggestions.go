package tools

import (
	"strings"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/usage"
)

// thereAre lists names that a filter could have matched.
func thereAre(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return " There are: " + strings.Join(quoteAll(names), ", ") + "."
}

// didYouMean suggests names that are similar to one that was not found.
func didYouMean(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return " Did you mean " + strings.Join(quoteAll(names), ", ") + "?"
}

// labelled returns usage names with their labels.
func labelled(usages []string) []string {
	texts := make([]string, len(usages))
	for i, name := range usages {
		texts[i] = escape.Quote(name) + " (" + usage.NameOf(name, "").UsageLabel + ")"
	}
	return texts
}

func quoteAll(names []string) []string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = escape.Quote(name)
	}
	return quoted
}
