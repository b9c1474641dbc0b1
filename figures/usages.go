package figures

import (
	"slices"
	"strings"

	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/usage"
)

// filter returns which items are wanted, by what users call usages; nil wants all.
func (c *Catalogue) filter(entries []string) func(usage.Item) bool {
	if entries == nil {
		return nil
	}
	var matchers []func(usage.Item) bool
	for _, entry := range entries {
		matchers = append(matchers, c.matcher(entry))
	}
	return func(item usage.Item) bool {
		return slices.ContainsFunc(matchers, func(matches func(usage.Item) bool) bool { return matches(item) })
	}
}

// matcher returns which items an entry names, case aside: those of a usage, if
// it is the name of one, else offering items by their name or label. The label of
// a usage names it too. Only whole names match, but for * as any text.
func (c *Catalogue) matcher(entry string) func(usage.Item) bool {
	if strings.Contains(entry, "*") {
		return func(item usage.Item) bool {
			return slices.ContainsFunc(namesOf(item), func(name string) bool { return Matches(entry, name) })
		}
	}
	same := func(name string) bool { return tenants.Fold(name) == tenants.Fold(entry) }
	usages := usage.Find(entry).Usages
	isUsage := usages != nil || slices.ContainsFunc(c.usageNames(), same)
	return func(item usage.Item) bool {
		return same(item.Usage) || slices.Contains(usages, item.Usage) || !isUsage && slices.ContainsFunc(namesOf(item), same)
	}
}

// namesOf is what an item is called: by usage name, offering item, and the labels
// of both.
func namesOf(item usage.Item) []string {
	known := usage.NameOf(item.OfferingItem, item.Edition)
	return []string{item.Usage, item.OfferingItem, known.UsageLabel, known.Label}
}

// usageNames are the usage names that the API has.
func (c *Catalogue) usageNames() []string {
	var names []string
	for _, name := range c.usages {
		names = append(names, name)
	}
	return names
}

// matchUsages says which offering items in a file each entry of a filter matched,
// and which entries matched none.
func (c *Catalogue) matchUsages(entries []string, items []usage.Item) (matched []Match, unmatched []Unmatched) {
	for _, entry := range entries {
		matches := c.matcher(entry)
		var names []string
		for _, item := range items {
			if matches(item) && !slices.Contains(names, item.OfferingItem) {
				names = append(names, item.OfferingItem)
			}
		}
		if names == nil {
			unmatched = append(unmatched, Unmatched{entry, nearestUsages(entry, items)})
			continue
		}
		matched = append(matched, Match{entry, len(names), names[:min(len(names), maxMatchedNames)]})
	}
	return matched, unmatched
}

// nearestUsages are usage names in a file: those whose labels have all words of
// an entry, else up to 20, the nearest first.
func nearestUsages(entry string, items []usage.Item) []string {
	var all []string
	for _, item := range items {
		if !slices.Contains(all, item.Usage) {
			all = append(all, item.Usage)
		}
	}
	byWords := usage.FindByWords(entry)
	if same := slices.DeleteFunc(slices.Clone(all), func(name string) bool { return !slices.Contains(byWords, name) }); len(same) > 0 {
		return same
	}
	return tenants.Nearest(entry, all, maxSuggested)
}

// CheckFilters refuses a filter of usages if, in all answers to one question, an
// entry matched nothing: any entry if the question is strict, else all of them.
// So does an entry that is no name but words of several labels, such as "cloud
// storage". The error is a [*UsageError].
func CheckFilters(answers ...*Answer) error {
	first := answers[0]
	var missed []Unmatched
	for _, u := range first.UnmatchedUsages {
		everywhere := !slices.ContainsFunc(answers, func(a *Answer) bool {
			return !slices.ContainsFunc(a.UnmatchedUsages, func(other Unmatched) bool { return other.Entry == u.Entry })
		})
		if everywhere {
			missed = append(missed, u)
		}
	}
	for _, u := range missed {
		if words := usage.FindByWords(u.Entry); len(words) > 0 {
			if len(u.Exists) > 0 && slices.Contains(words, u.Exists[0]) {
				words = u.Exists
			}
			return &UsageError{u.Entry, words, true}
		}
	}
	if len(missed) > 0 && (first.Strict || len(missed) == len(first.Usages)) {
		return &UsageError{missed[0].Entry, missed[0].Exists, false}
	}
	return nil
}

// MatchedIn is what the entries of filters matched in all answers to a question,
// each where it matched most.
func MatchedIn(answers []*Answer) []Match {
	var all []Match
	for _, a := range answers {
		for _, m := range a.Matched {
			i := slices.IndexFunc(all, func(other Match) bool { return other.Entry == m.Entry })
			switch {
			case i < 0:
				all = append(all, m)
			case all[i].Count < m.Count:
				all[i] = m
			}
		}
	}
	return all
}
