package usage

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// A Class says whether a usage is billed.
type Class string

// The classes.
const (
	Billable      Class = "billable"
	Informational Class = "informational" // a part or the sum of other usages, which must not be added to them
	Feature       Class = "feature"       // a switch without a quantity
	Unclear       Class = "unclear"       // not in the table, or without a source that says what it overlaps with
)

// A Name is what is known about an offering item, or about a usage without a known offering item.
//
// Source: names.tsv beside this file.
type Name struct {
	OfferingItem string // such as pw_base_storage; "" if none is known
	Usage        string // what is measured, such as storage, in all editions
	Edition      string // such as pck_per_workload; "" for items that have none
	Unit         Unit
	Class        Class

	// Label is shown to users, and unique in the table. Without an edition it is UsageLabel.
	Label, UsageLabel string

	// PartOf is the usage that contains this one. SumOf is the usage whose sum over all storages or workloads
	// this one is. They are "" unless a source says so.
	PartOf, SumOf string

	// Split says that all usages with it that are PartOf one usage together make up that one.
	Split bool

	// UnitInferred and ClassInferred say that no source states the unit or class; it is inferred from the name.
	UnitInferred, ClassInferred bool
}

// Names returns a copy of the table: an entry for each offering item and edition, and one for each usage without a
// known offering item.
func Names() []Name { return slices.Clone(names().entries) }

// editions are the vendor's editions, the words for them in names.tsv, and the prefixes of their offering items. For a
// name that isn't in the table, the longest prefix applies, and if several are equal, the first.
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

// nameTable has the content of names.tsv and indexes of it.
type nameTable struct {
	entries []Name
	order   []string            // usage names in the order of the table
	usages  map[string]Name     // by usage name: what its entries have in common
	words   map[string][]string // by usage name: the words of its usage label and other words for it
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

// add adds a line of names.tsv.
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
	case "part", "split":
		n.PartOf, n.Split = of, relation == "split"
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

// addItem adds an offering item of a usage: the word of an edition and, after a colon, the rest of the name if that
// isn't the usage name.
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

// labelIn returns the label of a usage in an edition.
func labelIn(usage, edition string) string {
	if edition == "" {
		return usage
	}
	return usage + ", " + edition
}
