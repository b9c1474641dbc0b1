package figures

import (
	"context"
	"maps"
	"slices"
	"strings"

	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/interrupt"
	"acronis-reports-mcp/usage"
)

// filter returns which items are wanted, from the names that users give to
// usages; none means all.
func (c *Catalogue) filter(entries []string) func(usage.Item) bool {
	if len(entries) == 0 {
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

// matcher returns which items an entry matches, ignoring case: those of the
// usage with this name or label, or else the offering items with this name or
// label. The whole name must match, but * matches any text.
func (c *Catalogue) matcher(entry string) func(usage.Item) bool {
	if strings.Contains(entry, "*") {
		return func(item usage.Item) bool {
			return slices.ContainsFunc(namesOf(item), func(name string) bool { return Matches(entry, name) })
		}
	}
	wanted := tenants.Fold(entry)
	same := func(name string) bool { return tenants.Fold(name) == wanted }
	usages := usage.Find(entry).Usages
	isUsage := usages != nil || slices.ContainsFunc(slices.Collect(maps.Values(c.usages)), same)
	return func(item usage.Item) bool {
		return same(item.Usage) || slices.Contains(usages, item.Usage) || !isUsage && slices.ContainsFunc(namesOf(item), same)
	}
}

// namesOf returns the names of an item: usage name, offering item, and the
// labels of both.
func namesOf(item usage.Item) []string {
	known := usage.NameOf(item.OfferingItem, item.Edition)
	return []string{item.Usage, item.OfferingItem, known.UsageLabel, known.Label}
}

// checkEntries refuses a filter with an empty entry.
func checkEntries(usages []string) error {
	if slices.ContainsFunc(usages, func(entry string) bool { return strings.TrimSpace(entry) == "" }) {
		return &UsageError{}
	}
	return nil
}

// matchUsages returns which offering items in a file each entry of a filter
// matched, and which entries matched none.
func (c *Catalogue) matchUsages(ctx context.Context, entries []string, items []usage.Item) (matched []Match, unmatched []Unmatched, err error) {
	check := interrupt.New(ctx)
	for _, entry := range entries {
		matches, had := c.matcher(entry), map[string]bool{}
		var names []string
		for _, item := range items {
			if err := check.Err(); err != nil {
				return nil, nil, err
			}
			if matches(item) && !had[item.OfferingItem] {
				had[item.OfferingItem] = true
				names = append(names, item.OfferingItem)
			}
		}
		if names == nil {
			var exist []string
			if len(unmatched) < maxSuggestedFor {
				if exist, err = nearestUsages(ctx, entry, items); err != nil {
					return nil, nil, err
				}
			}
			unmatched = append(unmatched, Unmatched{entry, exist})
			continue
		}
		matched = append(matched, Match{entry, len(names), names[:min(len(names), maxMatchedNames)]})
	}
	return matched, unmatched, nil
}

// nearestUsages returns usage names in a file: those whose labels contain all
// words of an entry, or else up to 20, the most similar first.
func nearestUsages(ctx context.Context, entry string, items []usage.Item) ([]string, error) {
	var all []string
	had := map[string]bool{}
	for _, item := range items {
		if !had[item.Usage] {
			had[item.Usage] = true
			all = append(all, item.Usage)
		}
	}
	byWords := usage.FindByWords(entry)
	if same := slices.DeleteFunc(slices.Clone(all), func(name string) bool { return !slices.Contains(byWords, name) }); len(same) > 0 {
		return same, nil
	}
	return tenants.Nearest(ctx, entry, all, maxSuggested)
}

// CheckFilters returns a [*UsageError] if an entry of the filter of usages
// matched nothing in all answers to a question: any entry if the question is
// strict, otherwise only if no entry matched. It also returns one for an entry
// that is no name but words from several labels, such as "cloud storage".
// Answers without rows don't matter.
func CheckFilters(answers ...*Answer) error {
	answers = slices.DeleteFunc(slices.Clone(answers), func(a *Answer) bool { return len(a.Summary.Items) == 0 })
	if len(answers) == 0 {
		return nil
	}
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
	return checkUnmatched(missed, len(first.Usages), first.Strict)
}

// checkUnmatched refuses entries of a filter that matched nothing, as CheckFilters
// says, of so many entries.
func checkUnmatched(missed []Unmatched, entries int, strict bool) error {
	for _, u := range missed {
		if words := usage.FindByWords(u.Entry); len(words) > 0 {
			if len(u.Exists) > 0 && slices.Contains(words, u.Exists[0]) {
				words = u.Exists
			}
			return &UsageError{u.Entry, words, true}
		}
	}
	if len(missed) > 0 && (strict || len(missed) == entries) {
		return &UsageError{missed[0].Entry, missed[0].Exists, false}
	}
	return nil
}

// MatchedIn returns what the entries of filters matched in several answers to a
// question, each entry from the answer in which it matched most.
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

// unmatchedUsages warns of entries that matched nothing.
func unmatchedUsages(unmatched []Unmatched) (w []Warning) {
	for _, u := range unmatched {
		w = append(w, Warning{Kind: UsageUnmatched, Names: []string{u.Entry}, Exists: u.Exists})
	}
	return w
}
