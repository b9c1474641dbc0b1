package tools

import (
	"fmt"
	"strings"

	"acronis-reports-mcp/figures"
)

// notItems are the totals without those that their only items equal.
func notItems(totals []monthTotal, items []monthSum) []monthTotal {
	type key struct {
		month, usage string
		noInfra      bool
	}
	counts, amounts := map[key]int{}, map[key]figures.Amount{}
	for _, item := range items {
		k := key{item.Month, item.Usage, item.NoInfra}
		counts[k]++
		amounts[k] = item.Amount
	}
	kept := []monthTotal{}
	for _, t := range totals {
		if k := (key{t.Month, t.Usage, t.NoInfra}); counts[k] != 1 || amounts[k] != t.Amount {
			kept = append(kept, t)
		}
	}
	return kept
}

// A cutList is a list of sums of which only the first may be shown.
type cutList struct {
	name       string
	shown, all int
}

// totalsCut returns a warning if lists of sums are cut.
func totalsCut(lists ...cutList) []string {
	var texts []string
	for _, l := range lists {
		if l.shown < l.all {
			texts = append(texts, fmt.Sprintf("%d of %d %s", l.shown, l.all, l.name))
		}
	}
	if texts == nil {
		return nil
	}
	return []string{"Only " + strings.Join(texts, " and ") + " are shown, in the order of their names. Give usages to see the others."}
}
