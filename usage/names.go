package usage

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// A Class says what becomes of a usage in a bill.
type Class string

// The classes.
const (
	Billable      Class = "billable"
	Informational Class = "informational" // a part or the sum of others: added to them it counts twice
	Feature       Class = "feature"       // a switch; nothing is counted
	Unclear       Class = "unclear"       // in no list, or no source says what it overlaps with
)

// A Name is what is known of an offering item, or of a usage that no known offering item has.
//
// Source: names.tsv beside this file.
type Name struct {
	OfferingItem string // such as pw_base_storage; "" if none is known
	Usage        string // what is measured, such as storage, in all editions
	Edition      string // such as pck_per_workload; "" for items that have none
	Unit         Unit
	Class        Class

	// Label is for people, and no two entries of the table have the same. Without an edition it is UsageLabel.
	Label, UsageLabel string

	// PartOf is the usage that this one is a part of, SumOf the one that it is the sum of over all storages or
	// workloads. "" says that no source says so.
	PartOf, SumOf string

	// UnitInferred and ClassInferred mark what no source states: it follows from the name alone.
	UnitInferred, ClassInferred bool
}

// Names returns the table: an entry for each offering item and edition, and one for each usage without a
// known offering item. Callers may change it.
func Names() []Name { return slices.Clone(names().entries) }

// editions are the vendor's editions with the prefix that names of their offering items have, by the words
// that stand for them in names.tsv. For a name that isn't in the table the longest prefix counts, and of
// equal ones the first.
var editions = []struct{ word, edition, prefix, label string }{
	{"pw_base", "pck_per_workload", "pw_base_", "per workload"},
	{"pack", "pck_per_workload", "pw_", "per workload"},
	{"pg_base", "pck_per_gigabyte", "pg_base_", "per gigabyte"},
	{"pg_pack", "pck_per_gigabyte", "pg_pack_", "per gigabyte"},
	{"pw_pack", "pck_per_workload", "pw_pack_", "per workload"},
	{"bndl", "bundled", "bndl_", "solution-based"},
	{"pu", "fss_per_user", "pu_base_", "per user"},
	{"fss_pg", "fss_per_gigabyte", "pg_base_", "per gigabyte of Sync & Share"},
	{"fss", "fss_legacy", "", "legacy Sync & Share"},
	{"pw_p_ess", "per_workload", "pw_p_ess_", "Cyber Protect Essentials before 2021"},
	{"pw_p_adv", "per_workload", "pw_p_adv_", "Cyber Protect Advanced before 2021"},
	{"pw_p", "per_workload", "pw_p_", "Cyber Protect Standard before 2021"},
	{"pw", "per_workload", "pw_", "per workload before 2021"},
	{"pg", "per_gigabyte", "pg_", "per gigabyte before 2021"},
	{"p_adv", "cyber_protect_adv", "p_adv_", "legacy Cyber Protect Advanced"},
	{"p_dre", "cyber_protect_dre", "p_dre_", "legacy Cyber Protect Disaster Recovery"},
	{"p", "cyber_protect_std", "p_", "legacy Cyber Protect Standard"},
	{"adv", "advanced", "adv_", "legacy Cyber Backup Advanced"},
	{"dre", "disaster_recovery", "dre_", "legacy Cyber Backup Disaster Recovery"},
	{"std", "standard", "", "legacy Cyber Backup Standard"},
	{"none", "", "", ""},
}

//go:embed names.tsv
var namesTSV string

// nameTable is names.tsv, ready to be asked.
type nameTable struct {
	entries []Name
	order   []string            // usage names, as the table has them
	usages  map[string]Name     // by usage name: what all its entries share
	words   map[string][]string // by usage name: the words of its usage label and the other words for it
	items   map[string]Name     // by offering item, which has one edition
	stems   map[string]string   // usage name, by offering item or usage name without an edition's prefix
	labels  map[string]Name     // offering item, by its label in lower case
	called  map[string]string   // usage name, by usage name or usage label in lower case
}

var names = sync.OnceValue(func() *nameTable {
	t := &nameTable{
		usages: map[string]Name{}, words: map[string][]string{}, items: map[string]Name{},
		stems: map[string]string{}, labels: map[string]Name{}, called: map[string]string{},
	}
	for line := range strings.Lines(namesTSV) {
		if !strings.HasPrefix(line, "#") {
			t.add(strings.Split(strings.TrimSuffix(line, "\n"), "\t"))
		}
	}
	for _, usage := range t.order { // after the items: pw_base_m365_seats is mailboxes, not m365_seats
		if stem := withoutEdition(usage); t.stems[stem] == "" {
			t.stems[stem] = usage
		}
	}
	return t
})

// add takes in a line of the table.
func (t *nameTable) add(line []string) {
	for i := range line {
		if line[i] == "-" {
			line[i] = ""
		}
	}
	unit, unitInferred := strings.CutSuffix(line[1], "~")
	class, classInferred := strings.CutSuffix(line[2], "~")
	n := Name{
		Usage: line[0], Unit: Unit(unit), Class: Class(class), Label: line[3], UsageLabel: line[3],
		UnitInferred: unitInferred, ClassInferred: classInferred,
	}
	switch relation, of, _ := strings.Cut(line[5], " of "); relation {
	case "part":
		n.PartOf = of
	case "sum":
		n.SumOf = of
	}
	t.order = append(t.order, n.Usage)
	t.usages[n.Usage] = n
	t.words[n.Usage] = wordsOf(n.UsageLabel + " " + line[6])
	t.called[strings.ToLower(n.Usage)], t.called[strings.ToLower(n.UsageLabel)] = n.Usage, n.Usage
	for _, item := range strings.Fields(line[4]) {
		t.addItem(n, item)
	}
	if line[4] == "" {
		t.entries = append(t.entries, n)
	}
}

// addItem takes in an offering item of a usage: the word of an edition and, after a colon, how the name goes
// on where that isn't the usage name.
func (t *nameTable) addItem(n Name, item string) {
	word, name, irregular := strings.Cut(item, ":")
	if !irregular {
		name = n.Usage
	}
	for _, e := range editions {
		if e.word != word {
			continue
		}
		n.OfferingItem, n.Edition, n.Label = e.prefix+name, e.edition, labelIn(n.UsageLabel, e.label)
		t.entries = append(t.entries, n)
		t.items[n.OfferingItem] = n
		t.stems[withoutEdition(n.OfferingItem)] = n.Usage
		t.labels[strings.ToLower(n.Label)] = n
	}
}

// labelIn is a usage's label in an edition.
func labelIn(usage, edition string) string {
	if edition == "" {
		return usage
	}
	return usage + ", " + edition
}
