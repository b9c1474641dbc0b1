package usage

import (
	"slices"
	"strings"
	"unicode"
)

// NameOf returns what is known about a name in a report's column name, with the edition of the same row, or "" if it
// has none. If the name isn't in the table but has the prefix of an edition, such as pg_pack_ or bndl_, or secondary_
// for a second location, the rest of it is looked up, and unit and class are inferred. For any other name, usage and
// label are the name itself, and the class is Unclear.
func NameOf(item, edition string) Name {
	if n, known := names().nameOf(item, edition); known {
		return n
	}
	return Name{OfferingItem: item, Usage: item, Edition: edition, Unit: UnknownUnit, Class: Unclear, Label: item, UsageLabel: item}
}

// nameOf is NameOf for names about which something is known.
func (t *nameTable) nameOf(item, edition string) (n Name, known bool) {
	n, known = t.items[item]
	if known && (edition == "" || edition == n.Edition) {
		return n, true
	}
	if !known {
		n, known = t.usages[item]
	}
	if !known {
		n, known = t.byRule(withoutEdition(item))
	}
	label := ""
	n.Edition, label = editionOf(item, edition)
	n.OfferingItem, n.Label = item, labelIn(n.UsageLabel, label)
	return n, known
}

// byRule returns the usage of a name that isn't in the table.
func (t *nameTable) byRule(stem string) (n Name, known bool) {
	if first, ok := strings.CutPrefix(stem, "secondary_"); ok && t.stems[stem] == "" {
		n, known = t.byRule(first)
		n.Usage, n.UsageLabel = "secondary_"+n.Usage, n.UsageLabel+", second location"
		return n, known
	}
	n, known = t.usages[t.stems[stem]]
	n.UnitInferred, n.ClassInferred = true, true
	return n, known
}

// editionOf returns the edition of an offering item and the edition's label: that given, else that of the prefix.
func editionOf(item, edition string) (of, label string) {
	of, label = edition, edition
	longest := -1
	for _, e := range editions {
		if edition != "" && e.edition != edition {
			continue
		}
		switch fits := e.prefix != "" && strings.HasPrefix(item, e.prefix); {
		case fits && len(e.prefix) > longest:
			longest, of, label = len(e.prefix), e.edition, e.label
		case longest < 0 && edition != "":
			label = e.label
		}
	}
	return of, label
}

// editionWords begin the names of usages that exist in several editions, such as pw_base_storage,
// pg_storage and p_adv_storage, all of which are storage.
var editionWords = map[string]bool{
	"pw": true, "pg": true, "pu": true, "p": true, "base": true, "pack": true, "adv": true, "ess": true, "dre": true, "bndl": true,
}

func withoutEdition(usage string) string {
	for {
		word, remainder, more := strings.Cut(usage, "_")
		if !more || !editionWords[word] {
			return usage
		}
		usage = remainder
	}
}

// A Match is what a user's word refers to: usages in all editions, or single offering items. It is empty if the word
// is unknown.
type Match struct {
	Usages []string // usage names
	Items  []Name
}

// Find returns what a word refers to, ignoring case: the usage with that name or label, else the offering item with
// that name or label. It must be the whole name. A name that isn't in the table may be known by the rules of [NameOf].
func Find(word string) Match {
	t := names()
	word = strings.ToLower(strings.TrimSpace(word))
	if usage, ok := t.called[word]; ok {
		return Match{Usages: []string{usage}}
	}
	if n, ok := t.labels[word]; ok {
		return Match{Items: []Name{n}}
	}
	if n, known := t.nameOf(word, ""); known {
		return Match{Items: []Name{n}}
	}
	return Match{}
}

// FindByWords returns the usages that have all words of a text, such as "cloud storage", in their labels or among the
// other words for them, in the order of the table.
func FindByWords(words string) []string {
	t := names()
	wanted := wordsOf(words)
	var found []string
	for _, usage := range t.order {
		missing := func(word string) bool { return !slices.Contains(t.words[usage], word) }
		if len(wanted) > 0 && !slices.ContainsFunc(wanted, missing) {
			found = append(found, usage)
		}
	}
	return found
}

// wordsOf returns the words of a text in lower case, without punctuation.
func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
